package dev.adjoint.expr;

import static dev.adjoint.expr.ElementType.BOOL;
import static dev.adjoint.expr.ElementType.REAL;

import dev.adjoint.expr.JavaForm.Call;
import dev.adjoint.expr.JavaForm.Infix;
import dev.adjoint.expr.JavaForm.Power;
import dev.adjoint.expr.JavaForm.Prefix;
import dev.adjoint.runtime.CounterRandom;
import dev.adjoint.runtime.SpecialFunctions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * The pointwise operators: everything Adjoint knows about one stands in its row here, and tests iterate over the rows.
 *
 * <p>A row gives the symbol, the value, how Java and LaTeX write it, its partials as expressions of the DAG itself
 * (operands and the operator's own result {@code y} are in scope), and points of its domain where the partials are
 * checked. A row without partials cannot be differentiated, and says so.
 *
 * <p>Subgradients at kinks: {@code abs'(0) = 0}; ties of {@code max} and {@code min} share equally; partials of
 * {@code pow} at base 0 are the limits where those exist.
 */
public enum Primitive {
    // Arithmetic. Add and multiply take any number of operands.
    ADD(many("+", (a, b) -> a + b).java(new Infix("+", 11)).staysFinite().partials((d, y, x, i) -> d.constant(1))),
    SUB(binary("-", (a, b) -> a - b)
            .java(new Infix("-", 11))
            .staysFinite()
            .partials((d, y, x, i) -> d.constant(i == 0 ? 1 : -1))
            .samples(1.5, -2)),
    MUL(many("*", (a, b) -> a * b)
            .java(new Infix("*", 12))
            .staysFinite()
            .partials((d, y, x, i) -> productWithout(d, x, i))),
    DIV(binary("/", (a, b) -> a / b)
            .java(new Infix("/", 12))
            .partials((d, y, x, i) -> i == 0 ? d.div(d.constant(1), x.get(1)) : d.neg(d.div(y, x.get(1))))
            .samples(1.5, -2, -0.3, 0.7)),
    NEG(unary("-", a -> -a)
            .java(new Prefix("-"))
            .staysFinite()
            .partial((d, y, x) -> d.constant(-1))
            .samples(0.4)),
    POW(binary("^", Math::pow)
            .java(new Power())
            .partials((d, y, x, i) -> i == 0 ? powerByBase(d, x) : powerByExponent(d, y, x))
            .samples(2.5, 3, 0.3, -1.5, 1.7, 0.5)),

    // Exponentials and logarithms.
    EXP(function("exp", Math::exp).java(Math.class).partial((d, y, x) -> y).samples(-2, 0, 1.3)),
    EXPM1(function("expm1", Math::expm1)
            .java(Math.class)
            .partial((d, y, x) -> d.exp(x))
            .samples(-2, 1e-9, 1.3)),
    LOG(function("log", Math::log)
            .java(Math.class)
            .latex("\\log")
            .partial((d, y, x) -> d.reciprocal(x))
            .samples(0.2, 1, 7)),
    LOG1P(function("log1p", Math::log1p)
            .java(Math.class)
            .partial((d, y, x) -> d.reciprocal(d.add(d.constant(1), x)))
            .samples(-0.7, 1e-9, 3)),
    SQRT(function("sqrt", Math::sqrt)
            .java(Math.class)
            .latex("\\sqrt")
            .partial((d, y, x) -> d.div(d.constant(0.5), y))
            .samples(0.2, 4)),

    // Stable forms. The language spells these out; the rewriter recognises the spelled-out formula.
    SOFTPLUS(function("softplus", SpecialFunctions::softplus)
            .java(SpecialFunctions.class)
            .staysFinite()
            .partial((d, y, x) -> d.sigmoid(x))
            .samples(-40, -3, 0, 2, 25, 1000)),
    SIGMOID(function("sigmoid", SpecialFunctions::sigmoid)
            .java(SpecialFunctions.class)
            .staysFinite()
            .latex("\\sigma")
            .partial((d, y, x) -> d.mul(y, d.sigmoid(d.neg(x))))
            .samples(-40, -3, 0, 2, 40)),
    LOG1MEXP(function("log1mexp", SpecialFunctions::log1mexp)
            .java(SpecialFunctions.class)
            .partial((d, y, x) -> d.neg(d.reciprocal(d.expm1(d.neg(x)))))
            .samples(-30, -2, -0.5, -1e-6)),
    LOGADDEXP(binary("logaddexp", SpecialFunctions::logAddExp)
            .java(new Call(SpecialFunctions.class, "logAddExp"))
            .staysFinite()
            .partials((d, y, x, i) -> d.sigmoid(d.sub(x.get(i), x.get(1 - i))))
            .samples(1, 2, -500, 400, 0.3, 0.3)),

    // Trigonometric and hyperbolic.
    SIN(function("sin", Math::sin)
            .java(Math.class)
            .staysFinite()
            .latex("\\sin")
            .partial((d, y, x) -> d.cos(x))
            .samples(-1, 0, 2)),
    COS(function("cos", Math::cos)
            .java(Math.class)
            .staysFinite()
            .latex("\\cos")
            .partial((d, y, x) -> d.neg(d.sin(x)))
            .samples(-1, 0.1, 2)),
    TAN(function("tan", Math::tan)
            .java(Math.class)
            .latex("\\tan")
            .partial((d, y, x) -> d.pow(d.cos(x), d.constant(-2)))
            .samples(-1, 0, 1.2)),
    ASIN(function("asin", Math::asin)
            .java(Math.class)
            .latex("\\arcsin")
            .partial((d, y, x) -> d.reciprocal(d.sqrt(oneMinusSquare(d, x))))
            .samples(-0.9, 0, 0.5)),
    ACOS(function("acos", Math::acos)
            .java(Math.class)
            .latex("\\arccos")
            .partial((d, y, x) -> d.neg(d.reciprocal(d.sqrt(oneMinusSquare(d, x)))))
            .samples(-0.9, 0, 0.5)),
    ATAN(function("atan", Math::atan)
            .java(Math.class)
            .staysFinite()
            .latex("\\arctan")
            .partial((d, y, x) -> d.reciprocal(d.add(d.constant(1), d.pow(x, d.constant(2)))))
            .samples(-3, 0, 0.5)),
    SINH(function("sinh", Math::sinh)
            .java(Math.class)
            .latex("\\sinh")
            .partial((d, y, x) -> d.cosh(x))
            .samples(-2, 0, 1)),
    COSH(function("cosh", Math::cosh)
            .java(Math.class)
            .latex("\\cosh")
            .partial((d, y, x) -> d.sinh(x))
            .samples(-2, 0, 1)),
    /** The derivative is {@code 1/cosh²} rather than {@code 1 - tanh²}, which cancels where tanh nears 1. */
    TANH(function("tanh", Math::tanh)
            .java(Math.class)
            .staysFinite()
            .latex("\\tanh")
            .partial((d, y, x) -> d.pow(d.cosh(x), d.constant(-2)))
            .samples(-20, -2, 0, 1)),

    // The error function.
    ERF(function("erf", SpecialFunctions::erf)
            .java(SpecialFunctions.class)
            .staysFinite()
            .latex("\\operatorname{erf}")
            .partial((d, y, x) -> gaussian(d, x, 1))
            .samples(-2, 0, 0.7)),
    ERFC(function("erfc", SpecialFunctions::erfc)
            .java(SpecialFunctions.class)
            .staysFinite()
            .latex("\\operatorname{erfc}")
            .partial((d, y, x) -> gaussian(d, x, -1))
            .samples(-2, 0, 0.7, 6)),

    // Kinks.
    ABS(function("abs", Math::abs)
            .java(Math.class)
            .staysFinite()
            .partial((d, y, x) -> d.sign(x))
            .samples(-2, 1)),
    /** Constant on either side of zero: its derivative is 0 wherever it has one. */
    SIGN(function("sign", Math::signum)
            .java(new Call(Math.class, "signum"))
            .staysFinite()
            .piecewiseConstant()
            .partial((d, y, x) -> d.constant(0))
            .samples(-2, 1)),
    MAX(binary("max", Math::max)
            .java(new Call(Math.class, "max"))
            .staysFinite()
            .latex("\\max")
            .partials((d, y, x, i) -> shareOfTie(d, d.gt(x.get(i), x.get(1 - i)), x))
            .samples(1, 2, 2, 1)),
    MIN(binary("min", Math::min)
            .java(new Call(Math.class, "min"))
            .staysFinite()
            .latex("\\min")
            .partials((d, y, x, i) -> shareOfTie(d, d.lt(x.get(i), x.get(1 - i)), x))
            .samples(1, 2, 2, 1)),

    /** A random number, even in [0, 1), for each pair of whole numbers: the same for the same pair. */
    RANDOM(binary("random", CounterRandom::uniform)
            .java(new Call(CounterRandom.class, "uniform"))
            .staysFinite()
            .piecewiseConstant()
            .partials((d, y, x, i) -> d.constant(0))
            .samples(0, 0, 3, 1)),
    /** The value as a constant: whatever it depends on, its derivative is 0. */
    STOP_GRADIENT(unary("stop_gradient", a -> a)
            .java(new Prefix("+"))
            .staysFinite()
            .partial((d, y, x) -> d.constant(0))
            .samples(-2, 1)),

    // Comparisons and logic. No gradient flows through truth values.
    LT(comparison("<", (a, b) -> a < b).latex("<")),
    LE(comparison("<=", (a, b) -> a <= b).latex("\\le")),
    GT(comparison(">", (a, b) -> a > b).latex(">")),
    GE(comparison(">=", (a, b) -> a >= b).latex("\\ge")),
    EQ(comparison("==", (a, b) -> a == b).latex("=")),
    NE(comparison("!=", (a, b) -> a != b).latex("\\ne")),
    AND(binary("and", (a, b) -> a != 0 && b != 0 ? 1 : 0)
            .java(new Infix("&&", 4))
            .latex("\\land")
            .logical()),
    OR(binary("or", (a, b) -> a != 0 || b != 0 ? 1 : 0)
            .java(new Infix("||", 3))
            .latex("\\lor")
            .logical()),
    NOT(unary("not", a -> a != 0 ? 0 : 1).java(new Prefix("!")).latex("\\lnot").logical());

    /** Number of operands of {@link #ADD} and {@link #MUL}: two or more. */
    public static final int MANY = -1;

    private final Row row;

    Primitive(Row row) {
        this.row = row;
    }

    /** The operator's or function's name in the language. */
    public String symbol() {
        return row.symbol;
    }

    /** Number of operands, or {@link #MANY}. */
    public int arity() {
        return row.arity;
    }

    /** Whether it is written {@code name(a, b)} in formulas, not as an operator. */
    public boolean isFunction() {
        return Character.isLetter(row.symbol.charAt(0)) && row.resultType == REAL;
    }

    public boolean isCommutative() {
        return this == ADD || this == MUL || this == EQ || this == NE || this == AND || this == OR || this == LOGADDEXP;
    }

    public ElementType operandType() {
        return row.operandType;
    }

    public ElementType resultType() {
        return row.resultType;
    }

    /** Whether it is constant except for jumps, so that a path of derivatives through it is zero. */
    public boolean isPiecewiseConstant() {
        return row.piecewiseConstant;
    }

    /**
     * Whether value and partials are finite wherever the operands are, unless a sum or product overflows: of sine or an integer
     * power, not of an exponential or a quotient.
     */
    boolean staysFinite(List<Node> operands) {
        return this == POW ? isNatural(operands.get(1)) : row.staysFinite;
    }

    private static boolean isNatural(Node exponent) {
        return exponent instanceof Constant c && c.value() >= 1 && c.value() == Math.rint(c.value());
    }

    /** The value; truth values are 1 and 0. */
    public double evaluate(double... operands) {
        return row.value.of(operands);
    }

    public JavaForm java() {
        return row.javaForm;
    }

    /** The LaTeX command of a function or operator. */
    public String latex() {
        return row.latex != null ? row.latex : "\\operatorname{" + row.symbol + "}";
    }

    /** Operand tuples, each of {@link #arity()} numbers, in the interior of the domain. */
    public List<double[]> samples() {
        return row.samples;
    }

    public boolean hasPartials() {
        return row.partials != null;
    }

    /**
     * The derivative of {@code result}, an application of this primitive, with respect to its operand {@code index}.
     *
     * @throws IllegalStateException if there is none ({@link #hasPartials()})
     */
    public Node partial(Dag dag, Apply result, int index) {
        if (row.partials == null) {
            throw new IllegalStateException("no partial of " + this);
        }
        return row.partials.of(dag, result, result.operands(), index);
    }

    private static Node productWithout(Dag d, List<Node> factors, int index) {
        List<Node> others = new ArrayList<>(factors);
        others.remove(index);
        return others.size() == 1 ? others.get(0) : d.apply(MUL, others);
    }

    /** b·x^(b-1); 0 where b = 0, also at x = 0. */
    private static Node powerByBase(Dag d, List<Node> x) {
        Node base = x.get(0);
        Node exponent = x.get(1);
        if (exponent instanceof Constant c) {
            return d.mul(exponent, d.pow(base, d.constant(c.value() - 1)));
        }
        Node slope = d.mul(exponent, d.pow(base, d.sub(exponent, d.constant(1))));
        return d.select(d.eq(exponent, d.constant(0)), d.constant(0), slope);
    }

    /** x^b·log x; its limit 0 at x = 0 for b > 0. */
    private static Node powerByExponent(Dag d, Node y, List<Node> x) {
        Node zero = d.constant(0);
        Node atZero = d.and(d.eq(x.get(0), zero), d.gt(x.get(1), zero));
        return d.select(atZero, zero, d.mul(y, d.log(x.get(0))));
    }

    private static Node oneMinusSquare(Dag d, Node x) {
        return d.mul(d.sub(d.constant(1), x), d.add(d.constant(1), x));
    }

    /** sign·2/sqrt(pi)·exp(-x²). */
    private static Node gaussian(Dag d, Node x, int sign) {
        return d.mul(d.constant(sign * 2 / Math.sqrt(Math.PI)), d.exp(d.neg(d.pow(x, d.constant(2)))));
    }

    private static Node shareOfTie(Dag d, Node wins, List<Node> x) {
        Node tie = d.eq(x.get(0), x.get(1));
        return d.select(wins, d.constant(1), d.select(tie, d.constant(0.5), d.constant(0)));
    }

    private static Row unary(String symbol, DoubleUnaryOperator value) {
        return new Row(symbol, 1, x -> value.applyAsDouble(x[0]));
    }

    private static Row function(String symbol, DoubleUnaryOperator value) {
        return unary(symbol, value);
    }

    private static Row binary(String symbol, DoubleBinaryOperator value) {
        return new Row(symbol, 2, x -> value.applyAsDouble(x[0], x[1]));
    }

    /** Folds from the left. */
    private static Row many(String symbol, DoubleBinaryOperator value) {
        return new Row(symbol, MANY, x -> {
                    double result = x[0];
                    for (int i = 1; i < x.length; i++) {
                        result = value.applyAsDouble(result, x[i]);
                    }
                    return result;
                })
                .samples(1.5, -2, 0, 3);
    }

    private static Row comparison(String symbol, Comparison value) {
        Row row = binary(symbol, (a, b) -> value.test(a, b) ? 1 : 0);
        row.resultType = BOOL;
        return row.java(new Infix(symbol, symbol.equals("==") || symbol.equals("!=") ? 8 : 9));
    }

    private interface Comparison {
        boolean test(double a, double b);
    }

    private interface Value {
        double of(double[] operands);
    }

    private interface Partials {
        Node of(Dag dag, Node result, List<Node> operands, int index);
    }

    private interface UnaryPartial {
        Node of(Dag dag, Node result, Node operand);
    }

    /** A row while it is being written down; never changed once its primitive exists. */
    private static final class Row {
        private final String symbol;
        private final int arity;
        private final Value value;
        private ElementType operandType = REAL;
        private ElementType resultType = REAL;
        private boolean piecewiseConstant;
        private boolean staysFinite;
        private JavaForm javaForm;
        private String latex;
        private Partials partials;
        private List<double[]> samples = List.of();

        Row(String symbol, int arity, Value value) {
            this.symbol = symbol;
            this.arity = arity;
            this.value = value;
        }

        Row java(JavaForm form) {
            this.javaForm = form;
            return this;
        }

        /** A static method of that class with the primitive's own name. */
        Row java(Class<?> owner) {
            return java(new Call(owner, symbol));
        }

        Row latex(String command) {
            this.latex = command;
            return this;
        }

        Row logical() {
            this.operandType = BOOL;
            this.resultType = BOOL;
            return this;
        }

        Row staysFinite() {
            this.staysFinite = true;
            return this;
        }

        Row piecewiseConstant() {
            this.piecewiseConstant = true;
            return this;
        }

        Row partials(Partials rule) {
            this.partials = rule;
            return this;
        }

        Row partial(UnaryPartial rule) {
            return partials((d, y, x, i) -> rule.of(d, y, x.get(0)));
        }

        /** Operands of one sample after the other. */
        Row samples(double... flat) {
            int width = arity == MANY ? 2 : arity;
            List<double[]> tuples = new ArrayList<>();
            for (int i = 0; i < flat.length; i += width) {
                tuples.add(Arrays.copyOfRange(flat, i, i + width));
            }
            this.samples = List.copyOf(tuples);
            return this;
        }
    }
}
