package dev.adjoint.print;

import dev.adjoint.expr.Access;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Constant;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Scatter;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.SizeSum;
import dev.adjoint.expr.Variable;
import dev.adjoint.print.Term.Form;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The words for arrays: elements at indices, positions, products element by element and of vectors. */
final class Arrays {
    private final Terms terms;
    private final IndexNames indices;
    private final Function<Node, Term> use;
    private final Function<Node, Term> array;
    private final boolean isOnPaper;

    /**
     * @param use what the user of a node writes for it
     * @param array the same where the user writes the indices itself
     * @param isOnPaper whether formulas need not be valid in the language
     */
    Arrays(Terms terms, IndexNames indices, Function<Node, Term> use, Function<Node, Term> array, boolean isOnPaper) {
        this.terms = terms;
        this.indices = indices;
        this.use = use;
        this.array = array;
        this.isOnPaper = isOnPaper;
    }

    /** In the order of indices: a variable's as declared; of others, axes that the data decide come first, as samples do. */
    static List<Axis> axes(List<Node> factors) {
        if (factors.size() == 1 && factors.get(0) instanceof Variable variable) {
            return variable.shape().axes();
        }
        if (factors.size() == 1 && factors.get(0) instanceof Access access && access.isRenaming()) {
            return axes(List.of(access.array())).stream()
                    .map(axis -> renamed(access, axis))
                    .toList();
        }
        Shape shape = factors.stream().map(Node::shape).reduce(Shape.SCALAR, Shape::union);
        return shape.axes().stream()
                .sorted(Comparator.comparing((Axis axis) -> axis.dim().isFixed()))
                .toList();
    }

    private static Axis renamed(Access access, Axis axis) {
        Index.Affine index = (Index.Affine) access.indices().get(access.axes().indexOf(axis));
        return index.terms().keySet().iterator().next();
    }

    /** A side of a matrix product, whose axes need no names: what they are called elsewhere does not matter. */
    Term side(List<Node> factors) {
        return factors.size() == 1 ? array.apply(unnamed(factors.get(0))) : product(factors);
    }

    /** What an access only gives other names to. */
    static Node unnamed(Node node) {
        return node instanceof Access access && access.isRenaming() ? access.array() : node;
    }

    /** The name of a dim in an expression is its size, that of any other index variable its index. */
    Term position(Axis axis) {
        Term name = terms.name(indices.of(axis));
        return axis.name().equals(axis.dim().name()) && axis.name().equals(name.symbol())
                ? terms.call("position", List.of(name))
                : name;
    }

    /**
     * The factors of a product that are to be written as a product element by element, or as one of vectors: those that have
     * a fixed axis, if at least two of them have the same axes, or if they are two vectors. Powers below 0 become fractions.
     */
    List<Node> elementwise(List<Node> factors) {
        List<Node> arrays = factors.stream().filter(this::isArray).toList();
        if (isOuter(arrays)) {
            return arrays;
        }
        for (Node first : arrays) {
            List<Node> alike = arrays.stream()
                    .filter(f -> f.shape().rank() == first.shape().rank()
                            && f.shape().containsAll(first.shape().axes()))
                    .toList();
            if (alike.size() > 1) {
                return alike;
            }
        }
        return List.of();
    }

    private boolean isArray(Node factor) {
        boolean isSlope = isOnPaper && Idioms.tanhSlope(factor).isPresent();
        boolean isFraction = factor.is(Primitive.DIV)
                || factor.is(Primitive.POW) && factor.operand(1) instanceof Constant c && c.value() < 0;
        return (isSlope || !isFraction)
                && factor.shape().axes().stream().anyMatch(axis -> axis.dim().isFixed());
    }

    private static boolean isOuter(List<Node> factors) {
        return factors.size() == 2
                && factors.stream().allMatch(factor -> factor.shape().rank() == 1)
                && !factors.get(0).shape().equals(factors.get(1).shape());
    }

    /** One factor, two vectors with different axes, or factors with the same. */
    Term product(List<Node> factors) {
        if (factors.size() == 1) {
            return use.apply(factors.get(0));
        }
        if (isOuter(factors)) {
            // What was computed last is the column: an adjoint times what a layer was given.
            return terms.make(Form.OUTER_PRODUCT, "", use.apply(factors.get(1)), use.apply(factors.get(0)));
        }
        List<Node> rest = new ArrayList<>(factors);
        List<Term> parts = new ArrayList<>();
        slope(rest).ifPresent(parts::add);
        rest.forEach(factor -> parts.add(use.apply(factor)));
        return parts.size() == 1 ? parts.get(0) : terms.elementwise(parts);
    }

    /** Takes {@code sigmoid(x)} and {@code sigmoid(-x)} out: together they are the derivative of the sigmoid. */
    private Optional<Term> slope(List<Node> factors) {
        for (Node factor : factors) {
            for (Node other : factors) {
                if (factor.is(Primitive.SIGMOID) && other.is(Primitive.SIGMOID) && isMinus(other, factor)) {
                    factors.removeAll(List.of(factor, other));
                    return Optional.of(terms.make(Form.SLOPE, "sigmoid", use.apply(factor.operand(0))));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isMinus(Node negative, Node positive) {
        Node argument = negative.operand(0);
        return argument.is(Primitive.MUL)
                && argument.operands().size() == 2
                && argument.operand(0).isConstant(-1)
                && argument.operand(1) == positive.operand(0);
    }

    /** A value by name, with its indices where formulas have letters for them. */
    Term named(String name, Node node) {
        List<Axis> stored = axes(List.of(node));
        List<Term> parts = new ArrayList<>(List.of(terms.name(name)));
        stored.forEach(axis -> parts.add(terms.name(indices.of(axis))));
        return indices.isShown(stored) ? terms.element(parts, "") : parts.get(0);
    }

    Term element(Access node) {
        List<Axis> stored = axes(List.of(node.array()));
        List<Term> parts = new ArrayList<>(List.of(array.apply(node.array())));
        Map<Axis, Term> places = new HashMap<>();
        List<Term> inside = new ArrayList<>();
        for (int k = 0; k < node.axes().size(); k++) {
            Index index = node.indices().get(k);
            Term at = index instanceof Index.Computed computed
                    ? use.apply(node.computed(computed))
                    : affine((Index.Affine) index);
            if (stored.contains(node.axes().get(k))) {
                places.put(node.axes().get(k), at);
            } else {
                inside.add(inside(at, node.axes().get(k)));
            }
        }
        stored.forEach(axis -> parts.add(places.get(axis)));
        Term element = parts.size() == 1 ? parts.get(0) : terms.element(parts, node.isTotal() ? "" : "0");
        return inside.stream()
                .reduce((a, b) -> terms.make(Form.AND, "", a, b))
                .map(condition -> terms.make(Form.CONDITIONAL, "", condition, element, terms.number("0")))
                .orElse(element);
    }

    /** An index of an axis along which the array is uniform matters only if it may lie outside. */
    private Term inside(Term index, Axis axis) {
        return terms.make(
                Form.AND,
                "",
                terms.make(Form.COMPARISON, "<=", terms.number("0"), index),
                terms.make(Form.COMPARISON, "<", index, indices.size(axis.dim())));
    }

    private Term affine(Index.Affine index) {
        Addends addends = new Addends(terms);
        index.terms()
                .forEach((axis, c) -> addends.add(terms.multiple(c, List.of(terms.name(indices.of(axis)))), false));
        boolean isZero = index.terms().isEmpty() && index.offset().equals(SizeSum.of(0));
        indices.addSizes(addends, index.offset(), index.terms().keySet());
        Term sum = isZero ? terms.number("0") : addends.sum();
        Term whole = index.divisor() == 1 ? sum : terms.quotient(sum, terms.number(String.valueOf(index.divisor())));
        return whole.isLeaf() ? whole : terms.make(Form.INDEX, "", whole);
    }

    /** {@code sum[n](if ids == k then x else 0)}. */
    Term scattered(Scatter node) {
        Term condition = null;
        for (int k = 0; k < node.targets().size(); k++) {
            Term index = use.apply(node.indices().get(k));
            Term equation = terms.make(
                    Form.COMPARISON, "==", index, position(node.targets().get(k)));
            condition = condition == null ? equation : terms.make(Form.AND, "", condition, equation);
        }
        Term body = terms.make(Form.CONDITIONAL, "", condition, use.apply(node.body()), terms.number("0"));
        List<String> bound = indices.of(node.bound());
        return bound.isEmpty() ? body : terms.binder("sum", bound, body);
    }
}
