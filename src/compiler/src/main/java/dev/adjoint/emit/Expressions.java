package dev.adjoint.emit;

import com.palantir.javapoet.CodeBlock;
import dev.adjoint.expr.Access;
import dev.adjoint.expr.Apply;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.AxisSize;
import dev.adjoint.expr.Call;
import dev.adjoint.expr.Constant;
import dev.adjoint.expr.ElementType;
import dev.adjoint.expr.JavaForm;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.NodeVisitor;
import dev.adjoint.expr.Position;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Reshape;
import dev.adjoint.expr.Result;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Scatter;
import dev.adjoint.expr.Select;
import dev.adjoint.expr.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes values as Java expressions, with as few parentheses as Java allows.
 *
 * <p>Recursive, but only through values that the planner chose to write out inside one expression: a bounded number.
 */
final class Expressions implements NodeVisitor<Expression> {
    /** Functions of {@link Math} that have a {@code float} form. */
    private static final Set<Primitive> WITH_FLOAT_FORM =
            Set.of(Primitive.ABS, Primitive.MAX, Primitive.MIN, Primitive.SIGN);

    private final Precise precise;
    private final Reader reader;

    /** What an expression finds where it stands. */
    interface Reader {
        /** A value that is a local or lies in memory. */
        Optional<Expression> atHand(Node node);

        /** What an access reads. */
        Expression element(Access access);

        /** The variable of the loop over an axis. */
        CodeBlock index(Axis axis);

        /** The number of elements along an axis. */
        CodeBlock extent(Axis axis);
    }

    Expressions(Precise precise, Reader reader) {
        this.precise = precise;
        this.reader = reader;
    }

    /** The value, read if it is at hand, else computed. */
    Expression value(Node node) {
        return reader.atHand(node).orElseGet(() -> computed(node));
    }

    /** The value, computed. */
    Expression computed(Node node) {
        return node.accept(this);
    }

    @Override
    public Expression visit(Constant node) {
        if (node.type() == ElementType.BOOL) {
            return Expression.primary("$L", node.value() != 0);
        }
        return precise.literal(node.value());
    }

    @Override
    public Expression visit(Variable node) {
        throw new IllegalStateException("emit: variable " + node + " has no place");
    }

    @Override
    public Expression visit(AxisSize node) {
        return new Expression(reader.extent(node.axis()), Expression.PRIMARY, true);
    }

    @Override
    public Expression visit(Reduce node) {
        throw notAtHand(node);
    }

    private static IllegalStateException notAtHand(Node node) {
        return new IllegalStateException("emit: " + node + " is not at hand");
    }

    @Override
    public Expression visit(Select node) {
        Expression whenTrue = value(node.whenTrue());
        Expression whenFalse = value(node.whenFalse());
        CodeBlock code = CodeBlock.of(
                "$L$W? $L$W: $L",
                value(node.condition()).in(Expression.OR),
                whenTrue.in(Expression.OR),
                whenFalse.in(Expression.CHOICE));
        return new Expression(code, Expression.CHOICE, whenTrue.isInteger() && whenFalse.isInteger());
    }

    @Override
    public Expression visit(Position node) {
        return new Expression(reader.index(node.axis()), Expression.PRIMARY, true);
    }

    @Override
    public Expression visit(Access node) {
        return reader.element(node);
    }

    @Override
    public Expression visit(Scatter node) {
        throw notAtHand(node);
    }

    @Override
    public Expression visit(Reshape node) {
        throw notAtHand(node);
    }

    @Override
    public Expression visit(Call node) {
        throw notAtHand(node);
    }

    @Override
    public Expression visit(Scan node) {
        throw notAtHand(node);
    }

    @Override
    public Expression visit(Result node) {
        throw notAtHand(node);
    }

    @Override
    public Expression visit(Apply node) {
        Primitive primitive = node.primitive();
        if (primitive == Primitive.ADD) {
            return new Sums(this, precise).sum(node);
        }
        if (primitive == Primitive.MUL || primitive == Primitive.POW) {
            return new Products(this, precise).product(node);
        }
        JavaForm form = primitive.java();
        if (form instanceof JavaForm.Call call) {
            return WITH_FLOAT_FORM.contains(primitive)
                    ? invocation(call.owner(), call.method(), node.operands())
                    : call(call.owner(), call.method(), node.operands());
        }
        if (form instanceof JavaForm.Prefix prefix) {
            Expression operand = value(node.operand(0));
            CodeBlock inner = operand.precedence() == Expression.PREFIX
                    ? CodeBlock.of("($L)", operand.code())
                    : operand.in(Expression.PREFIX);
            return new Expression(CodeBlock.of("$L$L", prefix.symbol(), inner), Expression.PREFIX, operand.isInteger());
        }
        JavaForm.Infix infix = (JavaForm.Infix) form;
        boolean isComparison = infix.precedence() < Expression.SUM;
        List<Expression> operands =
                isComparison ? node.operands().stream().map(this::value).toList() : reals(node.operands());
        return infix(infix.symbol(), infix.precedence(), operands);
    }

    /** {@code a symbol b symbol c}, grouped from the left. */
    Expression infix(String symbol, int precedence, List<Expression> operands) {
        CodeBlock.Builder code = CodeBlock.builder().add(operands.get(0).in(precedence));
        for (Expression operand : operands.subList(1, operands.size())) {
            code.add(precedence <= Expression.SUM ? "$W$L $L" : " $L $L", symbol, operand.in(precedence + 1));
        }
        return Expression.of(precedence, code.build());
    }

    /** The values; the first is made a real number if otherwise only integers would meet. */
    private List<Expression> reals(List<Node> nodes) {
        List<Expression> values =
                new ArrayList<>(nodes.stream().map(this::value).toList());
        if (values.get(0).isInteger() && (values.size() == 1 || values.get(1).isInteger())) {
            values.set(0, real(nodes.get(0)));
        }
        return values;
    }

    /** The value, certainly not of type {@code int}. */
    Expression real(Node node) {
        return precise.real(value(node));
    }

    /** A method that computes in {@code double}. */
    Expression call(Class<?> owner, String method, List<Node> operands) {
        Expression result = invocation(owner, method, operands);
        return precise.isFloat() ? precise.cast(result) : result;
    }

    private Expression invocation(Class<?> owner, String method, List<Node> operands) {
        List<CodeBlock> arguments =
                reals(operands).stream().map(Expression::code).toList();
        return Expression.primary("$T.$L($L)", owner, method, CodeBlock.join(arguments, ", "));
    }

    boolean isAtHand(Node node) {
        return reader.atHand(node).isPresent();
    }
}
