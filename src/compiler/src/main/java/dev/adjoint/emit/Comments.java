package dev.adjoint.emit;

import com.palantir.javapoet.CodeBlock;
import dev.adjoint.expr.Node;
import dev.adjoint.plan.Multiplication;
import dev.adjoint.plan.Step;
import dev.adjoint.source.Span;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Says above each kernel what it computes and where that stands in the model file. */
final class Comments {
    /** A formula of more operations than that, written as a tree, is no help to a reader. */
    private static final int LARGEST_FORMULA = 120;

    private static final int LONGEST_FORMULA = 100;
    private static final int MOST_LINES = 12;

    private final ModelNames model;

    Comments(ModelNames model) {
        this.model = model;
    }

    /** What a step computes: values of the model, with the places they come from. */
    CodeBlock above(Step step) {
        List<Node> named = step.results().stream()
                .filter(node -> model.nameOf(node).isPresent())
                .toList();
        CodeBlock.Builder code = CodeBlock.builder();
        named.stream().limit(MOST_LINES).forEach(node -> code.add(above(node)));
        if (named.size() > MOST_LINES) {
            code.add("// and $L more\n", named.size() - MOST_LINES);
        }
        if (step instanceof Multiplication multiplication && named.isEmpty()) {
            return code.add(explained(multiplication.reduce())).build();
        }
        if (named.isEmpty()) {
            Set<String> origins = new LinkedHashSet<>();
            step.results().forEach(node -> origins.addAll(origins(model.program.original(node))));
            origins.stream().limit(1).forEach(origin -> code.add("// $L\n", plain(origin)));
        }
        return code.build();
    }

    /** The formula of a value without a name, and where it stands. */
    private CodeBlock explained(Node node) {
        Node original = model.program.original(node);
        String origins = String.join(", ", origins(original));
        String place = origins.isEmpty() ? "" : "   (" + origins + ")";
        return CodeBlock.of("// $L\n", plain(formula(original)) + plain(place));
    }

    /** What a value of the model is, and where it stands; nothing for one without a name. */
    CodeBlock above(Node node) {
        Node original = model.program.original(node);
        return model.nameOf(node)
                .map(name -> {
                    String origins = String.join(", ", origins(original));
                    String place = origins.isEmpty() ? "" : "   (" + origins + ")";
                    return CodeBlock.of("// $L\n", plain(name + " = " + formula(original)) + plain(place));
                })
                .orElse(CodeBlock.of(""));
    }

    /** What a result of a routine is. */
    CodeBlock result(String name, Node node) {
        return CodeBlock.of("// $L\n", plain(name + node.shape() + " = " + formula(model.program.original(node))));
    }

    /** What an accumulator without a name of its own sums up. */
    CodeBlock beside(Node node) {
        boolean isKnown = model.nameOf(node).isPresent();
        return CodeBlock.of("$L", isKnown ? "" : " // " + plain(formula(model.program.original(node))));
    }

    private String formula(Node original) {
        String formula = isLarge(original) ? "..." : model.options.formula().apply(original);
        return formula.length() > LONGEST_FORMULA ? formula.substring(0, LONGEST_FORMULA) + "..." : formula;
    }

    private Set<String> origins(Node node) {
        Set<String> origins = new LinkedHashSet<>();
        for (Span span : model.program.model().dag().origins(node)) {
            origins.add(fileName(span.file().name()) + ":" + span.line());
        }
        return origins;
    }

    /** The last part of a path, so that generated text is the same wherever the model lies. */
    static String fileName(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }

    /** One line that the Java compiler does not take for anything but a comment. */
    static String plain(String text) {
        return text.replaceAll("\\s+", " ").replace("\\u", "\\ u").replace("*/", "* /");
    }

    /** Whether the formula, written as a tree, has too many operands to be read. */
    private static boolean isLarge(Node root) {
        int size = 0;
        Deque<Node> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty() && size <= LARGEST_FORMULA) {
            List<Node> operands = open.pop().operands();
            size += operands.size();
            if (size <= LARGEST_FORMULA) {
                open.addAll(operands);
            }
        }
        return size > LARGEST_FORMULA;
    }
}
