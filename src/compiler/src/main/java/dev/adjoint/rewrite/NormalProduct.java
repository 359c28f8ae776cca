package dev.adjoint.rewrite;

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
 * A product in normal form: a constant first unless it is 1, then powers of distinct bases, parameters before data before
 * what is computed, else in order of their ids: {@code 2*w*x*exp(b)}.
 *
 * <p>Integer powers of one base are collected, so {@code x/x} is 1 and {@code 0·x} is 0 even where x is zero or not
 * finite: a {@link RuleKind#REAL} rewriting.
 */
final class NormalProduct {
    /** Wider products are left nested: the partials of a product of k factors have k·(k-1) factors. */
    private static final int MOST_FACTORS = 8;

    private static final Comparator<Node> ORDER =
            Comparator.comparingInt(NormalProduct::place).thenComparing(Node::id);

    private final Dag dag;
    private final Predicate<Node> mayOpen;
    private final Map<Node, Double> exponents = new LinkedHashMap<>();
    private double constant = 1;

    /** @param mayOpen which operands that are products themselves may be merged; others stay one factor, and stay shared */
    NormalProduct(Dag dag, Predicate<Node> mayOpen) {
        this.dag = dag;
        this.mayOpen = mayOpen;
    }

    /** Multiplies by {@code factor} to the power of an integer. */
    void multiply(Node factor, double exponent) {
        if (factor instanceof Constant number && Double.isFinite(Math.pow(number.value(), exponent))) {
            constant *= Math.pow(number.value(), exponent);
        } else if (factor.is(Primitive.POW) && factor.operand(1) instanceof Constant own && isInteger(own.value())) {
            multiply(factor.operand(0), exponent * own.value());
        } else if (factor.is(Primitive.MUL)) {
            multiplyProduct(factor, exponent);
        } else {
            exponents.merge(factor, exponent, Double::sum);
        }
    }

    /** Merges a product, or at least moves out of it what varies along fewer axes than the whole does. */
    private void multiplyProduct(Node product, double exponent) {
        if (mayOpen.test(product) && exponents.size() + product.operands().size() <= MOST_FACTORS) {
            product.operands().forEach(f -> multiply(f, exponent));
            return;
        }
        List<Node> inner = new ArrayList<>();
        for (Node factor : product.operands()) {
            boolean invariant = factor.shape().rank() < product.shape().rank() || factor instanceof Constant;
            if (invariant) {
                multiply(factor, exponent);
            } else {
                inner.add(factor);
            }
        }
        Node rest = inner.size() > 1 ? dag.apply(Primitive.MUL, inner) : inner.isEmpty() ? null : inner.get(0);
        if (rest != null && rest.is(Primitive.MUL)) {
            exponents.merge(rest, exponent, Double::sum);
        } else if (rest != null) {
            multiply(rest, exponent);
        }
    }

    Node build() {
        if (constant == 0) {
            return dag.constant(0);
        }
        List<Node> factors = new ArrayList<>();
        if (constant != 1) {
            factors.add(dag.constant(constant));
        }
        exponents.entrySet().stream()
                .filter(e -> e.getValue() != 0)
                .sorted(Map.Entry.comparingByKey(ORDER))
                .forEach(e -> factors.add(power(e.getKey(), e.getValue())));
        return switch (factors.size()) {
            case 0 -> dag.constant(1);
            case 1 -> factors.get(0);
            default -> dag.apply(Primitive.MUL, factors);
        };
    }

    private Node power(Node base, double exponent) {
        if (base.is(Primitive.SQRT) && exponent % 2 == 0) {
            return power(base.operand(0), exponent / 2);
        }
        return exponent == 1 ? base : dag.pow(base, dag.constant(exponent));
    }

    private static int place(Node base) {
        return base instanceof Variable variable ? variable.isParameter() ? 0 : 1 : 2;
    }

    static boolean isInteger(double value) {
        return value == Math.rint(value) && !Double.isInfinite(value);
    }
}
