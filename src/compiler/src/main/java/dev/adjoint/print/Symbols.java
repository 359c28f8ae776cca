package dev.adjoint.print;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The parts of a name that mathematics writes apart: {@code w11} is w with index 11, {@code y_hat} a y with a hat. */
record Symbols(String letter, boolean hat, String index) {
    private static final Pattern TRAILING_DIGITS = Pattern.compile("(.*\\D)(\\d+)");
    private static final Pattern FIRST_UNDERSCORE = Pattern.compile("([^_]+)_(.+)");
    private static final String HAT = "hat";

    /** In the order of their code points from U+03B1, with the final sigma, which no name means, left empty. */
    private static final List<String> GREEK = List.of(
            "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu",
            "xi", "omicron", "pi", "rho", "", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega");

    private static final int SMALL_ALPHA = 0x3B1;
    private static final int CAPITAL_ALPHA = 0x391;
    private static final Map<String, String> GREEK_LETTERS = greekLetters();

    /** {@code d y/d x}, {@code d2 y/d x d z}, {@code d2 y/d x^2}: the label of a derivative. */
    private static final Pattern DERIVATIVE = Pattern.compile("d(\\d?) (\\S+)/(d \\S+(?: d \\S+)*)");

    static Symbols of(String name) {
        Matcher digits = TRAILING_DIGITS.matcher(name);
        boolean hasDigits = digits.matches();
        Symbols hatted = hasDigits ? withHat(digits.group(1), digits.group(2)) : withHat(name, "");
        if (hatted.hat) {
            return hatted;
        }
        Matcher underscore = FIRST_UNDERSCORE.matcher(name);
        if (underscore.matches()) {
            return new Symbols(underscore.group(1), false, underscore.group(2));
        }
        return hatted;
    }

    /** The Greek letter of that name. */
    static Optional<String> greek(String name) {
        return Optional.ofNullable(GREEK_LETTERS.get(name));
    }

    /** Whether what carries the hat or the index is one letter, Latin or Greek. */
    boolean isLetter() {
        return letter.length() == 1 || GREEK_LETTERS.containsKey(letter);
    }

    private static Symbols withHat(String stem, String index) {
        if (stem.endsWith(HAT)) {
            String letter = stem.substring(0, stem.length() - HAT.length()).replaceFirst("_$", "");
            if (letter.length() == 1 || GREEK_LETTERS.containsKey(letter)) {
                return new Symbols(letter, true, index);
            }
        }
        return new Symbols(stem, false, index);
    }

    private static Map<String, String> greekLetters() {
        Map<String, String> letters = new HashMap<>();
        for (int i = 0; i < GREEK.size(); i++) {
            String name = GREEK.get(i);
            if (!name.isEmpty()) {
                letters.put(name, Character.toString(SMALL_ALPHA + i));
                String capital = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
                letters.put(capital, Character.toString(CAPITAL_ALPHA + i));
            }
        }
        return letters;
    }

    /**
     * The label of a derivative, taken apart.
     *
     * @param order its order in digits, or empty for 1
     * @param of the name of what is differentiated
     * @param by what it is differentiated by
     */
    record Derivative(String order, String of, List<By> by) {
        /**
         * @param power how often, in digits, or empty for once
         */
        record By(String name, String power) {
            private static By parse(String text) {
                int hat = text.indexOf('^');
                return hat < 0 ? new By(text, "") : new By(text.substring(0, hat), text.substring(hat + 1));
            }
        }

        static Optional<Derivative> parse(String label) {
            Matcher matcher = DERIVATIVE.matcher(label);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            List<By> by = Stream.of(matcher.group(3).substring(2).split(" d "))
                    .map(By::parse)
                    .toList();
            return Optional.of(new Derivative(matcher.group(1), matcher.group(2), by));
        }
    }
}
