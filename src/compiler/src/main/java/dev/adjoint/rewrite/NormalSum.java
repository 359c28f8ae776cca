package dev.adjoint.rewrite;

import dev.adjoint.expr.Apply;
import dev.adjoint.expr.Constant;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Variable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A sum in normal form: a constant first, then terms {@code coefficient·base} with distinct bases: what is
 * computed before parameters before data, else in order of their ids, as in {@code w*x + b - y}.
 *
 * <p>Like terms are collected, so {@code x - x} is 0 even where x is infinite or NaN: a {@link RuleKind#REAL} rewriting.
 */
final class NormalSum {
    private static final Comparator<Node> ORDER =
            Comparator.comparingInt(NormalSum::place).thenComparing(Node::id);

    private final Dag dag;
    private final Predicate<Node> mayOpen;
    private final Map<Node, Double> coefficients = new LinkedHashMap<>();
    private double constant;

    /** @param mayOpen which operands that are sums themselves may be merged; others stay one term, and stay shared */
    NormalSum(Dag dag, Predicate<Node> mayOpen) {
        this.dag = dag;
        this.mayOpen = mayOpen;
    }

    void add(double coefficient, Node term) {
        if (term instanceof Constant number) {
            constant += coefficient * number.value();
        } else if (term.is(Primitive.MUL) && term.operand(0) instanceof Constant factor) {
            addTerm(coefficient * factor.value(), withoutFirst(term));
        } else {
            addTerm(coefficient, term);
        }
    }

    private void addTerm(double coefficient, Node base) {
        if (base.is(Primitive.ADD) && Math.abs(coefficient) == 1 && mayOpen.test(base)) {
            base.operands().forEach(term -> add(coefficient, term));
        } else {
            coefficients.merge(base, coefficient, Double::sum);
        }
    }

    private Node withoutFirst(Node product) {
        List<Node> rest = product.operands().subList(1, product.operands().size());
        return rest.size() == 1 ? rest.get(0) : dag.apply(Primitive.MUL, rest);
    }

    Node build() {
        List<Node> terms = new ArrayList<>();
        if (constant != 0) {
            terms.add(dag.constant(constant));
        }
        coefficients.entrySet().stream()
                .filter(e -> e.getValue() != 0)
                .sorted(Map.Entry.comparingByKey(ORDER))
                .forEach(e -> terms.add(scaled(e.getValue(), e.getKey())));
        return switch (terms.size()) {
            case 0 -> dag.constant(0);
            case 1 -> terms.get(0);
            default -> dag.apply(Primitive.ADD, terms);
        };
    }

    private static int place(Node base) {
        return base instanceof Variable variable ? variable.isParameter() ? 1 : 2 : 0;
    }

    private Node scaled(double coefficient, Node base) {
        if (coefficient == 1) {
            return base;
        }
        List<Node> factors = new ArrayList<>(List.of(dag.constant(coefficient)));
        factors.addAll(base instanceof Apply product && product.is(Primitive.MUL) ? base.operands() : List.of(base));
        return dag.apply(Primitive.MUL, factors);
    }
}
