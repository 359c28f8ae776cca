package dev.adjoint.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.adjoint.plan.Pass;
import dev.adjoint.runtime.Contraction;
import dev.adjoint.runtime.Panels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Fields, arguments and small methods that several generated classes have in the same form. */
final class Declarations {
    private final ModelNames model;
    private final Precise precise;

    Declarations(ModelNames model) {
        this.model = model;
        this.precise = model.precise;
    }

    /** The unbound dims as arguments. */
    List<ParameterSpec> dims() {
        return model.unboundDims.stream()
                .map(dim -> ParameterSpec.builder(TypeName.INT, model.dim(dim)).build())
                .toList();
    }

    /** The first {@code count} inputs and targets as arguments. */
    List<ParameterSpec> data(int count) {
        List<ParameterSpec> arguments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            arguments.add(ParameterSpec.builder(dataType(i), model.data.get(i)).build());
        }
        return arguments;
    }

    TypeName dataType(int index) {
        boolean isScalar = model.program.data().get(index).variable().shape().isScalar();
        return isScalar ? precise.type() : precise.array();
    }

    ParameterSpec parameters() {
        return ParameterSpec.builder(precise.array(), model.parameters).build();
    }

    ParameterSpec gradient() {
        return ParameterSpec.builder(precise.array(), model.gradient).build();
    }

    /** The memory of a class that runs some passes. */
    List<FieldSpec> tables(List<Pass> passes) {
        List<FieldSpec> tables = new ArrayList<>();
        boolean isForward = passes.stream().anyMatch(p -> p == model.program.predict());
        int results = isForward ? model.outputCount() : model.results.size();
        if (results > 0) {
            tables.add(table(model.outputsTable, results));
        }
        if (!isForward && !model.program.dataGradients().isEmpty()) {
            tables.add(table(model.gradientsTable, model.data.size()));
        }
        if (!isForward && !model.program.updates().isEmpty()) {
            tables.add(row(model.updates, ModelNames.elements(model.program.updates())));
        }
        tables.addAll(memory(passes));
        if (!isForward && !model.program.saved().isEmpty()) {
            tables.add(table(model.saved, model.program.saved().size()));
        }
        if (!isForward && model.program.savedCells() > 0) {
            tables.add(row(model.savedCells, model.program.savedCells()));
        }
        return tables;
    }

    /** Memory for values that live within one pass. */
    List<FieldSpec> memory(List<Pass> passes) {
        List<FieldSpec> tables = new ArrayList<>();
        int scratch = passes.stream().mapToInt(p -> p.scratch().size()).max().orElse(0);
        int cells = passes.stream().mapToInt(Pass::cells).max().orElse(0);
        if (scratch > 0) {
            tables.add(table(model.scratch, scratch));
        }
        if (cells > 0) {
            tables.add(row(model.cells, cells));
        }
        return tables;
    }

    /** The arrays that a routine is given, and where in each the first element lies. */
    List<FieldSpec> given(int count) {
        return List.of(
                FieldSpec.builder(precise.table(), model.givenArrays, Modifier.PRIVATE, Modifier.FINAL)
                        .initializer("new $T[$L][]", precise.type(), count)
                        .build(),
                FieldSpec.builder(ArrayTypeName.of(TypeName.INT), model.givenOffsets, Modifier.PRIVATE, Modifier.FINAL)
                        .initializer("new int[$L]", count)
                        .build());
    }

    /** The method that puts an array where its routine takes it from. */
    MethodSpec give() {
        return MethodSpec.methodBuilder("give")
                .addParameter(TypeName.INT, "position")
                .addParameter(precise.array(), "array")
                .addParameter(TypeName.INT, "offset")
                .addStatement("$N[position] = array", model.givenArrays)
                .addStatement("$N[position] = offset", model.givenOffsets)
                .build();
    }

    private FieldSpec table(String name, int size) {
        return FieldSpec.builder(precise.table(), name, Modifier.PRIVATE, Modifier.FINAL)
                .initializer("new $T[$L][0]", precise.type(), size)
                .build();
    }

    private FieldSpec row(String name, int size) {
        return FieldSpec.builder(precise.array(), name, Modifier.PRIVATE, Modifier.FINAL)
                .initializer("new $T[$L]", precise.type(), size)
                .build();
    }

    /** The kernels of a class, one for each place in its passes. */
    List<FieldSpec> contractions(List<Pass> passes) {
        int count = passes.stream().mapToInt(Pass::multiplications).sum();
        return count == 0
                ? List.of()
                : List.of(FieldSpec.builder(
                                ArrayTypeName.of(Contraction.class),
                                model.contractions,
                                Modifier.PRIVATE,
                                Modifier.FINAL)
                        .initializer("contractions($L)", count)
                        .build());
    }

    /** The method that makes the kernels of a class, which share their working memory. */
    void addContractions(TypeSpec.Builder type, List<Pass> passes) {
        if (passes.stream().noneMatch(Declarations::multiplies)) {
            return;
        }
        type.addMethod(MethodSpec.methodBuilder("contractions")
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(ArrayTypeName.of(Contraction.class))
                .addParameter(TypeName.INT, "count")
                .addStatement("$T panels = new $T()", Panels.class, Panels.class)
                .addStatement("$T[] all = new $T[count]", Contraction.class, Contraction.class)
                .addStatement("$T.setAll(all, i -> new $T(panels))", Arrays.class, Contraction.class)
                .addStatement("return all")
                .build());
    }

    private static boolean multiplies(Pass pass) {
        return pass.multiplications() > 0 || pass.routines().stream().anyMatch(routine -> multiplies(routine.pass()));
    }

    /** Fields as arguments of the methods that work on them. */
    static List<ParameterSpec> asArguments(List<FieldSpec> fields) {
        return fields.stream()
                .map(field -> ParameterSpec.builder(field.type(), field.name()).build())
                .toList();
    }

    @SafeVarargs
    static List<ParameterSpec> join(List<ParameterSpec>... lists) {
        List<ParameterSpec> joined = new ArrayList<>();
        for (List<ParameterSpec> list : lists) {
            joined.addAll(list);
        }
        return joined;
    }

    static CodeBlock names(List<ParameterSpec> arguments) {
        return arguments.stream().map(a -> CodeBlock.of("$N", a)).collect(CodeBlock.joining(", "));
    }

    /** The method that {@link BodyWriter} gets arrays from. */
    MethodSpec growingArray() {
        return MethodSpec.methodBuilder("array")
                .addJavadoc("An array of the table, replaced by a larger one if it never held that much.\n")
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(precise.array())
                .addParameter(precise.table(), "table")
                .addParameter(TypeName.INT, "slot")
                .addParameter(TypeName.INT, "size")
                .beginControlFlow("if (table[slot].length < size)")
                .addStatement("table[slot] = new $T[size]", precise.type())
                .endControlFlow()
                .addStatement("return table[slot]")
                .build();
    }

    /** Accessors of the first results, elements in an array that may be longer. */
    void addResults(TypeSpec.Builder type, int count) {
        for (int i = 0; i < count; i++) {
            type.addMethod(MethodSpec.methodBuilder(model.results.get(i))
                    .returns(precise.array())
                    .addStatement("return $N[$L]", model.outputsTable, i)
                    .build());
        }
    }
}
