package dev.adjoint.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import dev.adjoint.expr.Access;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Scatter;
import dev.adjoint.expr.Shape;
import dev.adjoint.plan.Place;
import dev.adjoint.plan.Storage;
import dev.adjoint.runtime.Indices;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/** Writes elements of arrays. Arrays that a method takes from a table become locals at its top. */
final class Addresses {
    private final ModelNames model;
    private final PassNames names;
    private final Extents extents;
    private final Subscripts subscripts;
    private final Set<String> arrays = new HashSet<>();
    private final CodeBlock.Builder declarations = CodeBlock.builder();

    Addresses(ModelNames model, PassNames names, Extents extents, Loops loops) {
        this.model = model;
        this.names = names;
        this.extents = extents;
        this.subscripts = new Subscripts(extents, loops);
    }

    /** The locals for arrays that what was written so far refers to. */
    CodeBlock declarations() {
        return declarations.build();
    }

    /** The element at the indices of the open loops. */
    Expression element(Place place) {
        return element(place, place.shape().axes().stream().map(subscripts::of).toList());
    }

    /**
     * The element that an access reads, or 0 where there is none.
     *
     * @param place where the array lies; null if it has no axes
     * @param value how other values are written
     */
    Expression element(Access access, Place place, Function<Node, Expression> value) {
        List<CodeBlock> conditions = new ArrayList<>();
        List<Subscripts.Subscript> own = new ArrayList<>(access.axes().size());
        for (int i = 0; i < access.axes().size(); i++) {
            Axis axis = access.axes().get(i);
            Index index = access.indices().get(i);
            if (index instanceof Index.Computed computed) {
                own.add(at(value.apply(access.computed(computed)), axis));
            } else if (access.isTotal()) {
                own.add(subscripts.of((Index.Affine) index));
            } else {
                own.add(subscripts.inside((Index.Affine) index, axis, conditions));
            }
        }
        Expression element = place == null
                ? value.apply(access.array())
                : element(
                        place,
                        place.shape().axes().stream()
                                .map(axis -> own.get(access.axes().indexOf(axis)))
                                .toList());
        return conditions.isEmpty()
                ? element
                : new Expression(
                        CodeBlock.of("$L$W? $L$W: 0", CodeBlock.join(conditions, " && "), element.in(Expression.OR)),
                        Expression.CHOICE,
                        element.isInteger());
    }

    /** The element that a scatter adds to. */
    Expression element(Scatter scatter, Place place, Function<Node, Expression> value) {
        List<Subscripts.Subscript> own = new ArrayList<>();
        for (Axis axis : place.shape().axes()) {
            int target = scatter.targets().indexOf(axis);
            own.add(
                    target < 0
                            ? subscripts.of(axis)
                            : at(value.apply(scatter.indices().get(target)), axis));
        }
        return element(place, own);
    }

    private Subscripts.Subscript at(Expression index, Axis axis) {
        return subscripts.computed(CodeBlock.of(
                "$T.at($L, $L, $S)",
                Indices.class,
                index.code(),
                extents.of(axis),
                axis.dim().name()));
    }

    private Expression element(Place place, List<Subscripts.Subscript> own) {
        if (isByValue(place)) {
            return Expression.primary("$N", array(place));
        }
        CodeBlock position = subscripts.position(offset(place), place.shape().axes(), own);
        return Expression.primary("$N[$L]", array(place), position);
    }

    private static boolean isByValue(Place place) {
        return switch (place.storage()) {
            case DATA -> place.shape().isScalar();
            default -> false;
        };
    }

    /** Where in its array the first element lies; empty if at the start. */
    CodeBlock offset(Place place) {
        return switch (place.storage()) {
            case PARAMETERS, GRADIENT, UPDATE, CELL, SAVED_CELL ->
                place.index() == 0 ? CodeBlock.of("") : CodeBlock.of("$L", place.index());
            case FORMAL -> CodeBlock.of("$N", given(place, names.formalOffset(place.index())));
            case RESULT -> CodeBlock.of("$N", given(place, names.resultOffset(place.index())));
            case DATA, OUTPUT, DATA_GRADIENT, SCRATCH, SAVED -> CodeBlock.of("");
        };
    }

    /** The array that holds a place, or the local that is one. */
    String array(Place place) {
        return switch (place.storage()) {
            case PARAMETERS -> model.parameters;
            case GRADIENT -> model.gradient;
            case UPDATE -> model.updates;
            case DATA -> model.data.get(place.index());
            case OUTPUT -> slot(place, model.outputsTable, model.results.get(place.index()));
            case DATA_GRADIENT -> slot(place, model.gradientsTable, model.dataGradients.get(place.index()));
            case CELL -> model.cells;
            case SAVED_CELL -> model.savedCells;
            case SCRATCH -> slot(place, model.scratch, "scratch" + (place.index() + 1));
            case SAVED -> slot(place, model.saved, "saved" + (place.index() + 1));
            case FORMAL -> given(place, names.formal(place.index()));
            case RESULT -> given(place, names.result(place.index()));
        };
    }

    /** The array or offset of that name, taken from the table of a routine that has one. */
    private String given(Place place, String name) {
        OptionalInt position = names.position(place);
        if (position.isPresent() && arrays.add(name)) {
            boolean isArray = place.storage() == Storage.FORMAL
                    ? name.equals(names.formal(place.index()))
                    : name.equals(names.result(place.index()));
            declarations.addStatement(
                    "$T $N = $N[$L]",
                    isArray ? model.precise.array() : TypeName.INT,
                    name,
                    isArray ? model.givenArrays : model.givenOffsets,
                    position.getAsInt());
        }
        return name;
    }

    /** A local for an array of a table, which is made large enough first. */
    private String slot(Place place, String table, String name) {
        if (arrays.add(name)) {
            Shape shape = names.pass().capacity(place);
            String comment = shape.rank() > 1 ? " // " + Comments.plain(shape.toString()) : "";
            declarations.add(
                    "$T $N = array($N, $L, $L);$L\n",
                    model.precise.array(),
                    name,
                    table,
                    place.index(),
                    extents.count(shape),
                    comment);
        }
        return name;
    }
}
