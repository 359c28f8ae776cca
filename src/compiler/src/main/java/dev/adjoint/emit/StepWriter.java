package dev.adjoint.emit;

import com.palantir.javapoet.CodeBlock;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Shape;
import dev.adjoint.plan.Invocation;
import dev.adjoint.plan.Place;
import dev.adjoint.plan.Recurrence;
import dev.adjoint.plan.Routine;
import java.util.ArrayList;
import java.util.List;

/** Writes calls of routines: one, or one for each index of an axis. */
final class StepWriter {
    private final PassNames names;
    private final Extents extents;
    private final Addresses addresses;

    StepWriter(PassNames names, Extents extents, Addresses addresses) {
        this.names = names;
        this.extents = extents;
        this.addresses = addresses;
    }

    CodeBlock call(Invocation invocation) {
        List<CodeBlock> pairs = new ArrayList<>();
        invocation.arguments().forEach(place -> pairs.add(pair(place)));
        invocation.outputs().forEach(output -> output.ifPresent(place -> pairs.add(pair(place))));
        return run(invocation.routine(), pairs);
    }

    /**
     * A loop that puts the carries aside, then lets the routine write the next ones over them.
     *
     * @param index the variable of the loop
     */
    CodeBlock loop(Recurrence recurrence, String index) {
        Scan scan = recurrence.scan();
        CodeBlock.Builder code = CodeBlock.builder();
        for (int i = 0; i < scan.carries(); i++) {
            code.add(copy(
                    pairOf(recurrence.arguments().get(i)),
                    pairOf(recurrence.state().get(i)),
                    carry(scan, i)));
        }
        CodeBlock size = extents.of(scan.axis());
        if (scan.isReverse()) {
            code.beginControlFlow("for (int $N = $L - 1; $N >= 0; $N--)", index, size, index, index);
        } else {
            code.beginControlFlow("for (int $N = 0; $N < $L; $N++)", index, index, size, index);
        }
        List<CodeBlock> pairs = new ArrayList<>();
        for (int i = 0; i < scan.carries(); i++) {
            Pair before = along(recurrence.before().get(i), scan, index);
            code.add(copy(pairOf(recurrence.state().get(i)), before, carry(scan, i)));
            pairs.add(before.code());
        }
        for (int i = scan.carries(); i < recurrence.arguments().size(); i++) {
            pairs.add(along(recurrence.arguments().get(i), scan, index).code());
        }
        recurrence.state().forEach(place -> pairs.add(pair(place)));
        recurrence
                .emissions()
                .forEach(emission -> emission.ifPresent(
                        place -> pairs.add(along(place, scan, index).code())));
        return code.add(run(recurrence.routine(), pairs)).endControlFlow().build();
    }

    private static Shape carry(Scan scan, int carry) {
        return scan.step().formals().get(carry).shape();
    }

    private CodeBlock run(Routine routine, List<CodeBlock> pairs) {
        List<CodeBlock> arguments = new ArrayList<>(names.dims(routine));
        CodeBlock.Builder code = CodeBlock.builder();
        if (PassNames.isTabled(routine)) {
            for (int i = 0; i < pairs.size(); i++) {
                code.addStatement("$N.give($L, $L)", names.object(routine), i, pairs.get(i));
            }
        } else {
            arguments.addAll(pairs);
        }
        return code.addStatement("$N.run($L)", names.object(routine), CodeBlock.join(arguments, ",$W"))
                .build();
    }

    private CodeBlock copy(Pair from, Pair to, Shape shape) {
        if (shape.isScalar()) {
            return CodeBlock.builder()
                    .addStatement("$N[$L] = $N[$L]", to.array, to.offset, from.array, from.offset)
                    .build();
        }
        return CodeBlock.builder()
                .addStatement(
                        "$T.arraycopy($N, $L, $N, $L, $L)",
                        System.class,
                        from.array,
                        from.offset,
                        to.array,
                        to.offset,
                        extents.count(shape))
                .build();
    }

    private CodeBlock pair(Place place) {
        return pairOf(place).code();
    }

    private Pair pairOf(Place place) {
        CodeBlock offset = addresses.offset(place);
        return new Pair(addresses.array(place), offset.isEmpty() ? CodeBlock.of("0") : offset);
    }

    /** The slice of a value at one index of the scanned axis; all of it if it does not vary along that. */
    private Pair along(Place place, Scan scan, String index) {
        if (!place.shape().contains(scan.axis())) {
            return pairOf(place);
        }
        Shape slice = place.shape().minus(List.of(scan.axis()));
        CodeBlock position =
                slice.isScalar() ? CodeBlock.of("$N", index) : CodeBlock.of("$N * $L", index, extents.count(slice));
        CodeBlock offset = addresses.offset(place);
        return new Pair(
                addresses.array(place), offset.isEmpty() ? position : CodeBlock.of("$L + $L", offset, position));
    }

    private record Pair(String array, CodeBlock offset) {
        CodeBlock code() {
            return CodeBlock.of("$N, $L", array, offset);
        }
    }
}
