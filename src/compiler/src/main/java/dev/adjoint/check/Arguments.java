package dev.adjoint.check;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a call gives a function: all that a function's types, and those of its parameters of the model, depend on.
 *
 * @param names of parameters, in the order in which values are given; of values that pipelines need, behind them
 * @param types of the values, one for each name
 * @param sizes the same values as sizes, where they are sizes
 * @param axes one for each axis parameter
 * @param pipelines what parameters of that kind stand for
 */
record Arguments(
        List<String> names,
        List<ValueType> types,
        List<Optional<Dim>> sizes,
        List<Axis> axes,
        Map<String, Pipeline> pipelines) {
    Arguments {
        names = List.copyOf(names);
        types = List.copyOf(types);
        sizes = List.copyOf(sizes);
        axes = List.copyOf(axes);
        pipelines = Map.copyOf(pipelines);
    }

    /** The same for another first value. */
    Arguments withFirst(ValueType type) {
        List<ValueType> otherTypes = new ArrayList<>(types);
        otherTypes.set(0, type);
        List<Optional<Dim>> otherSizes = new ArrayList<>(sizes);
        otherSizes.set(0, Optional.empty());
        return new Arguments(names, otherTypes, otherSizes, axes, pipelines);
    }
}
