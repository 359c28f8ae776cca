package dev.adjoint.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import dev.adjoint.load.LoadedModel;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** No emitted method is too large for HotSpot to compile, however large the model. Measured on real class files. */
final class BytecodeBudgetTest {
    private static final int HOTSPOT_LIMIT = 8_000;

    static Stream<Named<ModelBuilder>> models() {
        return Stream.of(
                Named.of("celsius", SampleModels.celsius()),
                Named.of("softplus", SampleModels.softplus()),
                Named.of("4,000 terms", manyTerms(4_000)),
                Named.of("3,000 parameters", manyParameters(3_000)),
                Named.of("scalar chain of depth 20,000", deepScalar(20_000)),
                Named.of("chain of choices of depth 1,000", deepChoices(1_000)),
                Named.of("one branch of 3,000 values", largeBranch(3_000)),
                Named.of("random of 500 values", RandomModels.model(1_000, 500)),
                Named.of("random of 2,000 values", RandomModels.model(1_001, 2_000)),
                Named.of("a lambda of 4,000 values", largeLambda(4_000)),
                Named.of("1,000 calls", manyCalls(1_000)));
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyMethodCanBeCompiledByHotSpot(ModelBuilder builder) {
        Map<String, Integer> sizes = new TreeMap<>();
        builder.loaded().classes().forEach((name, bytes) -> sizes.putAll(methodSizes(name, bytes)));

        assertThat(sizes)
                .isNotEmpty()
                .allSatisfy((method, size) -> assertThat(size).isLessThan(HOTSPOT_LIMIT));
    }

    @Test
    void aModelOverManyClassesStillComputes() {
        LoadedModel loaded = manyParameters(3_000).loaded();
        RealArray flat = loaded.model().parameters().flat();
        double expected = 0;
        for (int i = 0; i < flat.length(); i++) {
            flat.set(i, i * 1e-3);
            expected += i * 1e-3 * 0.5 * (i + 1);
        }
        loaded.model().bind(Map.of("x", Tensor.vector(0.5, 0.5)));
        RealArray gradient = RealArray.allocate(Precision.F64, 3_000);

        double loss = loaded.model().lossAndGradient(gradient);

        assertThat(loss).isEqualTo(2 * expected, within(1e-12 * expected));
        assertThat(gradient.get(2_999)).isEqualTo(3_000.0, within(1e-9));
    }

    /** sum over samples of sum of i·sin(i·w·x + b). */
    private static ModelBuilder manyTerms(int count) {
        ModelBuilder m = new ModelBuilder("ManyTerms");
        Axis n = m.dim("n");
        Variable x = m.input("x", n);
        Variable w = m.param("w", 0.1);
        Variable b = m.param("b", 0.2);
        List<Node> terms = new ArrayList<>();
        List<Node> slopes = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            Node angle = m.add(m.mul(m.c(i), w, x), b);
            terms.add(m.mul(m.c(1.0 / i), m.dag.sin(angle)));
            slopes.add(m.mul(m.c(1.0 / i), m.dag.cos(angle)));
        }
        Node yhat = m.output("yhat", m.dag.apply(Primitive.ADD, terms));
        Node slope = m.dag.apply(Primitive.ADD, slopes);
        m.loss(m.sum(m.pow(yhat, 2), n));
        m.gradient(w, m.sum(m.mul(m.c(2), yhat, slope, x), n));
        m.gradient(b, m.sum(m.mul(m.c(2), yhat, slope), n));
        return m;
    }

    /** sum over samples of sum of i·w_i·x. */
    private static ModelBuilder manyParameters(int count) {
        ModelBuilder m = new ModelBuilder("ManyParameters");
        Axis n = m.dim("n");
        Variable x = m.input("x", n);
        List<Node> terms = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            Variable w = m.param("w" + i, i + 0.123);
            terms.add(m.mul(m.c(i), w, x));
            m.gradient(w, m.sum(m.mul(m.c(i), x), n));
        }
        m.loss(m.sum(m.dag.apply(Primitive.ADD, terms), n));
        return m;
    }

    private static ModelBuilder deepScalar(int depth) {
        ModelBuilder m = new ModelBuilder("DeepScalar");
        Variable w = m.param("w", 0.5);
        Node value = w;
        for (int i = 0; i < depth; i++) {
            value = i % 2 == 0 ? m.dag.sin(value) : m.add(value, m.mul(m.c(i), w));
        }
        return m.loss(value).gradient(w, m.dag.cos(value));
    }

    private static ModelBuilder deepChoices(int depth) {
        ModelBuilder m = new ModelBuilder("DeepChoices");
        Axis n = m.dim("n");
        Variable x = m.input("x", n);
        Variable w = m.param("w", 0.5);
        Node value = x;
        for (int i = 0; i < depth; i++) {
            Node inside = m.dag.sin(m.mul(m.c(i + 1), w, x));
            value = m.dag.select(m.dag.lt(x, m.c(i)), m.add(inside, m.dag.exp(inside)), value);
        }
        return m.loss(m.sum(value, n)).gradient(w, m.sum(value, n));
    }

    private static ModelBuilder largeBranch(int size) {
        ModelBuilder m = new ModelBuilder("LargeBranch");
        Axis n = m.dim("n");
        Variable x = m.input("x", n);
        Variable w = m.param("w", 0.5);
        Node value = x;
        for (int i = 0; i < size; i++) {
            value = m.add(m.dag.sin(value), m.mul(value, value));
        }
        Node choice = m.dag.select(m.dag.lt(x, w), value, x);
        return m.loss(m.sum(choice, n)).gradient(w, m.sum(choice, n));
    }

    private static Lambda chain(ModelBuilder m, Axis n, int size) {
        Variable x = m.dag.variable(Role.FORMAL, "layer.x", Shape.of(n));
        Variable w = m.dag.variable(Role.FORMAL, "layer.w", Shape.SCALAR);
        Node value = x;
        for (int i = 0; i < size; i++) {
            value = i % 2 == 0 ? m.dag.sin(value) : m.add(value, m.mul(m.c(i), w));
        }
        return new Lambda("layer", List.of(x, w), List.of(value, m.sum(m.dag.exp(value), n)));
    }

    private static ModelBuilder largeLambda(int size) {
        ModelBuilder m = new ModelBuilder("LargeLambda");
        Axis n = m.dim("n");
        Variable w = m.param("w", 0.5);
        Node call = m.dag.call(chain(m, n, size), List.of(m.input("x", n), w));
        Node value = m.dag.result(call, 0);
        return m.loss(m.dag.result(call, 1)).gradient(w, m.sum(value, n));
    }

    private static ModelBuilder manyCalls(int depth) {
        ModelBuilder m = new ModelBuilder("ManyCalls");
        Axis n = m.dim("n");
        Node value = m.input("x", n);
        Lambda layer = chain(m, n, 3);
        for (int i = 0; i < depth; i++) {
            Variable w = m.param("w" + i, 0.5);
            Node call = m.dag.call(layer, List.of(value, w));
            value = m.dag.result(call, 0);
            m.gradient(w, m.dag.result(call, 1));
        }
        return m.loss(m.sum(value, n));
    }

    /** Writes the class once more, with the constants in their places, and asks for the offset behind the last byte. */
    private static Map<String, Integer> methodSizes(String className, byte[] bytes) {
        Map<String, Label> ends = new TreeMap<>();
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
                        return new MethodVisitor(Opcodes.ASM9, method) {
                            @Override
                            public void visitMaxs(int maxStack, int maxLocals) {
                                Label end = new Label();
                                visitLabel(end);
                                ends.put(className + "." + name + descriptor, end);
                                super.visitMaxs(maxStack, maxLocals);
                            }
                        };
                    }
                },
                0);
        writer.toByteArray();
        Map<String, Integer> sizes = new TreeMap<>();
        ends.forEach((method, end) -> sizes.put(method, end.getOffset()));
        return sizes;
    }
}
