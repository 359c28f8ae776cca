package dev.adjoint.emit;

import com.palantir.javapoet.CodeBlock;
import dev.adjoint.expr.Apply;
import dev.adjoint.expr.Constant;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import java.util.ArrayList;
import java.util.List;

/** Writes {@code a + (-1)*b} as {@code a - b}. */
final class Sums {
    private final Expressions expressions;
    private final Precise precise;

    Sums(Expressions expressions, Precise precise) {
        this.expressions = expressions;
        this.precise = precise;
    }

    Expression sum(Apply node) {
        List<Node> terms = new ArrayList<>(node.operands());
        int first = 0;
        while (first < terms.size() && isNegative(terms.get(first))) {
            first++;
        }
        // A sum that starts with a minus sign reads badly; addition commutes.
        if (first < terms.size()) {
            terms.add(0, terms.remove(first));
        }
        CodeBlock.Builder code = CodeBlock.builder();
        for (int i = 0; i < terms.size(); i++) {
            Node term = terms.get(i);
            if (i == 0) {
                Expression start = i + 1 < terms.size() && isInteger(terms.get(1))
                        ? expressions.real(term)
                        : expressions.value(term);
                code.add("$L", start.in(Expression.SUM));
            } else if (isNegative(term)) {
                code.add("$W- $L", opposite(term).in(Expression.SUM + 1));
            } else {
                code.add("$W+ $L", expressions.value(term).in(Expression.SUM + 1));
            }
        }
        return Expression.of(Expression.SUM, code.build());
    }

    private boolean isInteger(Node term) {
        return expressions.value(term).isInteger();
    }

    private boolean isNegative(Node term) {
        if (term instanceof Constant constant) {
            return constant.value() < 0;
        }
        return !expressions.isAtHand(term)
                && (term.is(Primitive.NEG) || term.is(Primitive.MUL) && Products.coefficient((Apply) term) < 0);
    }

    /** The term without its minus sign. */
    private Expression opposite(Node term) {
        if (term instanceof Constant constant) {
            return precise.literal(-constant.value());
        }
        if (term.is(Primitive.NEG)) {
            return expressions.value(term.operand(0));
        }
        return new Products(expressions, precise).opposite((Apply) term);
    }
}
