package dev.adjoint.check;

import dev.adjoint.runtime.TrainSettings;
import dev.adjoint.runtime.TrainSettings.OptimizerSettings;
import dev.adjoint.runtime.train.Optimizers;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Diagnostics;
import dev.adjoint.source.Spelling;
import dev.adjoint.syntax.Ast;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Checks the entries of a {@code train} block. */
final class TrainChecker {
    private static final List<String> WORDS = List.of("data", "optimizer", "epochs", "batch", "seed", "until_gradient");
    /** Up to here every integer is a number of its own. */
    private static final double LARGEST_SEED = 1L << 53;

    private final Constants constants;
    private final Diagnostics diagnostics;
    private final Map<String, Ast.Entry> entries = new HashMap<>();

    TrainChecker(Constants constants, Diagnostics diagnostics) {
        this.constants = constants;
        this.diagnostics = diagnostics;
    }

    TrainSettings check(Ast.Train train) {
        for (Ast.Entry entry : train.entries()) {
            Ast.Name word = entry.word();
            if (!WORDS.contains(word.text())) {
                String hint = Spelling.nearest(word.text(), WORDS)
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("the entries are " + String.join(", ", WORDS));
                diagnostics.report(DiagnosticCode.UNKNOWN_TRAIN_ENTRY, word.span(), word.text(), hint);
            } else if (entries.putIfAbsent(word.text(), entry) != null) {
                diagnostics.report(DiagnosticCode.DUPLICATE_TRAIN_ENTRY, word.span(), word.text());
            }
        }
        OptionalDouble seed = integer("seed", -LARGEST_SEED, LARGEST_SEED, "an integer");
        return new TrainSettings(
                data(),
                optimizer(),
                toInt(integer("epochs", 1, Integer.MAX_VALUE, "a positive integer")),
                toInt(isAll("batch") ? OptionalDouble.empty() : batch()),
                seed.isPresent() ? OptionalLong.of((long) seed.getAsDouble()) : OptionalLong.empty(),
                untilGradient());
    }

    private Optional<String> data() {
        Ast.Entry entry = entries.get("data");
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.value() instanceof Ast.Text text && !text.text().isBlank()) {
            return Optional.of(text.text());
        }
        reportValue(entry, "the name of a file in quotes");
        return Optional.empty();
    }

    private OptionalDouble batch() {
        return integer("batch", 1, Integer.MAX_VALUE, "a positive integer or 'all'");
    }

    private boolean isAll(String word) {
        Ast.Entry entry = entries.get(word);
        return entry != null
                && entry.value() instanceof Ast.Choice choice
                && choice.arguments().isEmpty()
                && choice.name().text().equals("all");
    }

    private OptionalDouble untilGradient() {
        Ast.Entry entry = entries.get("until_gradient");
        if (entry == null) {
            return OptionalDouble.empty();
        }
        if (entry.value() instanceof Ast.Quantity quantity && quantity.value() > 0) {
            return OptionalDouble.of(quantity.value());
        }
        reportValue(entry, "a positive number");
        return OptionalDouble.empty();
    }

    private OptionalDouble integer(String word, double least, double most, String expected) {
        Ast.Entry entry = entries.get(word);
        if (entry == null) {
            return OptionalDouble.empty();
        }
        if (entry.value() instanceof Ast.Quantity quantity
                && quantity.value() == Math.rint(quantity.value())
                && quantity.value() >= least
                && quantity.value() <= most) {
            return OptionalDouble.of(quantity.value());
        }
        reportValue(entry, expected);
        return OptionalDouble.empty();
    }

    private static OptionalInt toInt(OptionalDouble whole) {
        return whole.isPresent() ? OptionalInt.of((int) whole.getAsDouble()) : OptionalInt.empty();
    }

    private void reportValue(Ast.Entry entry, String expected) {
        String found = entry.value().span().text();
        diagnostics.report(
                DiagnosticCode.BAD_TRAIN_VALUE,
                entry.value().span(),
                entry.word().text(),
                expected,
                found);
    }

    private Optional<OptimizerSettings> optimizer() {
        Ast.Entry entry = entries.get("optimizer");
        if (entry == null) {
            return Optional.empty();
        }
        if (!(entry.value() instanceof Ast.Choice choice)) {
            reportValue(entry, "the name of an optimizer");
            return Optional.empty();
        }
        Ast.Name name = choice.name();
        if (!Optimizers.names().contains(name.text())) {
            diagnostics.report(
                    DiagnosticCode.UNKNOWN_OPTIMIZER, name.span(), name.text(), hint(name.text(), Optimizers.names()));
            return Optional.empty();
        }
        return Optional.of(new OptimizerSettings(name.text(), arguments(choice)));
    }

    private Map<String, Double> arguments(Ast.Choice choice) {
        Map<String, Optimizers.Argument> known = new LinkedHashMap<>();
        Optimizers.arguments(choice.name().text()).forEach(argument -> known.put(argument.name(), argument));
        Map<String, Double> values = new LinkedHashMap<>();
        for (Ast.Argument argument : choice.arguments()) {
            String name = argument.name().text();
            OptionalDouble value = constants.finite(argument.value());
            if (!known.containsKey(name)) {
                diagnostics.report(
                        DiagnosticCode.UNKNOWN_OPTIMIZER_ARGUMENT,
                        argument.name().span(),
                        choice.name().text(),
                        name,
                        hint(name, known.keySet()));
            } else if (values.putIfAbsent(name, value.orElse(0)) != null) {
                diagnostics.report(
                        DiagnosticCode.DUPLICATE_OPTIMIZER_ARGUMENT,
                        argument.name().span(),
                        name);
            } else if (value.isPresent() && !known.get(name).range().contains(value.getAsDouble())) {
                diagnostics.report(
                        DiagnosticCode.BAD_TRAIN_VALUE,
                        argument.value().span(),
                        name,
                        "a number " + known.get(name).range(),
                        argument.value().span().text());
            }
        }
        return values;
    }

    private static String hint(String written, Collection<String> known) {
        return Spelling.nearest(written, known)
                .map(near -> "did you mean '" + near + "'?")
                .orElse("there is " + String.join(", ", known.stream().sorted().toList()));
    }
}
