package dev.adjoint.print;

import dev.adjoint.expr.Primitive;
import dev.adjoint.print.Term.Form;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** LaTeX for math mode, with the commands of amsmath. */
final class LatexScript extends Script {
    private static final Map<String, String> COMMANDS = commands();
    private static final Map<String, String> BINDERS =
            Map.of("sum", "\\sum", "prod", "\\prod", "max", "\\max", "min", "\\min");

    /** Greek letters that have no command, as they look like Latin ones. */
    private static final Set<String> LOOK_LATIN = Set.of(
            "omicron", "Omicron", "Alpha", "Beta", "Epsilon", "Zeta", "Eta", "Iota", "Kappa", "Mu", "Nu", "Rho", "Tau",
            "Chi");

    private static Map<String, String> commands() {
        Map<String, String> commands = new HashMap<>();
        for (Primitive primitive : Primitive.values()) {
            commands.put(primitive.symbol(), primitive.latex());
        }
        return commands;
    }

    /** A fraction bar groups what arithmetic would need parentheses for; an exponential is a power. */
    @Override
    Precedence precedence(Term term) {
        return switch (term.form()) {
            case QUOTIENT -> Precedence.POWER;
            case CALL -> term.symbol().equals("exp") ? Precedence.POWER : Precedence.ATOM;
            case NUMBER -> term.symbol().contains("e") ? Precedence.PRODUCT : Precedence.ATOM;
            // Its brace has a left side only: what follows would seem to belong to the last case.
            case CONDITIONAL -> Precedence.CONDITIONAL;
            default -> super.precedence(term);
        };
    }

    @Override
    String number(String digits) {
        int e = digits.indexOf('e');
        if (e < 0) {
            return digits;
        }
        String mantissa = digits.substring(0, e);
        String power = "10^{" + digits.substring(e + 1) + "}";
        return mantissa.equals("1") ? power : mantissa + " \\cdot " + power;
    }

    @Override
    String name(String name) {
        return Symbols.Derivative.parse(name).map(LatexScript::derivative).orElseGet(() -> symbol(name));
    }

    private static String derivative(Symbols.Derivative label) {
        String order = label.order().isEmpty() ? "" : "^{" + label.order() + "}";
        String by = label.by().stream()
                .map(b -> "\\partial " + symbol(b.name()) + (b.power().isEmpty() ? "" : "^{" + b.power() + "}"))
                .collect(Collectors.joining(" \\, "));
        return "\\frac{\\partial" + order + " " + symbol(label.of()) + "}{" + by + "}";
    }

    private static String symbol(String name) {
        if (name.equals(Phrasing.ELISION)) {
            return "\\ldots";
        }
        Symbols parts = Symbols.of(name);
        String letter = letter(parts.letter());
        String base = parts.hat() ? "\\hat{" + letter + "}" : letter;
        String index = parts.index();
        if (index.isEmpty()) {
            return base;
        }
        return base + "_{" + (index.chars().allMatch(Character::isDigit) ? index : symbol(index)) + "}";
    }

    private static String letter(String letter) {
        if (letter.length() == 1) {
            return letter.equals("_") ? "\\_" : letter;
        }
        boolean hasCommand = Symbols.greek(letter).isPresent() && !LOOK_LATIN.contains(letter);
        return hasCommand ? "\\" + letter : "\\mathrm{" + letter.replace("_", "\\_") + "}";
    }

    @Override
    String size(String axis) {
        return "\\left|" + symbol(axis) + "\\right|";
    }

    @Override
    String minus() {
        return "-";
    }

    @Override
    String operator(String symbol) {
        return COMMANDS.get(symbol);
    }

    @Override
    String product(List<Term> factors) {
        List<String> written = factors(factors);
        StringBuilder out = new StringBuilder(written.get(0));
        for (int i = 1; i < written.size(); i++) {
            boolean beforeDigit = Character.isDigit(written.get(i).charAt(0));
            out.append(beforeDigit ? " \\cdot " : " \\, ").append(written.get(i));
        }
        return out.toString();
    }

    @Override
    String quotient(Term numerator, Term denominator) {
        return "\\frac{" + write(numerator) + "}{" + write(denominator) + "}";
    }

    @Override
    String power(Term base, Term exponent) {
        return write(base, Precedence.ATOM) + "^{" + write(exponent) + "}";
    }

    @Override
    String matrixProduct(Term left, Term right) {
        return sides(left, right, " \\, ");
    }

    @Override
    String transpose(Term matrix) {
        return "{" + write(matrix, Precedence.ATOM) + "}^{\\top}";
    }

    @Override
    String outerProduct(Term left, Term right) {
        return write(left, Precedence.POWER) + " \\, " + transpose(right);
    }

    @Override
    String elementwise(List<Term> factors) {
        return String.join(
                " \\odot ",
                factors.stream().map(f -> write(f, Precedence.POWER)).toList());
    }

    @Override
    String slope(String function, Term at) {
        return COMMANDS.get(function) + "'" + parenthesised(write(at));
    }

    @Override
    String element(Term term) {
        String outside = term.symbol().isEmpty() ? "" : " \\text{ else } " + term.symbol();
        String indices = arguments(term.parts().subList(1, term.parts().size()));
        return "{" + array(term.part(0)) + "}_{" + indices + outside + "}";
    }

    @Override
    String function(String name) {
        return command(name);
    }

    private static String command(String function) {
        String command = COMMANDS.get(function);
        return command != null ? command : "\\operatorname{" + function.replace("_", "\\_") + "}";
    }

    @Override
    String call(String function, List<Term> arguments) {
        String written = arguments(arguments);
        return switch (function) {
            case "exp" -> "e^{" + written + "}";
            case "sqrt" -> "\\sqrt{" + written + "}";
            case "abs", "size" -> "\\left|" + written + "\\right|";
            default -> command(function) + parenthesised(written);
        };
    }

    @Override
    String binder(String reduction, List<String> axes, Term body) {
        String command = BINDERS.getOrDefault(reduction, command(reduction));
        String indices = axes.stream().map(LatexScript::symbol).collect(Collectors.joining(", "));
        return command + "_{" + indices + "}" + parenthesised(write(body));
    }

    @Override
    String conditional(Term term) {
        StringBuilder cases = new StringBuilder("\\begin{cases} ");
        Term rest = term;
        while (rest.is(Form.CONDITIONAL)) {
            cases.append(write(rest.part(1)))
                    .append(" & \\text{if } ")
                    .append(write(rest.part(0)))
                    .append(" \\\\ ");
            rest = rest.part(2);
        }
        return cases.append(write(rest))
                .append(" & \\text{otherwise} \\end{cases}")
                .toString();
    }

    @Override
    String parenthesised(String text) {
        return "\\left(" + text + "\\right)";
    }
}
