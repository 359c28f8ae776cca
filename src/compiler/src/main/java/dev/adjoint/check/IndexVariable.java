package dev.adjoint.check;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.SizeSum;
import dev.adjoint.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An index variable while its range is looked for, and where it is used. */
final class IndexVariable {
    private final String name;
    private final Optional<Span> place;
    private final List<Use> alone = new ArrayList<>();
    private final List<Use> sums = new ArrayList<>();
    private Optional<Axis> axis;
    private boolean isUsed;

    /**
     * @param place where it is bound
     * @param axis empty if it is to be found
     */
    IndexVariable(String name, Optional<Span> place, Optional<Axis> axis) {
        this.name = name;
        this.place = place;
        this.axis = axis;
    }

    /** One whose range is known. */
    static IndexVariable known(String name, Axis axis) {
        return new IndexVariable(name, Optional.empty(), Optional.of(axis));
    }

    String name() {
        return name;
    }

    /** Where it is bound; of one whose range was known from the start there is nothing to say. */
    Span place() {
        return place.orElseThrow();
    }

    Optional<Axis> axis() {
        return axis;
    }

    void runsOver(Axis found) {
        axis = Optional.of(found);
    }

    /** Whether it occurs at all. */
    boolean isUsed() {
        return isUsed;
    }

    void use() {
        isUsed = true;
    }

    /** It is part of an index of a subscript that must stay inside. */
    void use(Use use) {
        (use.index.variable().isPresent() ? alone : sums).add(use);
    }

    /** Where it is the index. */
    List<Use> alone() {
        return alone;
    }

    /** Where it is in a sum. */
    List<Use> sums() {
        return sums;
    }

    /** Whether its range follows from its sums, now that the ranges of other variables are known. */
    boolean isBoundBySums() {
        return !sums.isEmpty()
                && sums.stream()
                        .flatMap(use -> use.index.terms().keySet().stream())
                        .allMatch(other -> other == this || other.axis.isPresent());
    }

    /** How many indices from 0 on stay inside of all axes; empty if that depends on sizes in a way that is no size. */
    Optional<Quotient> sizeBySums() {
        List<Quotient> sizes = sums.stream().map(this::size).distinct().toList();
        Bounds bounds = new Bounds(List.of());
        return sizes.stream()
                .filter(size -> sizes.stream().allMatch(other -> bounds.isAtMost(size.sum(), other.sum())))
                .findFirst();
    }

    /**
     * From {@code c*(size - 1) + highest of the rest <= last index}, where c is positive; from
     * {@code c*(size - 1) + lowest of the rest >= 0} else.
     */
    private Quotient size(Use use) {
        int own = use.index.terms().get(this);
        SizeSum rest = use.index.offset().sum();
        for (Map.Entry<IndexVariable, Integer> term : use.index.terms().entrySet()) {
            int factor = term.getValue();
            if (term.getKey() != this && factor > 0 == own > 0) {
                SizeSum last =
                        SizeSum.of(term.getKey().axis.orElseThrow().dim()).plus(-1);
                rest = rest.plus(last.times(factor));
            }
        }
        SizeSum room = own > 0 ? SizeSum.of(use.dim).plus(-1).minus(rest) : rest;
        return new Quotient(room.plus(Math.abs(own)), Math.abs(own));
    }

    /**
     * @param dim of the axis that is indexed
     * @param place of the index
     */
    record Use(AffineIndex<IndexVariable> index, Dim dim, Span place, String subscript) {}
}
