package dev.adjoint.rewrite;

import static dev.adjoint.rewrite.NormalProduct.isInteger;

import dev.adjoint.expr.Access;
import dev.adjoint.expr.Apply;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.AxisSize;
import dev.adjoint.expr.Call;
import dev.adjoint.expr.Constant;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.ElementType;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.NodeVisitor;
import dev.adjoint.expr.Position;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Reshape;
import dev.adjoint.expr.Result;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Scatter;
import dev.adjoint.expr.Select;
import dev.adjoint.expr.Variable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The normal form of one operation whose operands are in normal form: differences, quotients and negations become sums
 * and products, constants are folded, operands of commutative operators are sorted, factors that do not vary along a sum
 * are lifted out of it.
 *
 * <p>Sums and products merge nested ones only where {@code mayOpen} allows, which keeps shared and named values whole.
 */
final class NormalForm {
    private final Dag dag;
    private final Predicate<Node> mayOpen;
    private final NormalAccess accesses;
    private final NormalReduction reductions;

    NormalForm(Dag dag, Predicate<Node> mayOpen) {
        this.dag = dag;
        this.mayOpen = mayOpen;
        this.accesses = new NormalAccess(dag, this, mayOpen);
        this.reductions = new NormalReduction(dag, this, accesses, mayOpen);
    }

    /** The operation of {@code node} applied to {@code operands}. */
    Node of(Node node, List<Node> operands) {
        return node.accept(new NodeVisitor<>() {
            @Override
            public Node visit(Constant constant) {
                return dag.with(constant, operands);
            }

            @Override
            public Node visit(Variable variable) {
                return dag.with(variable, operands);
            }

            @Override
            public Node visit(AxisSize size) {
                return dag.size(Axis.of(size.axis().dim()));
            }

            @Override
            public Node visit(Apply apply) {
                return ofApply(apply.primitive(), operands);
            }

            @Override
            public Node visit(Reduce reduce) {
                return reduced(reduce.reduction(), reduce.axes(), operands.get(0));
            }

            @Override
            public Node visit(Select select) {
                return ofSelect(operands.get(0), operands.get(1), operands.get(2));
            }

            @Override
            public Node visit(Position node) {
                return dag.with(node, operands);
            }

            @Override
            public Node visit(Access node) {
                return accesses.of(node, operands);
            }

            @Override
            public Node visit(Scatter node) {
                return ofScatter(node, operands);
            }

            @Override
            public Node visit(Reshape node) {
                return ofReshape(node, operands.get(0));
            }

            @Override
            public Node visit(Call node) {
                return dag.with(node, operands);
            }

            @Override
            public Node visit(Scan node) {
                return dag.with(node, operands);
            }

            @Override
            public Node visit(Result node) {
                return dag.with(node, operands);
            }
        });
    }

    private Node ofApply(Primitive primitive, List<Node> x) {
        return switch (primitive) {
            case ADD -> sum(x, 1);
            case SUB -> sum(x, -1);
            case NEG -> product(x.get(0), 1, dag.constant(-1));
            case MUL -> product(x);
            case DIV -> product(x.get(1), -1, x.get(0));
            case POW -> power(x.get(0), x.get(1));
            case AND -> and(x.get(0), x.get(1));
            case OR -> or(x.get(0), x.get(1));
            default -> folded(primitive, primitive.isCommutative() ? sorted(x) : x);
        };
    }

    /** The first operand plus {@code sign} times the others. */
    private Node sum(List<Node> operands, int sign) {
        NormalSum sum = new NormalSum(dag, mayOpen);
        for (int i = 0; i < operands.size(); i++) {
            sum.add(i == 0 ? 1 : sign, operands.get(i));
        }
        return withSizesOutside(sum.build());
    }

    /** A size that divides every term divides the sum: {@code a/n - b/n} is {@code (a - b)/n}, and its sum a mean. */
    private Node withSizesOutside(Node sum) {
        if (!sum.is(Primitive.ADD)) {
            return sum;
        }
        List<Node> common = new ArrayList<>(factors(sum.operand(0)));
        common.removeIf(factor -> !isReciprocalSize(factor));
        for (Node term : sum.operands()) {
            if (common.isEmpty()) {
                return sum;
            }
            common.retainAll(factors(term));
        }
        if (common.isEmpty()) {
            return sum;
        }
        NormalSum inner = new NormalSum(dag, mayOpen);
        for (Node term : sum.operands()) {
            List<Node> rest = new ArrayList<>(factors(term));
            rest.removeAll(common);
            inner.add(1, rest.isEmpty() ? dag.constant(1) : product(rest));
        }
        common.add(inner.build());
        return product(common);
    }

    static List<Node> factors(Node node) {
        return node.is(Primitive.MUL) ? node.operands() : List.of(node);
    }

    Node sum(List<Node> operands) {
        return sum(operands, 1);
    }

    Node product(List<Node> factors) {
        NormalProduct product = new NormalProduct(dag, mayOpen);
        factors.forEach(f -> product.multiply(f, 1));
        return switched(product.build());
    }

    private Node product(Node factor, int exponent, Node other) {
        NormalProduct product = new NormalProduct(dag, mayOpen);
        product.multiply(other, 1);
        product.multiply(factor, exponent);
        return switched(product.build());
    }

    /**
     * A factor beside a conditional that is 0 on one side moves inside: the product is 0 there whatever the factor is,
     * which keeps infinities of an untaken branch from turning into NaN. Constants stay where sums can lift them, and finite
     * factors with axes of their own do, too: {@code sum[i](relu(z)[n, i]*w[i, o])} remains a product of two matrices.
     */
    private Node switched(Node product) {
        if (!product.is(Primitive.MUL)) {
            return product;
        }
        Select select = product.operands().stream()
                .filter(NormalForm::isZeroOnOneSide)
                .map(Select.class::cast)
                .findFirst()
                .orElse(null);
        if (select == null) {
            return product;
        }
        List<Node> staying = new ArrayList<>();
        List<Node> moving = new ArrayList<>();
        for (Node factor : product.operands()) {
            if (factor != select) {
                (stays(factor, select) ? staying : moving).add(factor);
            }
        }
        if (moving.isEmpty()) {
            return product;
        }
        staying.add(ofSelect(
                select.condition(),
                product(prepended(select.whenTrue(), moving)),
                product(prepended(select.whenFalse(), moving))));
        return staying.size() == 1 ? staying.get(0) : product(staying);
    }

    private static boolean isZeroOnOneSide(Node node) {
        return node instanceof Select select
                && (select.whenTrue().isConstant(0) || select.whenFalse().isConstant(0));
    }

    /** Beside 1 or 0 a factor is no product but a choice. */
    private static boolean stays(Node factor, Select select) {
        boolean isConstant = factor instanceof Constant || factor instanceof AxisSize || isReciprocalSize(factor);
        boolean isWider = !select.shape().containsAll(factor.shape().axes());
        boolean isIndicator = select.whenTrue() instanceof Constant && select.whenFalse() instanceof Constant;
        return isConstant || isWider && factor.isFinite() && !isIndicator;
    }

    private static boolean isReciprocalSize(Node factor) {
        return factor.is(Primitive.POW) && factor.operand(0) instanceof AxisSize;
    }

    private static List<Node> prepended(Node first, List<Node> others) {
        List<Node> all = new ArrayList<>(List.of(first));
        all.addAll(others);
        return all;
    }

    private Node power(Node base, Node exponent) {
        if (!(exponent instanceof Constant constant)) {
            return folded(Primitive.POW, List.of(base, exponent));
        }
        double k = constant.value();
        if (k == 0) {
            return dag.constant(1);
        }
        if (k == 1) {
            return base;
        }
        if (k == 0.5) {
            return folded(Primitive.SQRT, List.of(base));
        }
        boolean opensUp = base.is(Primitive.POW)
                || base.is(Primitive.SQRT)
                || base.is(Primitive.MUL) && (k < 0 || base.operand(0) instanceof Constant);
        if (isInteger(k) && opensUp) {
            NormalProduct product = new NormalProduct(dag, mayOpen);
            product.multiply(base, k);
            return product.build();
        }
        return folded(Primitive.POW, List.of(base, exponent));
    }

    private Node and(Node a, Node b) {
        if (a instanceof Constant constant) {
            return constant.value() != 0 ? b : a;
        }
        if (b instanceof Constant constant) {
            return constant.value() != 0 ? a : b;
        }
        return a == b ? a : dag.apply(Primitive.AND, sorted(List.of(a, b)));
    }

    private Node or(Node a, Node b) {
        if (a instanceof Constant constant) {
            return constant.value() != 0 ? a : b;
        }
        if (b instanceof Constant constant) {
            return constant.value() != 0 ? b : a;
        }
        return a == b ? a : dag.apply(Primitive.OR, sorted(List.of(a, b)));
    }

    /** Evaluated if all operands are constants and the value is finite; what is not finite is left for the run to meet. */
    private Node folded(Primitive primitive, List<Node> operands) {
        if (operands.stream().allMatch(Constant.class::isInstance)) {
            double value = primitive.evaluate(
                    operands.stream().mapToDouble(c -> ((Constant) c).value()).toArray());
            if (primitive.resultType() == ElementType.BOOL) {
                return dag.truth(value != 0);
            }
            if (Double.isFinite(value)) {
                return dag.constant(value);
            }
        }
        return dag.apply(primitive, operands);
    }

    Node reduced(Reduction reduction, List<Axis> axes, Node body) {
        return reductions.of(reduction, axes, body);
    }

    /** Factors that do not vary along what is summed are lifted out. */
    private Node ofScatter(Scatter node, List<Node> operands) {
        List<Node> indices = operands.subList(1, operands.size());
        Node body = operands.get(0);
        if (body.isConstant(0)) {
            return body;
        }
        List<Node> lifted = new ArrayList<>();
        List<Node> inner = new ArrayList<>();
        factors(body).forEach(f -> (f.shape().containsAny(node.bound()) ? inner : lifted).add(f));
        Node rest = inner.isEmpty() ? dag.constant(1) : inner.size() == 1 ? inner.get(0) : product(inner);
        lifted.add(dag.scatter(rest, node.targets(), indices, node.bound()));
        return lifted.size() == 1 ? lifted.get(0) : product(lifted);
    }

    /** The reshape of a reshape is one, or none; a single axis that becomes another is indexed by it. */
    private Node ofReshape(Reshape node, Node operand) {
        if (operand instanceof Reshape inner && inner.to().equals(node.from())) {
            return dag.reshape(inner.operand(0), inner.from(), node.to());
        }
        if (node.from().size() == 1 && node.to().size() == 1) {
            Axis from = node.from().get(0);
            Index.Affine index = Index.of(node.to().get(0));
            if (index.isInside(from.dim())) {
                return dag.access(operand, Map.of(from, index), List.of(), true);
            }
        }
        return dag.with(node, List.of(operand));
    }

    private Node ofSelect(Node condition, Node whenTrue, Node whenFalse) {
        if (condition instanceof Constant constant) {
            return constant.value() != 0 ? whenTrue : whenFalse;
        }
        if (whenTrue == whenFalse) {
            return whenTrue;
        }
        if (condition.is(Primitive.NOT)) {
            return ofSelect(condition.operand(0), whenFalse, whenTrue);
        }
        Node a = whenTrue instanceof Select inner && inner.condition() == condition ? inner.whenTrue() : whenTrue;
        Node b = whenFalse instanceof Select inner && inner.condition() == condition ? inner.whenFalse() : whenFalse;
        return a == b ? a : dag.select(condition, a, b);
    }

    private static List<Node> sorted(List<Node> operands) {
        return operands.stream().sorted(Comparator.comparingInt(Node::id)).toList();
    }
}
