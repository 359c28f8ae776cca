package dev.adjoint.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeSpec;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Kind;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Shape;
import dev.adjoint.plan.Program;
import dev.adjoint.runtime.ElementKind;
import dev.adjoint.runtime.Initialiser;
import dev.adjoint.runtime.Interval;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import javax.lang.model.element.Modifier;

/** Writes the constant that says what a model takes and gives. */
final class SignatureWriter {
    /** About 40 bytes of bytecode for each parameter: far from the limit of 8,000 for a method. */
    private static final int PARAMETERS_PER_METHOD = 100;

    /** A few constants for each parameter: far from the limit of 65,535 for a class. */
    private static final int METHODS_PER_CLASS = 50;

    private static final Precise DOUBLES = new Precise(Precision.F64);

    private final ModelNames model;
    private final Program program;

    SignatureWriter(ModelNames model) {
        this.model = model;
        this.program = model.program;
    }

    /** Adds the constant {@code SIGNATURE}. */
    void addTo(TypeSpec.Builder type) {
        ModelDag dag = program.model();
        List<CodeBlock> inputs = dag.inputs().stream().map(this::value).toList();
        List<CodeBlock> targets = dag.targets().stream().map(this::value).toList();
        List<CodeBlock> outputs = results(dag.outputs());
        List<CodeBlock> metrics = results(dag.metrics());
        List<CodeBlock> gradients = program.dataGradients().stream()
                .map(i -> CodeBlock.of("$S", program.data().get(i).variable().name()))
                .toList();
        CodeBlock.Builder code =
                CodeBlock.builder().add("new $T(\n", Signature.class).indent().indent();
        code.add("$S,\n$T.$L,\n", dag.name(), Precision.class, dag.precision());
        code.add("$L,\n$L,\n$L,\n", list(inputs), list(targets), parameters(type));
        code.add("$L,\n$L,\n$L", list(outputs), list(metrics), list(gradients));
        if (!dag.leastSizes().isEmpty()) {
            code.add(",\n$L", list(leastSizes(dag)));
        }
        code.add(")").unindent().unindent();
        type.addField(FieldSpec.builder(Signature.class, "SIGNATURE", Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                .addJavadoc("What the model takes and gives.\n")
                .initializer(code.build())
                .build());
    }

    private static List<CodeBlock> leastSizes(ModelDag dag) {
        return dag.leastSizes().stream()
                .map(least -> CodeBlock.of(
                        "new $T($S, $L, $S)",
                        Signature.LeastSize.class,
                        least.dim().name(),
                        least.size(),
                        least.reason()))
                .toList();
    }

    private List<CodeBlock> results(List<ModelDag.Output> all) {
        return all.stream().map(output -> value(output.name(), output.shape())).toList();
    }

    private CodeBlock parameters(TypeSpec.Builder type) {
        List<CodeBlock> all = program.parameters().stream().map(this::parameter).toList();
        if (all.size() <= PARAMETERS_PER_METHOD) {
            return list(all);
        }
        int perClass = PARAMETERS_PER_METHOD * METHODS_PER_CLASS;
        List<ClassName> parts = new ArrayList<>();
        for (int start = 0; start < all.size(); start += perClass) {
            ClassName name = ClassName.get("", "Signature" + (parts.size() + 1));
            parts.add(name);
            type.addType(part(name, all.subList(start, Math.min(all.size(), start + perClass))));
        }
        CodeBlock calls = parts.stream()
                .map(part -> CodeBlock.of("$T.addTo(list);\n", part))
                .collect(CodeBlock.joining(""));
        type.addMethod(MethodSpec.methodBuilder("parametersOfSignature")
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(listType())
                .addStatement("$T list = new $T<>()", listType(), ArrayList.class)
                .addCode(calls)
                .addStatement("return list")
                .build());
        return CodeBlock.of("parametersOfSignature()");
    }

    private static TypeSpec part(ClassName name, List<CodeBlock> parameters) {
        TypeSpec.Builder type = TypeSpec.classBuilder(name)
                .addJavadoc("A part of the signature, which is too long for one method.\n")
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL);
        ParameterSpec list = ParameterSpec.builder(listType(), "list").build();
        MethodSpec.Builder all =
                MethodSpec.methodBuilder("addTo").addModifiers(Modifier.STATIC).addParameter(list);
        for (int start = 0; start < parameters.size(); start += PARAMETERS_PER_METHOD) {
            String part = "add" + (start / PARAMETERS_PER_METHOD + 1);
            MethodSpec.Builder method =
                    MethodSpec.methodBuilder(part).addModifiers(Modifier.STATIC).addParameter(list);
            parameters
                    .subList(start, Math.min(parameters.size(), start + PARAMETERS_PER_METHOD))
                    .forEach(parameter -> method.addStatement("list.add($L)", parameter));
            type.addMethod(method.build());
            all.addStatement("$N(list)", part);
        }
        return type.addMethod(all.build()).build();
    }

    private static ParameterizedTypeName listType() {
        return ParameterizedTypeName.get(List.class, Signature.Parameter.class);
    }

    private CodeBlock parameter(Program.Slice slice) {
        ModelDag.Parameter parameter = slice.parameter();
        List<CodeBlock> sizes = slice.variable().shape().axes().stream()
                .map(axis -> CodeBlock.of("$L", axis.dim().size().orElseThrow()))
                .toList();
        return CodeBlock.of(
                "new $T($S, $L, $T.of($L), $L, $L, $L)",
                Signature.Parameter.class,
                slice.variable().name(),
                slice.offset(),
                List.class,
                CodeBlock.join(sizes, ", "),
                initialiser(parameter.initialiser()),
                interval(parameter.constraint()),
                slice.variable().role() == Role.FROZEN);
    }

    private static CodeBlock initialiser(Initialiser initialiser) {
        List<Number> arguments;
        if (initialiser instanceof Initialiser.Constant constant) {
            arguments = List.of(constant.value());
        } else if (initialiser instanceof Initialiser.Normal normal) {
            arguments = List.of(normal.mean(), normal.deviation());
        } else if (initialiser instanceof Initialiser.Uniform uniform) {
            arguments = List.of(uniform.low(), uniform.high());
        } else if (initialiser instanceof Initialiser.GlorotUniform glorot) {
            arguments = List.of(glorot.fanIn(), glorot.fanOut(), glorot.gain());
        } else if (initialiser instanceof Initialiser.GlorotNormal glorot) {
            arguments = List.of(glorot.fanIn(), glorot.fanOut(), glorot.gain());
        } else if (initialiser instanceof Initialiser.KaimingUniform kaiming) {
            arguments = List.of(kaiming.fanIn(), kaiming.gain());
        } else if (initialiser instanceof Initialiser.KaimingNormal kaiming) {
            arguments = List.of(kaiming.fanIn(), kaiming.gain());
        } else if (initialiser instanceof Initialiser.Orthogonal matrix) {
            arguments = List.of(matrix.rows(), matrix.columns(), matrix.gain());
        } else {
            arguments = List.of();
        }
        CodeBlock numbers = arguments.stream()
                .map(n -> n instanceof Integer ? CodeBlock.of("$L", n) : DOUBLES.fraction(n.doubleValue()))
                .collect(CodeBlock.joining(", "));
        return CodeBlock.of("new $T($L)", initialiser.getClass(), numbers);
    }

    private static CodeBlock interval(Interval interval) {
        return interval.isAll()
                ? CodeBlock.of("$T.ALL", Interval.class)
                : CodeBlock.of(
                        "new $T($L, $L)",
                        Interval.class,
                        DOUBLES.fraction(interval.low()),
                        DOUBLES.fraction(interval.high()));
    }

    private CodeBlock value(ModelDag.Data data) {
        String name = data.variable().name();
        Shape shape = data.variable().shape();
        return data.kind().equals(Kind.REAL)
                ? value(name, shape)
                : CodeBlock.of(
                        "new $T($S, $T.of($L), $L)",
                        Signature.Value.class,
                        name,
                        List.class,
                        axes(shape),
                        kind(data.kind()));
    }

    private static CodeBlock kind(Kind kind) {
        if (kind instanceof Kind.Index index) {
            return CodeBlock.of("new $T($L)", ElementKind.Index.class, axis(Axis.of(index.along())));
        }
        return kind instanceof Kind.Label label
                ? CodeBlock.of("new $T($L)", ElementKind.Label.class, axis(Axis.of(label.classes())))
                : CodeBlock.of("$T.BOOL", ElementKind.class);
    }

    private static CodeBlock value(String name, Shape shape) {
        return CodeBlock.of("new $T($S, $T.of($L))", Signature.Value.class, name, List.class, axes(shape));
    }

    private static CodeBlock axes(Shape shape) {
        return shape.axes().stream().map(SignatureWriter::axis).collect(CodeBlock.joining(", "));
    }

    private static CodeBlock axis(Axis axis) {
        OptionalInt size = axis.dim().size();
        CodeBlock number = size.isPresent()
                ? CodeBlock.of("$L", size.getAsInt())
                : CodeBlock.of("$T.UNBOUND", Signature.Axis.class);
        return CodeBlock.of("new $T($S, $L)", Signature.Axis.class, axis.dim().name(), number);
    }

    /** One element on each line if there are several. */
    private static CodeBlock list(List<CodeBlock> elements) {
        String separator = elements.size() > 1 ? ",\n" : ", ";
        CodeBlock content = CodeBlock.join(elements, separator);
        return elements.size() > 1
                ? CodeBlock.builder()
                        .add("$T.of(\n", List.class)
                        .indent()
                        .indent()
                        .add(content)
                        .add(")")
                        .unindent()
                        .unindent()
                        .build()
                : CodeBlock.of("$T.of($L)", List.class, content);
    }
}
