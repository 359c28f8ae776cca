package dev.adjoint.syntax;

import java.util.List;
import java.util.stream.Collectors;

/** Where items stand, and which ones. */
enum BlockKind {
    MODEL(
            "a model",
            "an item such as 'let' or 'output'",
            List.of(
                    "precision",
                    "dim",
                    "input",
                    "target",
                    "param",
                    "let",
                    "output",
                    "metric",
                    "layer",
                    "state",
                    "next",
                    "loss",
                    "train")),
    LAYER("a layer", "an item such as 'let' or 'param'", List.of("param", "let", "layer", "state", "next")),
    FUNCTION("a function", "'let'", List.of("let")),
    SCAN("a scan", "'let', 'next' or 'emit'", List.of("let", "next", "emit"));

    private final String description;
    private final String example;
    private final List<String> items;

    BlockKind(String description, String example, List<String> items) {
        this.description = description;
        this.example = example;
        this.items = items;
    }

    String description() {
        return description;
    }

    /** Some of its items in words. */
    String example() {
        return example;
    }

    /** The first words of its items. */
    List<String> items() {
        return items;
    }

    /** All its items in words: {@code 'let', 'next' or 'emit'}. */
    String choice() {
        List<String> quoted = items.stream().map(word -> "'" + word + "'").toList();
        int last = quoted.size() - 1;
        return last == 0
                ? quoted.get(0)
                : quoted.subList(0, last).stream().collect(Collectors.joining(", ")) + " or " + quoted.get(last);
    }
}
