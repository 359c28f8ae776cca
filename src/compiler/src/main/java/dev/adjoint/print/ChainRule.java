package dev.adjoint.print;

import dev.adjoint.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * The chain rule from a loss down to one scalar parameter, with numbers.
 *
 * @param steps the values on the paths, the loss first, each before those it depends on
 * @param variable the parameter's name
 * @param gradient the derivative of the loss by it
 */
public record ChainRule(List<Step> steps, String variable, double gradient) {
    private static final int SAMPLES_SHOWN = 3;
    private static final int DIGITS_SHOWN = 6;

    /** Formulas wider than this push their numbers to the right instead of everybody's. */
    private static final int WIDEST_COLUMN = 68;

    public ChainRule {
        steps = List.copyOf(steps);
        Objects.requireNonNull(variable);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("no path to " + variable);
        }
    }

    /**
     * One value on a path from the parameter to the loss.
     *
     * @param name of the value
     * @param formula in terms of names
     * @param axes the value's axes; one sample for each of their indices
     * @param locals its derivatives by the values next on the path
     * @param values one per sample; exactly one if there are no axes
     * @param adjoint the derivative of the loss by each of them
     * @param origin where the model says so
     */
    public record Step(
            String name,
            String formula,
            List<String> axes,
            List<Local> locals,
            double[] values,
            double[] adjoint,
            Optional<Span> origin) {
        public Step {
            axes = List.copyOf(axes);
            locals = List.copyOf(locals);
            values = values.clone();
            adjoint = adjoint.clone();
        }
    }

    /**
     * The derivative of a step's value by one that it depends on.
     *
     * @param operand name of a later step, or of the parameter
     * @param formula in terms of names
     * @param values one per sample of whichever of the two has more axes
     */
    public record Local(String operand, String formula, double[] values) {
        public Local {
            values = values.clone();
        }
    }

    /** The steps as lines: formula, number, place in the model. Without line breaks. */
    public List<String> lines() {
        List<Row> rows = new ArrayList<>();
        for (Step step : steps) {
            rows.add(value(step));
            if (step != steps.get(0)) {
                accumulated(step).ifPresent(rows::add);
            }
            step.locals().forEach(local -> rows.add(local(step, local)));
        }
        rows.add(total());
        int column = rows.stream()
                .mapToInt(row -> row.formula.length())
                .filter(width -> width <= WIDEST_COLUMN)
                .max()
                .orElse(WIDEST_COLUMN);
        int numbers = rows.stream().mapToInt(row -> row.numbers.length()).max().orElse(0);
        return rows.stream().map(row -> row.line(column, numbers)).toList();
    }

    private static Row value(Step step) {
        String place = step.origin()
                .map(span -> span.file().name() + ":" + span.line())
                .orElse("");
        return new Row(step.name() + " = " + step.formula(), numbers(step.values(), step.axes()), place);
    }

    private Row local(Step step, Local local) {
        String formula = "  " + derivative(step.name(), local.operand()) + " = " + local.formula();
        List<String> axes = step.axes().isEmpty() ? axesOf(local.operand()) : step.axes();
        return new Row(formula, numbers(local.values(), axes), "");
    }

    /** How the loss depends on a step's value by way of the steps above; nothing new if that is the loss alone. */
    private Optional<Row> accumulated(Step step) {
        List<Contribution> contributions = contributions(step.name());
        if (contributions.size() == 1 && contributions.get(0).step == steps.get(0)) {
            return Optional.empty();
        }
        return Optional.of(new Row(
                "  " + derivative(lossName(), step.name()) + " = " + sum(contributions, step.axes()),
                numbers(step.adjoint(), step.axes()),
                ""));
    }

    private Row total() {
        List<Contribution> contributions = contributions(variable);
        String left = derivative(lossName(), variable);
        Contribution first = contributions.get(0);
        if (contributions.size() == 1 && first.step == steps.get(0)) {
            return new Row(left, "= " + number(gradient), "");
        }
        boolean isOneSum = contributions.size() == 1
                && !first.step.axes().isEmpty()
                && first.step.adjoint().length == first.local.values().length;
        String addends = isOneSum ? "= sum of " + list(products(first)) + " " : "";
        return new Row(left + " = " + sum(contributions, List.of()), addends + "= " + number(gradient), "");
    }

    private List<Contribution> contributions(String operand) {
        List<Contribution> found = new ArrayList<>();
        for (Step step : steps) {
            for (Local local : step.locals()) {
                if (local.operand().equals(operand)) {
                    found.add(new Contribution(step, local));
                }
            }
        }
        return found;
    }

    private String sum(List<Contribution> contributions, List<String> axes) {
        return contributions.stream().map(c -> term(c, axes)).collect(Collectors.joining(" + "));
    }

    /** One way from the loss to an operand over {@code axes}: what the operand lacks is summed over. */
    private String term(Contribution way, List<String> axes) {
        String last = derivative(way.step.name(), way.local.operand());
        // The loss's own use of the operand is written out: its derivative would have the name of the sum.
        String product =
                way.step == steps.get(0) ? way.local.formula() : derivative(lossName(), way.step.name()) + " * " + last;
        String summed = way.step.axes().stream().filter(a -> !axes.contains(a)).collect(Collectors.joining(", "));
        return summed.isEmpty() ? product : "sum[" + summed + "](" + product + ")";
    }

    private static double[] products(Contribution way) {
        double[] products = way.step.adjoint().clone();
        for (int i = 0; i < products.length; i++) {
            products[i] *= way.local.values()[i];
        }
        return products;
    }

    private List<String> axesOf(String name) {
        return steps.stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .map(Step::axes)
                .orElse(List.of());
    }

    private String lossName() {
        return steps.get(0).name();
    }

    private static String derivative(String of, String by) {
        return "d " + of + "/d " + by;
    }

    private static String numbers(double[] values, List<String> axes) {
        return "= " + (axes.isEmpty() ? number(values[0]) : list(values));
    }

    private static String list(double[] values) {
        String shown = DoubleStream.of(values)
                .limit(SAMPLES_SHOWN)
                .mapToObj(ChainRule::number)
                .collect(Collectors.joining(", "));
        return "[" + shown + (values.length > SAMPLES_SHOWN ? ", …]" : "]");
    }

    private static String number(double value) {
        return Numbers.rounded(value, DIGITS_SHOWN);
    }

    private record Contribution(Step step, Local local) {}

    /** A line of three columns. */
    private record Row(String formula, String numbers, String place) {
        String line(int column, int numbersColumn) {
            String left = pad(formula, column) + "  ";
            return place.isEmpty() ? left + numbers : left + pad(numbers, numbersColumn) + "  " + place;
        }

        private static String pad(String text, int width) {
            return text + " ".repeat(Math.max(0, width - text.length()));
        }
    }
}
