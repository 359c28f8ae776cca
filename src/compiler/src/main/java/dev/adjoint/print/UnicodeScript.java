package dev.adjoint.print;

import dev.adjoint.print.Term.Form;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Formulas as one types them in a letter: subscripts, superscripts, Greek, roots. */
final class UnicodeScript extends Script {
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    private static final String SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";
    private static final String LETTERS = "aehijklmnoprstuvx";
    private static final String LETTER_SUBSCRIPTS = "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ";
    private static final char COMBINING_HAT = '\u0302';

    private static final Map<String, String> OPERATORS =
            Map.of("<=", "≤", ">=", "≥", "!=", "≠", "and", "∧", "or", "∨", "not", "¬");
    private static final Map<String, String> BINDERS = Map.of("sum", "Σ", "prod", "Π");

    @Override
    Precedence precedence(Term term) {
        // 1.5·10⁻⁷
        return term.is(Form.NUMBER) && term.symbol().contains("e") ? Precedence.PRODUCT : super.precedence(term);
    }

    @Override
    String number(String digits) {
        int e = digits.indexOf('e');
        if (e < 0) {
            return digits;
        }
        String mantissa = digits.substring(0, e);
        String power = "10" + superscript(digits.substring(e + 1));
        return mantissa.equals("1") ? power : mantissa + "·" + power;
    }

    @Override
    String name(String name) {
        return Symbols.Derivative.parse(name)
                .map(d -> "∂" + superscript(d.order()) + symbol(d.of()) + "/"
                        + d.by().stream()
                                .map(by -> "∂" + symbol(by.name()) + superscript(by.power()))
                                .collect(Collectors.joining()))
                .orElseGet(() -> symbol(name));
    }

    private static String symbol(String name) {
        Symbols parts = Symbols.of(name);
        String letter = Symbols.greek(parts.letter()).orElse(parts.letter());
        String base = parts.hat() ? Normalizer.normalize(letter + COMBINING_HAT, Normalizer.Form.NFC) : letter;
        if (parts.index().isEmpty()) {
            return base;
        }
        return subscript(parts.index()).map(index -> base + index).orElseGet(() -> base + "_" + symbol(parts.index()));
    }

    @Override
    String size(String axis) {
        return "|" + symbol(axis) + "|";
    }

    @Override
    String minus() {
        return "−";
    }

    @Override
    String operator(String symbol) {
        return OPERATORS.getOrDefault(symbol, symbol);
    }

    /** A number stands right before a letter or a parenthesis: {@code 2x}, {@code 2(x + 1)}. */
    @Override
    String product(List<Term> factors) {
        List<String> written = factors(factors);
        StringBuilder out = new StringBuilder(written.get(0));
        for (int i = 1; i < written.size(); i++) {
            boolean afterNumber =
                    i == 1 && factors.get(0).is(Form.NUMBER) && precedence(factors.get(0)) == Precedence.ATOM;
            out.append(afterNumber && standsAfterNumber(factors.get(i)) ? "" : "·")
                    .append(written.get(i));
        }
        return out.toString();
    }

    private static boolean standsAfterNumber(Term factor) {
        return switch (factor.form()) {
            case SUM -> true;
            case NAME -> Symbols.of(factor.symbol()).isLetter();
            case POWER -> standsAfterNumber(factor.part(0));
            default -> false;
        };
    }

    @Override
    String quotient(Term numerator, Term denominator) {
        return write(numerator, Precedence.PRODUCT) + "/" + write(denominator, Precedence.POWER);
    }

    @Override
    String power(Term base, Term exponent) {
        String written = write(base, Precedence.ATOM);
        boolean isInteger =
                exponent.is(Form.NUMBER) && exponent.symbol().chars().allMatch(Character::isDigit);
        return isInteger ? written + superscript(exponent.symbol()) : written + "^" + write(exponent, Precedence.ATOM);
    }

    @Override
    String matrixProduct(Term left, Term right) {
        return sides(left, right, " ");
    }

    @Override
    String transpose(Term matrix) {
        return write(matrix, Precedence.ATOM) + "ᵀ";
    }

    @Override
    String outerProduct(Term left, Term right) {
        return write(left, Precedence.POWER) + " " + transpose(right);
    }

    @Override
    String elementwise(List<Term> factors) {
        return String.join(
                " ⊙ ", factors.stream().map(f -> write(f, Precedence.POWER)).toList());
    }

    @Override
    String slope(String function, Term at) {
        return (function.equals("sigmoid") ? "σ" : function) + "′(" + write(at) + ")";
    }

    @Override
    String element(Term term) {
        return array(term.part(0)) + "[" + indices(term) + "]";
    }

    @Override
    String call(String function, List<Term> arguments) {
        String written = arguments(arguments);
        return switch (function) {
            case "sqrt" -> "√" + write(arguments.get(0), Precedence.ATOM);
            case "abs", "size" -> "|" + written + "|";
            case "sigmoid" -> "σ(" + written + ")";
            default -> function + "(" + written + ")";
        };
    }

    @Override
    String binder(String reduction, List<String> axes, Term body) {
        String indices = axes.stream().map(UnicodeScript::symbol).collect(Collectors.joining(", ", "[", "]"));
        Optional<String> subscript = axes.size() == 1 ? subscript(axes.get(0)) : Optional.empty();
        return BINDERS.getOrDefault(reduction, reduction) + subscript.orElse(indices) + "(" + write(body) + ")";
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

    private static String superscript(String integer) {
        return integer.chars()
                .mapToObj(c -> c == '-' ? "⁻" : String.valueOf(SUPERSCRIPTS.charAt(c - '0')))
                .collect(Collectors.joining());
    }

    /** Digits, or a single letter that has a subscript form. */
    private static Optional<String> subscript(String index) {
        if (index.chars().allMatch(Character::isDigit)) {
            return Optional.of(index.chars()
                    .mapToObj(c -> String.valueOf(SUBSCRIPTS.charAt(c - '0')))
                    .collect(Collectors.joining()));
        }
        int letter = index.length() == 1 ? LETTERS.indexOf(index) : -1;
        return letter < 0 ? Optional.empty() : Optional.of(String.valueOf(LETTER_SUBSCRIPTS.charAt(letter)));
    }
}
