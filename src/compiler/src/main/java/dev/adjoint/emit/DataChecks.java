package dev.adjoint.emit;

import com.palantir.javapoet.CodeBlock;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Extent;
import dev.adjoint.expr.Kind;
import dev.adjoint.expr.LeastSize;
import dev.adjoint.expr.Shape;
import dev.adjoint.runtime.Binding;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes what finds the sizes of unbound dims in the lengths of arrays, and what rejects arrays that do not fit. */
final class DataChecks {
    private final ModelNames model;
    private final Extents extents;
    /** For each dim, the position of the first input or target that has no other unbound dim. */
    private final Map<Dim, Integer> deciders = new LinkedHashMap<>();

    DataChecks(ModelNames model) {
        this.model = model;
        this.extents = Extents.writtenOut(model);
        for (int i = 0; i < model.data.size(); i++) {
            List<Dim> unbound = shape(i).axes().stream()
                    .map(Axis::dim)
                    .filter(dim -> !dim.isFixed())
                    .toList();
            if (unbound.size() == 1 && unbound.get(0).extent() instanceof Extent.Unbound) {
                deciders.putIfAbsent(unbound.get(0), i);
            }
        }
    }

    /** The dims whose sizes no array tells. */
    List<Dim> undecided() {
        return model.unboundDims.stream()
                .filter(dim -> !deciders.containsKey(dim))
                .toList();
    }

    /** The dims of arrays whose sizes others determine. */
    Set<Dim> derived() {
        Set<Dim> derived = new LinkedHashSet<>();
        for (int i = 0; i < model.data.size(); i++) {
            shape(i).axes().stream()
                    .map(Axis::dim)
                    .filter(dim -> dim.extent() instanceof Extent.Derived)
                    .forEach(derived::add);
        }
        return derived;
    }

    /** The dims whose sizes are known once the first {@code dataCount} inputs and targets are. */
    List<Dim> decidedBy(int dataCount) {
        return model.unboundDims.stream()
                .filter(dim -> deciders.getOrDefault(dim, -1) < dataCount)
                .toList();
    }

    /** Declares the sizes, then checks the arrays. */
    CodeBlock check(int dataCount) {
        CodeBlock.Builder code = CodeBlock.builder();
        deciders.forEach((dim, position) -> {
            if (position < dataCount) {
                long others = fixedElements(position);
                String divisor = others == 1 ? "" : " / " + Math.max(others, 1);
                code.addStatement("int $N = $N.length$L", model.dim(dim), model.data.get(position), divisor);
            }
        });
        for (int i = 0; i < dataCount; i++) {
            if (!shape(i).isScalar() && !decides(i)) {
                check(code, i);
            }
        }
        for (int i = 0; i < dataCount; i++) {
            checkElements(code, i, dataCount);
        }
        for (LeastSize least : model.program.model().leastSizes()) {
            if (decidedBy(dataCount).contains(least.dim())) {
                code.beginControlFlow("if ($N < $L)", model.dim(least.dim()), least.size());
                code.addStatement(
                        "throw new $T($S + $N + $S)",
                        IllegalArgumentException.class,
                        least.dim().name() + " is ",
                        model.dim(least.dim()),
                        ", but the model needs at least " + least.size() + ": " + least.reason());
                code.endControlFlow();
            }
        }
        return code.build();
    }

    private void checkElements(CodeBlock.Builder code, int position, int dataCount) {
        Kind kind = model.program.data().get(position).kind();
        Optional<Dim> counted = kind instanceof Kind.Index index
                ? Optional.of(index.along())
                : kind instanceof Kind.Label label ? Optional.of(label.classes()) : Optional.empty();
        if (kind instanceof Kind.Real || !counted.stream().allMatch(dim -> isKnown(dim, dataCount))) {
            return;
        }
        CodeBlock count = counted.map(dim -> extents.of(dim).code()).orElse(CodeBlock.of("2"));
        int inputs = model.program.model().inputs().size();
        code.addStatement(
                "$T.checkElements($T.SIGNATURE.$L().get($L), $L, $N)",
                Binding.class,
                model.parametersClass,
                position < inputs ? "inputs" : "targets",
                position < inputs ? position : position - inputs,
                count,
                model.data.get(position));
    }

    /** Whether the first {@code dataCount} inputs and targets tell the size of a dim, or it is given. */
    private boolean isKnown(Dim dim, int dataCount) {
        if (dim.extent() instanceof Extent.Derived derived) {
            return derived.numerator().terms().keySet().stream()
                    .flatMap(List::stream)
                    .allMatch(factor -> isKnown(factor, dataCount));
        }
        return deciders.getOrDefault(dim, -1) < dataCount;
    }

    private void check(CodeBlock.Builder code, int position) {
        String name = model.data.get(position);
        CodeBlock count = extents.count(shape(position));
        code.beginControlFlow("if ($N.length != $L)", name, count);
        code.addStatement(
                "throw new $T($L)",
                IllegalArgumentException.class,
                isPlain(position) ? contradiction(position) : mismatch(position));
        code.endControlFlow();
    }

    private CodeBlock contradiction(int position) {
        Dim dim = shape(position).axes().get(0).dim();
        String first = model.data.get(deciders.get(dim));
        String name = model.data.get(position);
        return CodeBlock.of(
                "$S + $N.length + $S$W+ $N.length + $S",
                first + " has ",
                first,
                " elements, " + name + " has ",
                name,
                ": both run over " + dim.name());
    }

    private CodeBlock mismatch(int position) {
        String name = model.data.get(position);
        return CodeBlock.of(
                "$S + $N.length + $S$W+ $L",
                name + " has ",
                name,
                " elements, but the size of " + shape(position) + " is ",
                count(position));
    }

    private CodeBlock count(int position) {
        CodeBlock count = extents.count(shape(position));
        return shape(position).rank() > 1 ? CodeBlock.of("($L)", count) : count;
    }

    /** Whether nothing but an unbound dim makes its length, and another array decided that. */
    private boolean isPlain(int position) {
        Shape shape = shape(position);
        return shape.rank() == 1 && deciders.containsKey(shape.axes().get(0).dim());
    }

    private boolean decides(int position) {
        return deciders.containsValue(position) && fixedElements(position) == 1;
    }

    private long fixedElements(int position) {
        long count = 1;
        for (Axis axis : shape(position).axes()) {
            count *= axis.dim().size().orElse(1);
        }
        return count;
    }

    private Shape shape(int position) {
        return model.program.data().get(position).variable().shape();
    }
}
