package dev.adjoint.print;

import dev.adjoint.expr.Access;
import dev.adjoint.expr.Apply;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.AxisSize;
import dev.adjoint.expr.Call;
import dev.adjoint.expr.Constant;
import dev.adjoint.expr.ElementType;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.NodeVisitor;
import dev.adjoint.expr.Position;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Reshape;
import dev.adjoint.expr.Result;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Scatter;
import dev.adjoint.expr.Select;
import dev.adjoint.expr.Variable;
import dev.adjoint.print.Term.Form;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Puts nodes into the words of mathematics: {@code a + (-1)*b} becomes {@code a - b}, {@code 2*x^(-1)} becomes
 * {@code 2/x}, {@code size(n)^(-1)*sum[n](e)} becomes {@code mean[n](e)}.
 *
 * <p>Goes through the nodes once, operands first. A node that has a name is that name to its users. Meaning is kept over
 * the reals; order of summation and association are chosen for the reader.
 */
final class Phrasing implements NodeVisitor<Term> {
    /** Stands for what lies outside the excerpt and has no name. */
    static final String ELISION = "\u2026";

    private final Terms terms;
    private final Numbers numbers;
    private final Map<Node, String> names;
    private final Excerpt excerpt;
    private final IndexNames indices;
    private final Arrays arrays;
    private final Orientation orientation;
    private final boolean isOnPaper;
    private int transpositions;
    private final Map<Node, Term> written = new HashMap<>();
    private final Map<Node, Term> used = new HashMap<>();

    /**
     * @param names of nodes that are neither variables nor constants
     * @param isOnPaper whether formulas need not be valid in the language
     */
    Phrasing(Terms terms, Map<Node, String> names, Excerpt excerpt, Orientation orientation, boolean isOnPaper) {
        this.terms = terms;
        this.orientation = orientation;
        this.isOnPaper = isOnPaper;
        this.numbers = new Numbers(terms);
        this.names = names;
        this.excerpt = excerpt;
        this.indices = new IndexNames(terms, excerpt.nodes(), names.values(), withoutIndices());
        this.arrays = new Arrays(terms, indices, this::use, this::array, isOnPaper);
        for (Node node : excerpt.nodes()) {
            Term term = node.accept(this);
            written.put(node, term);
            // The name comes after what it names, so that ids of terms go up from definition to use.
            String name = names.get(node);
            used.put(node, name == null ? term : arrays.named(name, node));
        }
    }

    /** What a node of the excerpt is, in terms of names and other nodes. */
    Term written(Node node) {
        return written.get(node);
    }

    /** The indices that the name of a node is written with; none if formulas do not need them. */
    List<String> indices(Node node) {
        List<Axis> axes = Arrays.axes(List.of(node));
        return indices.isShown(axes) ? indices.of(axes) : List.of();
    }

    @Override
    public Term visit(Constant node) {
        if (node.type() == ElementType.BOOL) {
            return terms.name(node.value() != 0 ? "true" : "false");
        }
        return numbers.term(node.value());
    }

    @Override
    public Term visit(Variable node) {
        return arrays.named(Functions.name(node), node);
    }

    @Override
    public Term visit(AxisSize node) {
        return indices.size(node.axis().dim());
    }

    @Override
    public Term visit(Reduce node) {
        return contraction(node).map(this::matrixProduct).orElseGet(() -> {
            List<String> axes = indices.of(node.axes());
            return terms.binder(node.reduction().symbol(), axes, use(node.body()));
        });
    }

    private Optional<Contraction> contraction(Reduce node) {
        return mayOpen(node.body()) ? Contraction.of(node, orientation::axes) : Optional.empty();
    }

    /** Matrix products, and their sides that are only called by other indices there. */
    private Set<Node> withoutIndices() {
        Set<Node> without = new HashSet<>();
        for (Node node : excerpt.nodes()) {
            if (node instanceof Reduce reduce && contraction(reduce).isPresent()) {
                Contraction contraction = contraction(reduce).get();
                without.add(node);
                Stream.of(contraction.left(), contraction.right())
                        .filter(side -> side.size() == 1 && excerpt.uses(side.get(0)) <= 1)
                        .forEach(without::addAll);
            }
        }
        return without;
    }

    /** How often formulas turn a matrix around. */
    int transpositions() {
        return transpositions;
    }

    private Term matrixProduct(Contraction contraction) {
        transpositions += (contraction.leftTransposed() ? 1 : 0) + (contraction.rightTransposed() ? 1 : 0);
        Term left = arrays.side(contraction.left());
        Term right = arrays.side(contraction.right());
        return terms.make(
                Form.MATRIX_PRODUCT,
                "",
                contraction.leftTransposed() ? terms.make(Form.TRANSPOSE, "", left) : left,
                contraction.rightTransposed() ? terms.make(Form.TRANSPOSE, "", right) : right);
    }

    @Override
    public Term visit(Select node) {
        Optional<Node> rectified = Idioms.relu(node);
        if (rectified.isPresent()) {
            return terms.call("relu", List.of(use(rectified.get())));
        }
        Optional<Idioms.OneHot> oneHot = Idioms.OneHot.of(node);
        if (oneHot.isPresent()) {
            Term classes = terms.name(oneHot.get().axis().name());
            return terms.call("one_hot", List.of(use(oneHot.get().label()), classes));
        }
        return terms.make(Form.CONDITIONAL, "", use(node.condition()), use(node.whenTrue()), use(node.whenFalse()));
    }

    @Override
    public Term visit(Position node) {
        return arrays.position(node.axis());
    }

    @Override
    public Term visit(Access node) {
        return arrays.element(node);
    }

    @Override
    public Term visit(Scatter node) {
        return arrays.scattered(node);
    }

    @Override
    public Term visit(Reshape node) {
        return terms.binder("reshape", indices.of(node.shape().axes()), use(node.operand(0)));
    }

    @Override
    public Term visit(Call node) {
        return terms.call(Functions.name(node.lambda()), arguments(node.lambda(), node.operands()));
    }

    @Override
    public Term visit(Scan node) {
        return stepped(node, Functions.name(node.step()));
    }

    @Override
    public Term visit(Result node) {
        if (node.tuple() instanceof Call call) {
            return terms.call(Functions.name(call.lambda(), node.index()), arguments(call.lambda(), call.operands()));
        }
        Scan scan = (Scan) node.tuple();
        int k = node.index();
        int carries = scan.carries();
        String name = Functions.name(scan.step());
        if (k >= 2 * carries) {
            return stepped(scan, Functions.name(scan.step(), k - carries));
        }
        String carry = Functions.name(scan.step().formals().get(k % carries));
        return stepped(scan, name + (k < carries ? ".last_" : ".before_") + carry);
    }

    /** What a function gives at each index of an axis, or after the last. */
    private Term stepped(Scan scan, String function) {
        List<String> along = new ArrayList<>(List.of(indices.of(scan.axis())));
        if (scan.isReverse()) {
            along.add("reverse");
        }
        return terms.binder("scan", along, terms.call(function, arguments(scan.step(), scan.operands())));
    }

    /**
     * What a function takes goes by position: its axes have other names inside. The parameters of a layer are written as
     * {@code path.*}.
     */
    private List<Term> arguments(Lambda lambda, List<Node> nodes) {
        List<Term> arguments = new ArrayList<>();
        List<Functions.Parameters> layers = Functions.parameters(lambda, nodes);
        for (int k = 0; k < nodes.size(); k++) {
            int place = k;
            Optional<Functions.Parameters> layer =
                    layers.stream().filter(p -> p.contains(place)).findFirst();
            if (layer.isEmpty()) {
                arguments.add(array(Arrays.unnamed(nodes.get(k))));
            } else if (layer.get().first() == k) {
                arguments.add(terms.name(layer.get().path() + ".*"));
            }
        }
        return arguments;
    }

    @Override
    public Term visit(Apply node) {
        Node first = node.operand(0);
        return switch (node.primitive()) {
            case ADD -> sum(node);
            case SUB -> difference(first, node.operand(1));
            case NEG -> terms.negation(use(first));
            case MUL -> product(node);
            case DIV -> quotient(first, node.operand(1));
            case POW -> power(node, first, node.operand(1));
            case EXP -> exponential(node);
            case LT, LE, GT, GE, EQ, NE -> infix(Form.COMPARISON, node);
            case AND -> infix(Form.AND, node);
            case OR -> infix(Form.OR, node);
            case NOT -> terms.make(Form.NOT, "", use(first));
            // Everything else is a function, and its row of the table gives it its name.
            default -> call(node);
        };
    }

    Term use(Node node) {
        Term term = used.get(node);
        return term != null ? term : terms.name(names.getOrDefault(node, ELISION));
    }

    private Term array(Node node) {
        String name = node instanceof Variable variable ? Functions.name(variable) : names.get(node);
        return name == null ? use(node) : terms.name(name);
    }

    private Term infix(Form form, Apply node) {
        return terms.make(form, node.primitive().symbol(), use(node.operand(0)), use(node.operand(1)));
    }

    private Term call(Apply node) {
        return terms.call(
                node.primitive().symbol(),
                node.operands().stream().map(this::use).toList());
    }

    private Term sum(Apply node) {
        Optional<Reduce> logSoftmax = Idioms.logSoftmax(node);
        if (logSoftmax.isPresent()) {
            Reduce reduce = logSoftmax.get();
            return terms.binder("log_softmax", indices.of(reduce.axes()), use(reduce.body()));
        }
        Addends addends = new Addends(terms);
        for (Node operand : node.operands()) {
            addends.add(use(operand), mayOpen(operand));
        }
        return addends.sum();
    }

    private Term difference(Node from, Node what) {
        Addends addends = new Addends(terms);
        addends.add(use(from), mayOpen(from));
        addends.add(terms.negation(use(what)), false);
        return addends.sum();
    }

    private Term product(Apply node) {
        Factors factors = new Factors(terms, indices);
        List<Node> elementwise = arrays.elementwise(node.operands());
        for (Node operand : node.operands()) {
            if (!elementwise.contains(operand)) {
                factors.times(factor(operand), mayOpen(operand));
            }
        }
        if (!elementwise.isEmpty()) {
            factors.times(arrays.product(elementwise), false);
        }
        return factors.term();
    }

    private Term quotient(Node numerator, Node denominator) {
        Factors factors = new Factors(terms, indices);
        factors.times(use(numerator), mayOpen(numerator));
        factors.over(use(denominator), mayOpen(denominator));
        return factors.term();
    }

    private Term factor(Node node) {
        return node instanceof Constant c ? numbers.factor(c.value()) : use(node);
    }

    private Term exponential(Apply node) {
        Node exponent = node.operand(0);
        Optional<Reduce> softmax = names.containsKey(exponent) ? Optional.empty() : Idioms.logSoftmax(exponent);
        return softmax.map(reduce -> terms.binder("softmax", indices.of(reduce.axes()), use(reduce.body())))
                .orElseGet(() -> call(node));
    }

    private Term power(Node node, Node base, Node exponent) {
        Optional<Node> slope = isOnPaper ? Idioms.tanhSlope(node) : Optional.empty();
        if (slope.isPresent()) {
            return terms.make(Form.SLOPE, "tanh", use(slope.get()));
        }
        if (!(exponent instanceof Constant c)) {
            return terms.power(use(base), use(exponent));
        }
        if (c.value() >= 0 || Double.isNaN(c.value())) {
            return positivePower(base, c.value());
        }
        Factors factors = new Factors(terms, indices);
        factors.over(positivePower(base, -c.value()), c.value() == -1 && mayOpen(base));
        return factors.term();
    }

    private Term positivePower(Node base, double exponent) {
        if (exponent == 1) {
            return use(base);
        }
        if (exponent == 0.5) {
            return terms.call("sqrt", List.of(use(base)));
        }
        return terms.power(use(base), numbers.term(exponent));
    }

    /** Whether a node's sum or product may dissolve in its user's: nobody else has a use for it, or it is a number. */
    private boolean mayOpen(Node node) {
        return node instanceof Constant || (excerpt.uses(node) <= 1 && !names.containsKey(node));
    }
}
