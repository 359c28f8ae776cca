package dev.adjoint.print;

import java.util.List;

/** Expressions of the language itself: what it writes may be pasted into a model. */
final class TextScript extends Script {
    @Override
    Precedence precedence(Term term) {
        return term.is(Term.Form.SLOPE) ? Precedence.PRODUCT : super.precedence(term);
    }

    @Override
    String number(String digits) {
        return digits;
    }

    @Override
    String name(String name) {
        return name;
    }

    /** The name of a dim is its size. */
    @Override
    String size(String axis) {
        return axis;
    }

    @Override
    String minus() {
        return "-";
    }

    @Override
    String operator(String symbol) {
        return symbol;
    }

    @Override
    String product(List<Term> factors) {
        return String.join("*", factors(factors));
    }

    @Override
    String quotient(Term numerator, Term denominator) {
        return write(numerator, Precedence.PRODUCT) + "/" + write(denominator, Precedence.POWER);
    }

    /** The exponent may carry a sign without parentheses, and is read first if it is a power itself. */
    @Override
    String power(Term base, Term exponent) {
        return write(base, Precedence.ATOM) + "^" + write(exponent, Precedence.UNARY);
    }

    @Override
    String matrixProduct(Term left, Term right) {
        return sides(left, right, " @ ");
    }

    @Override
    String transpose(Term matrix) {
        return "transpose(" + write(matrix) + ")";
    }

    @Override
    String outerProduct(Term left, Term right) {
        return product(List.of(left, right));
    }

    @Override
    String elementwise(List<Term> factors) {
        return product(factors);
    }

    /** As a product: {@code f(x)*f(-x)} for the sigmoid, the only one. */
    @Override
    String slope(String function, Term at) {
        String minus = at.is(Term.Form.NEGATION) ? write(at.part(0)) : "-" + negated(at);
        return function + "(" + write(at) + ")*" + function + "(" + minus + ")";
    }

    @Override
    String element(Term term) {
        return array(term.part(0)) + "[" + indices(term) + "]";
    }

    @Override
    String call(String function, List<Term> arguments) {
        return function + "(" + arguments(arguments) + ")";
    }

    @Override
    String binder(String reduction, List<String> axes, Term body) {
        return reduction + "[" + String.join(", ", axes) + "](" + write(body) + ")";
    }

    @Override
    String conditional(Term term) {
        return "if " + write(term.part(0), Precedence.OR)
                + " then " + write(term.part(1), Precedence.OR)
                + " else " + write(term.part(2));
    }

    @Override
    String parenthesised(String text) {
        return "(" + text + ")";
    }
}
