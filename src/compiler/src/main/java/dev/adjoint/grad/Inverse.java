package dev.adjoint.grad;

import dev.adjoint.expr.Access;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Index;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The index variables of an access by the affine places that it reads.
 *
 * <p>Each affine index is an equation between an index of the array and the variables. It is solved for the variable with
 * the most indices, so that sums over what remains are short: {@code i + r} over a window {@code r} for {@code i}.
 */
final class Inverse {
    /** Stands for the size of a dim that data decide, presumed to be larger than what a model fixes. */
    private static final int LARGE = Integer.MAX_VALUE;

    private final Access access;
    private final Map<Axis, Index.Affine> names = new LinkedHashMap<>();
    private final Map<Axis, Index.Affine> solved = new LinkedHashMap<>();
    private final List<Index.Affine> conditions = new ArrayList<>();

    Inverse(Access access) {
        this.access = access;
        access.shape().axes().forEach(variable -> names.put(variable, Index.of(fresh(variable))));
        List<Index.Affine> equations = new ArrayList<>();
        for (int k = 0; k < access.axes().size(); k++) {
            if (access.indices().get(k) instanceof Index.Affine index) {
                equations.add(difference(index.with(names), access.axes().get(k)));
            }
        }
        equations.sort(Comparator.comparingInt(equation -> equation.terms().size()));
        equations.forEach(this::solve);
    }

    /** Another name where the array has an axis of that name. */
    private Axis fresh(Axis variable) {
        Set<Axis> taken = new HashSet<>(access.axes());
        if (!taken.contains(variable)) {
            return variable;
        }
        taken.addAll(access.shape().axes());
        names.values().forEach(name -> taken.addAll(name.terms().keySet()));
        Axis name = variable;
        while (taken.contains(name)) {
            name = new Axis(name.name() + "'", variable.dim());
        }
        return name;
    }

    /** {@code index - axis}, multiplied by the divisor. */
    private static Index.Affine difference(Index.Affine index, Axis axis) {
        Map<Axis, Integer> terms = new LinkedHashMap<>(index.terms());
        terms.put(axis, -index.divisor());
        return new Index.Affine(terms, index.offset(), 1);
    }

    private void solve(Index.Affine equation) {
        Index.Affine open = equation.with(solved);
        Axis largest = null;
        for (Axis axis : open.terms().keySet()) {
            boolean isVariable = !access.axes().contains(axis);
            if (isVariable && (largest == null || isBetter(axis, largest, open.terms()))) {
                largest = axis;
            }
        }
        if (largest == null) {
            conditions.add(new Index.Affine(open.terms(), open.offset(), 1));
            return;
        }
        Map<Axis, Index.Affine> solution = Map.of(largest, solution(open, largest));
        solved.replaceAll((variable, index) -> index.with(solution));
        solved.putAll(solution);
    }

    private static boolean isBetter(Axis axis, Axis other, Map<Axis, Integer> coefficients) {
        int size = axis.dim().size().orElse(LARGE);
        int otherSize = other.dim().size().orElse(LARGE);
        return size > otherSize
                || size == otherSize && Math.abs(coefficients.get(axis)) == 1 && Math.abs(coefficients.get(other)) != 1;
    }

    /** The variable for which the numerator is 0. */
    private static Index.Affine solution(Index.Affine open, Axis variable) {
        int coefficient = open.terms().get(variable);
        int sign = -Integer.signum(coefficient);
        Map<Axis, Integer> terms = new LinkedHashMap<>(open.terms());
        terms.remove(variable);
        terms.replaceAll((axis, c) -> sign * c);
        return new Index.Affine(terms, open.offset().times(sign), Math.abs(coefficient));
    }

    /** What becomes of each variable of the access: an index over axes of the array and {@link #free} variables. */
    Map<Axis, Index.Affine> indices() {
        Map<Axis, Index.Affine> indices = new LinkedHashMap<>(names);
        indices.replaceAll((variable, name) -> name.with(solved));
        return indices;
    }

    /** The variables that are not determined, under names that the array does not have. */
    List<Axis> free() {
        return names.values().stream()
                .flatMap(name -> name.terms().keySet().stream())
                .filter(name -> !solved.containsKey(name))
                .toList();
    }

    /** What must be 0, over axes of the array. */
    List<Index.Affine> conditions() {
        return conditions;
    }
}
