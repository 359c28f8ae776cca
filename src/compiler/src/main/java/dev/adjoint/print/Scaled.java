package dev.adjoint.print;

import dev.adjoint.expr.AxisSize;
import dev.adjoint.expr.Constant;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import java.util.ArrayList;
import java.util.List;

/**
 * A product taken apart: what is only scale, and the rest.
 *
 * @param constant the product of the numbers
 * @param sizes sizes of axes and their powers, each as often as it occurs
 * @param factors everything else
 */
record Scaled(double constant, List<Node> sizes, List<Node> factors) {
    Scaled {
        sizes = List.copyOf(sizes);
        factors = List.copyOf(factors);
    }

    static Scaled of(Dag dag, Node node) {
        double constant = 1;
        List<Node> sizes = new ArrayList<>();
        List<Node> factors = new ArrayList<>();
        for (Node factor : node.is(Primitive.MUL) ? node.operands() : List.of(node)) {
            if (factor instanceof Constant c) {
                constant *= c.value();
            } else if (isSize(factor)) {
                sizes.add(factor);
            } else {
                factors.add(factor);
            }
        }
        boolean isOdd = constant == 0 || !Double.isFinite(constant);
        return isOdd ? of(node) : new Scaled(constant, sizes, factors);
    }

    /** The node as it is. */
    static Scaled of(Node node) {
        return new Scaled(1, List.of(), List.of(node));
    }

    private static boolean isSize(Node node) {
        return node instanceof AxisSize
                || node.is(Primitive.POW) && isSize(node.operand(0)) && node.operand(1) instanceof Constant
                || node.is(Primitive.MUL) && node.operands().stream().allMatch(Scaled::isSize);
    }

    /** Whether there is no scale. */
    boolean isPlain() {
        return constant == 1 && sizes.isEmpty();
    }

    Node rest(Dag dag) {
        return product(dag, factors);
    }

    private static Node product(Dag dag, List<Node> factors) {
        return switch (factors.size()) {
            case 0 -> dag.constant(1);
            case 1 -> factors.get(0);
            default -> dag.apply(Primitive.MUL, factors);
        };
    }

    /** Its scale, and other factors. */
    Scaled with(List<Node> others) {
        return new Scaled(constant, sizes, others);
    }

    Scaled withoutFactors() {
        return with(List.of());
    }

    /** Times something else. */
    Node times(Dag dag, Node node) {
        List<Node> all = new ArrayList<>(factors);
        if (!node.isConstant(1)) {
            all.addAll(node.is(Primitive.MUL) ? node.operands() : List.of(node));
        }
        return with(all).node(dag);
    }

    /** With the factors of one of its factors as its own. */
    Scaled opening(Dag dag, Node product) {
        Scaled inner = of(dag, product);
        List<Node> allSizes = new ArrayList<>(sizes);
        allSizes.addAll(inner.sizes);
        List<Node> all = new ArrayList<>(factors);
        all.remove(product);
        all.addAll(inner.factors);
        return new Scaled(constant * inner.constant, allSizes, all);
    }

    Node node(Dag dag) {
        List<Node> all = new ArrayList<>();
        if (constant != 1) {
            all.add(dag.constant(constant));
        }
        all.addAll(sizes);
        all.addAll(factors);
        return product(dag, all);
    }

    /** What all have: factors and sizes in common, and the number if all have the same. */
    static Scaled common(List<Scaled> parts) {
        Scaled first = parts.get(0);
        List<Node> sizes = new ArrayList<>(first.sizes);
        List<Node> factors = new ArrayList<>(first.factors);
        for (Scaled part : parts) {
            keep(sizes, part.sizes);
            keep(factors, part.factors);
        }
        double size = Math.abs(first.constant);
        boolean isSame = parts.stream().allMatch(part -> Math.abs(part.constant) == size && !part.isNumber());
        return new Scaled(isSame ? size : 1, sizes, factors);
    }

    private static void keep(List<Node> nodes, List<Node> others) {
        List<Node> left = new ArrayList<>(others);
        nodes.removeIf(node -> !left.remove(node));
    }

    private boolean isNumber() {
        return factors.isEmpty() && sizes.isEmpty();
    }

    /** Without what it has in common with others. */
    Scaled over(Scaled common) {
        List<Node> leftSizes = new ArrayList<>(sizes);
        common.sizes.forEach(leftSizes::remove);
        List<Node> leftFactors = new ArrayList<>(factors);
        common.factors.forEach(leftFactors::remove);
        return new Scaled(constant / common.constant, leftSizes, leftFactors);
    }
}
