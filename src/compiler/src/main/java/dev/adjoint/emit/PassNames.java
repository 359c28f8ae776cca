package dev.adjoint.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Variable;
import dev.adjoint.plan.Pass;
import dev.adjoint.plan.Place;
import dev.adjoint.plan.Routine;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** What the code of a pass can refer to by name beside its own locals. */
final class PassNames {
    private static final int LONGEST_LINE = 90;

    /**
     * A routine that is given more arrays, each with an offset, takes them from a table of its own: a Java method has 255
     * slots for arguments (Java Virtual Machine Specification, 4.3.3), of which sizes, memory and other routines need some.
     */
    private static final int MOST_ARRAYS = 100;

    private final ModelNames model;
    private final Pass pass;
    private final LocalNames locals;
    private final RoutineClasses routines;
    private final int firstContraction;
    private final List<ArrayArgument> formals = new ArrayList<>();
    private final List<ArrayArgument> results = new ArrayList<>();
    private boolean isTabled;

    /** An array that a routine is given, and where in it the first element lies; null for a result it does not give. */
    private record ArrayArgument(String array, String offset) {}

    private PassNames(ModelNames model, Pass pass, LocalNames locals, RoutineClasses routines, int firstContraction) {
        this.model = model;
        this.pass = pass;
        this.locals = locals;
        this.routines = routines;
        this.firstContraction = firstContraction;
    }

    /**
     * For a pass of the model.
     *
     * @param firstContraction where in the table of the class the kernels of the pass begin
     */
    static PassNames of(ModelNames model, Pass pass, RoutineClasses routines, int firstContraction) {
        PassNames names = new PassNames(model, pass, model.locals(pass), routines, firstContraction);
        names.reserveObjects();
        return names;
    }

    /** For a routine. */
    static PassNames of(ModelNames model, Routine routine, RoutineClasses routines) {
        PassNames names = new PassNames(model, routine.pass(), model.nested(), routines, 0);
        names.reserveObjects();
        names.isTabled = isTabled(routine);
        if (names.isTabled) {
            List.of(model.givenArrays, model.givenOffsets).forEach(names.locals::name);
        }
        for (Variable formal : routine.lambda().formals()) {
            names.formals.add(names.argument(lastPart(formal.name())));
        }
        for (int i = 0; i < routine.results().size(); i++) {
            Node result = routine.lambda().results().get(i);
            String wish = model.nameOf(result).orElse(routine.results().size() == 1 ? "result" : "result" + (i + 1));
            boolean isWanted = routine.results().get(i).isPresent();
            names.results.add(isWanted ? names.argument(lastPart(wish)) : null);
        }
        return names;
    }

    /** No local may hide the object of a routine. */
    private void reserveObjects() {
        pass.routines().forEach(callee -> locals.name(routines.field(callee)));
    }

    /** Of a path, what tells a parameter of a layer from the layer's others: {@code d_W} of {@code d_block.W}. */
    private static String lastPart(String name) {
        int start = name.lastIndexOf('.') + 1;
        String last = name.substring(start);
        return start > 0 && name.startsWith("d_") && !last.startsWith("kept") ? "d_" + last : last;
    }

    private ArrayArgument argument(String wish) {
        String array = locals.name(wish);
        return new ArrayArgument(array, locals.name(array + "At"));
    }

    /** Whether a routine takes its arrays from a table, where its caller puts them. */
    static boolean isTabled(Routine routine) {
        return arrays(routine) > MOST_ARRAYS;
    }

    /** How many arrays a routine is given: formals, then results that are wanted. */
    static int arrays(Routine routine) {
        long results = routine.results().stream().filter(Optional::isPresent).count();
        return routine.lambda().formals().size() + (int) results;
    }

    Pass pass() {
        return pass;
    }

    /** Where in the table of a routine an array stands that the code of the routine names; empty if it has none. */
    OptionalInt position(Place place) {
        if (!isTabled) {
            return OptionalInt.empty();
        }
        return switch (place.storage()) {
            case FORMAL -> OptionalInt.of(place.index());
            case RESULT ->
                OptionalInt.of(formals.size()
                        + (int) results.subList(0, place.index()).stream()
                                .filter(Objects::nonNull)
                                .count());
            default -> OptionalInt.empty();
        };
    }

    LocalNames locals() {
        return locals.inner();
    }

    String formal(int index) {
        return formals.get(index).array;
    }

    String formalOffset(int index) {
        return formals.get(index).offset;
    }

    String result(int index) {
        return results.get(index).array;
    }

    String resultOffset(int index) {
        return results.get(index).offset;
    }

    /** A call of a routine as people write it, with the axes of each formal. */
    String heading(Routine routine) {
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < formals.size(); i++) {
            arguments.add(
                    formals.get(i).array + routine.lambda().formals().get(i).shape());
        }
        StringBuilder text = new StringBuilder(Comments.plain(routine.lambda().name()) + "(");
        int length = text.length();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = Comments.plain(arguments.get(i)) + (i + 1 < arguments.size() ? "," : "");
            boolean breaks = length + argument.length() > LONGEST_LINE;
            text.append(i == 0 ? "" : breaks ? "\n    " : " ").append(argument);
            length = breaks ? argument.length() : length + argument.length() + 1;
        }
        return text.append(')').toString();
    }

    /** What a routine gives, each result in a line. */
    CodeBlock explained(Routine routine, Comments comments) {
        CodeBlock.Builder code = CodeBlock.builder();
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) != null) {
                code.add(comments.result(
                        results.get(i).array, routine.lambda().results().get(i)));
            }
        }
        return code.build();
    }

    /** The object that runs a routine. */
    String object(Routine routine) {
        return routines.field(routine);
    }

    /** The object that computes contractions of one place in the program. */
    CodeBlock contraction(int index) {
        return CodeBlock.of("$N[$L]", model.contractions, firstContraction + index);
    }

    /** What the method of a routine takes. */
    List<ParameterSpec> arguments(Routine routine) {
        List<ParameterSpec> arguments = new ArrayList<>();
        for (Dim dim : routine.dims()) {
            arguments.add(ParameterSpec.builder(TypeName.INT, model.dim(dim)).build());
        }
        if (isTabled) {
            return arguments;
        }
        List<ArrayArgument> arrays = new ArrayList<>(formals);
        results.stream().filter(result -> result != null).forEach(arrays::add);
        for (ArrayArgument argument : arrays) {
            arguments.add(
                    ParameterSpec.builder(model.precise.array(), argument.array).build());
            arguments.add(ParameterSpec.builder(TypeName.INT, argument.offset).build());
        }
        return arguments;
    }

    /** The sizes that a routine must be told. */
    List<CodeBlock> dims(Routine routine) {
        return routine.dims().stream()
                .map(dim -> CodeBlock.of("$N", model.dim(dim)))
                .toList();
    }
}
