package dev.adjoint.print;

import dev.adjoint.print.Term.Form;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes terms down with as few parentheses as their meaning allows: the rules that all notations share.
 *
 * <p>Recursive: {@link Naming} and {@link Elision} see to it that the terms they hand over are not deep.
 */
abstract class Script {
    /** The whole of a formula. */
    final String write(Term term) {
        return write(term, Precedence.CONDITIONAL);
    }

    /** A formula at a place that binds with {@code least}. */
    final String write(Term term, Precedence least) {
        String text = switch (term.form()) {
            case NUMBER -> number(term.symbol());
            case NAME -> name(term.symbol());
            case SIZE -> size(term.symbol());
            case SUM -> sum(term.parts());
            case PRODUCT -> product(term.parts());
            case QUOTIENT -> quotient(term.part(0), term.part(1));
            case POWER -> power(term.part(0), term.part(1));
            case NEGATION -> minus() + negated(term.part(0));
            case MATRIX_PRODUCT -> matrixProduct(term.part(0), term.part(1));
            case TRANSPOSE -> transpose(term.part(0));
            case OUTER_PRODUCT -> outerProduct(term.part(0), term.part(1));
            case ELEMENTWISE -> elementwise(term.parts());
            case CALL -> call(term.symbol(), term.parts());
            case SLOPE -> slope(term.symbol(), term.part(0));
            case INDEX -> write(term.part(0));
            case ELEMENT -> element(term);
            case BINDER -> binder(term.symbol(), term.indices(), term.part(0));
            case COMPARISON -> infix(operator(term.symbol()), term.parts(), Precedence.SUM);
            case AND -> infix(operator("and"), term.parts(), Precedence.AND);
            case OR -> infix(operator("or"), term.parts(), Precedence.OR);
            case NOT -> operator("not") + " " + write(term.part(0), Precedence.ATOM);
            case CONDITIONAL -> conditional(term);
        };
        return precedence(term).compareTo(least) < 0 ? parenthesised(text) : text;
    }

    Precedence precedence(Term term) {
        return switch (term.form()) {
            case NUMBER, NAME, SIZE, CALL, BINDER, ELEMENT, TRANSPOSE, SLOPE -> Precedence.ATOM;
            case MATRIX_PRODUCT, OUTER_PRODUCT, ELEMENTWISE -> Precedence.PRODUCT;
            case INDEX -> precedence(term.part(0));
            case POWER -> Precedence.POWER;
            case NEGATION -> precedence(term.part(0)) == Precedence.PRODUCT ? Precedence.PRODUCT : Precedence.UNARY;
            case PRODUCT, QUOTIENT -> Precedence.PRODUCT;
            case SUM -> Precedence.SUM;
            case COMPARISON -> Precedence.COMPARISON;
            case NOT -> Precedence.NOT;
            case AND -> Precedence.AND;
            case OR -> Precedence.OR;
            case CONDITIONAL -> Precedence.CONDITIONAL;
        };
    }

    abstract String number(String digits);

    /** A variable, a named part, or a label such as {@code d loss/d w}. */
    abstract String name(String name);

    abstract String size(String axis);

    abstract String minus();

    /** The sign of a comparison or a logical operator. */
    abstract String operator(String symbol);

    abstract String product(List<Term> factors);

    abstract String quotient(Term numerator, Term denominator);

    abstract String power(Term base, Term exponent);

    abstract String matrixProduct(Term left, Term right);

    abstract String transpose(Term matrix);

    abstract String outerProduct(Term left, Term right);

    abstract String elementwise(List<Term> factors);

    abstract String call(String function, List<Term> arguments);

    /** The derivative of a function at a place. */
    abstract String slope(String function, Term at);

    abstract String element(Term term);

    abstract String binder(String reduction, List<String> axes, Term body);

    abstract String conditional(Term term);

    abstract String parenthesised(String text);

    private String sum(List<Term> parts) {
        StringBuilder out = new StringBuilder(write(parts.get(0), Precedence.SUM));
        for (Term part : parts.subList(1, parts.size())) {
            boolean negative = part.is(Form.NEGATION);
            out.append(' ').append(negative ? minus() : "+").append(' ');
            out.append(negative ? write(part.part(0), Precedence.PRODUCT) : write(part, Precedence.PRODUCT));
        }
        return out.toString();
    }

    /** A sign in front of a matrix product would seem to belong to its left side. */
    final String negated(Term term) {
        return write(term, term.is(Form.MATRIX_PRODUCT) ? Precedence.POWER : Precedence.PRODUCT);
    }

    private String infix(String operator, List<Term> parts, Precedence least) {
        return parts.stream().map(p -> write(p, least)).collect(Collectors.joining(" " + operator + " "));
    }

    /** Factors after the first keep clear of a sign or a fraction in front of theirs. */
    final List<String> factors(List<Term> factors) {
        return factors.stream()
                .map(f -> write(f, mayStand(f, factors) ? Precedence.PRODUCT : Precedence.POWER))
                .toList();
    }

    /** A product element by element needs no parentheses at the end of another. */
    private static boolean mayStand(Term factor, List<Term> factors) {
        return factor.is(Form.ELEMENTWISE)
                ? factor == factors.get(factors.size() - 1)
                : factor == factors.get(0) && !factor.is(Form.MATRIX_PRODUCT) && !factor.is(Form.OUTER_PRODUCT);
    }

    /** The name of a function. */
    String function(String name) {
        return name;
    }

    /** Names, as the indices or formals of something. */
    final String list(List<String> names) {
        return names.stream().map(this::name).collect(Collectors.joining(", "));
    }

    /** Both sides of a matrix product keep clear of other products. */
    final String sides(Term left, Term right, String operator) {
        return write(left, Precedence.POWER) + operator + write(right, Precedence.POWER);
    }

    /** What is indexed; an element or a number in parentheses. */
    final String array(Term term) {
        boolean isClear = term.is(Form.NAME) || term.is(Form.CALL) || term.is(Form.BINDER) || term.is(Form.SUM);
        String text = write(term, Precedence.ATOM);
        return isClear || precedence(term) != Precedence.ATOM ? text : parenthesised(text);
    }

    /** The indices of an element, and what it is outside. */
    final String indices(Term term) {
        String outside = term.symbol().isEmpty() ? "" : " else " + term.symbol();
        return arguments(term.parts().subList(1, term.parts().size())) + outside;
    }

    final String arguments(List<Term> arguments) {
        return arguments.stream().map(this::write).collect(Collectors.joining(", "));
    }
}
