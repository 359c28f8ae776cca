package dev.adjoint.print;

import java.util.List;

/**
 * A piece of a formula as it will be written: a difference, a quotient, a mean. Made and shared by {@link Terms}, so that
 * terms compare by identity and parts have smaller ids than their wholes.
 */
final class Term {
    /** What is written; {@code symbol} and {@code indices} of the term mean what is said here, and are empty elsewhere. */
    enum Form {
        /** A number that is not negative; the symbol is its digits. */
        NUMBER,
        /** The symbol. */
        NAME,
        /** The size of the axis that the symbol names. */
        SIZE,
        /** Two parts or more; those that are subtracted are negations. */
        SUM,
        /** Two parts or more. */
        PRODUCT,
        /** Numerator, denominator. */
        QUOTIENT,
        /** Base, exponent. */
        POWER,
        NEGATION,
        /** A matrix product of two parts. */
        MATRIX_PRODUCT,
        /** A matrix, or a vector as a row. */
        TRANSPOSE,
        /** The product of two vectors that is a table of all products of their elements. */
        OUTER_PRODUCT,
        /** The product of two parts or more, element by element. */
        ELEMENTWISE,
        /** The function named by the symbol, of its parts. */
        CALL,
        /** The derivative of the function named by the symbol, at its only part. */
        SLOPE,
        /** Its only part, in which names are index variables: no part of a formula, and never named on its own. */
        INDEX,
        /** The element of the first part at the indices that are the others; the symbol is what it is outside. */
        ELEMENT,
        /** The reduction named by the symbol, over the indices, of its only part. */
        BINDER,
        /** The comparison named by the symbol, of two parts. */
        COMPARISON,
        AND,
        OR,
        NOT,
        /** Condition, value if true, value if false. */
        CONDITIONAL
    }

    /** Wider than anything that is written in one line: widths stop growing here, so that they cannot overflow. */
    private static final int WIDEST = 1_000_000;

    private final int id;
    private final Form form;
    private final String symbol;
    private final List<String> indices;
    private final List<Term> parts;
    private final int width;
    private final int depth;

    Term(int id, Form form, String symbol, List<String> indices, List<Term> parts) {
        this.id = id;
        this.form = form;
        this.symbol = symbol;
        this.indices = indices;
        this.parts = parts;
        long sum = 0;
        int deepest = 0;
        for (Term part : parts) {
            sum += part.width;
            deepest = Math.max(deepest, part.depth + 1);
        }
        this.width = (int) Math.min(WIDEST, sum + ownWidth());
        this.depth = deepest;
    }

    int id() {
        return id;
    }

    Form form() {
        return form;
    }

    boolean is(Form other) {
        return form == other;
    }

    boolean isNumber(String digits) {
        return form == Form.NUMBER && symbol.equals(digits);
    }

    String symbol() {
        return symbol;
    }

    List<String> indices() {
        return indices;
    }

    List<Term> parts() {
        return parts;
    }

    Term part(int index) {
        return parts.get(index);
    }

    boolean isLeaf() {
        return parts.isEmpty();
    }

    /** Whether it is made of sizes and numbers only, which say themselves what they are. */
    boolean isSize() {
        return form == Form.SIZE
                || form == Form.NUMBER
                || form == Form.PRODUCT && parts.stream().allMatch(Term::isSize);
    }

    /** About how many characters it takes as text. */
    int width() {
        return width;
    }

    /** Levels of parts below it. */
    int depth() {
        return depth;
    }

    /** The characters that are not its parts': operators, parentheses, its symbol. */
    int ownWidth() {
        return switch (form) {
            case NUMBER, NAME -> symbol.length();
            case SIZE -> symbol.length() + 6;
            case NEGATION -> 1 + parentheses();
            case SUM -> 3 * (parts.size() - 1) + parentheses();
            case PRODUCT, QUOTIENT, POWER -> parts.size() - 1 + parentheses();
            case MATRIX_PRODUCT, OUTER_PRODUCT, ELEMENTWISE -> 3 * (parts.size() - 1) + parentheses();
            case TRANSPOSE -> "transpose()".length();
            case CALL -> symbol.length() + 2 * parts.size();
            case INDEX -> 0;
            case SLOPE -> symbol.length() + 3;
            case ELEMENT -> 2 * (parts.size() - 1) + (symbol.isEmpty() ? 0 : symbol.length() + 6);
            case BINDER -> symbol.length() + 4 + String.join(", ", indices).length();
            case COMPARISON -> symbol.length() + 2;
            case AND -> 5;
            case NOT -> 6;
            case OR -> 4;
            case CONDITIONAL -> 15;
        };
    }

    /** Characters for the parentheses that its parts need, as far as that can be told without their places. */
    private int parentheses() {
        return 2 * (int) parts.stream().filter(this::needsParentheses).count();
    }

    private boolean needsParentheses(Term part) {
        return switch (part.form) {
            case CONDITIONAL -> true;
            case SUM -> form != Form.SUM;
            case PRODUCT, QUOTIENT, NEGATION, ELEMENTWISE, OUTER_PRODUCT ->
                form == Form.QUOTIENT || form == Form.POWER || form == Form.MATRIX_PRODUCT;
            case MATRIX_PRODUCT -> form != Form.SUM && form != Form.CALL && form != Form.BINDER;
            default -> false;
        };
    }
}
