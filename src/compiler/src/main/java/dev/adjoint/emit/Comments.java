package dev.adjoint.emit;

import com.palantir.javapoet.CodeBlock;
import dev.adjoint.expr.Node;
import dev.adjoint.plan.Kernel;
import dev.adjoint.source.Span;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Says above each kernel what it computes and where that stands in the model file. */
final class Comments {
    /** A formula of more operations than that, written as a tree, is no help to a reader. */
    private static final int LARGEST_FORMULA = 60;

    private static final int LONGEST_LINE = 110;
    private static final int MOST_LINES = 12;

    private final ModelNames model;

    Comments(ModelNames model) {
        this.model = model;
    }

    CodeBlock above(Kernel kernel) {
        CodeBlock.Builder code = CodeBlock.builder();
        List<Node> results = kernel.results();
        for (Node node : results.subList(0, Math.min(MOST_LINES, results.size()))) {
            code.add("// $L\n", line(node));
        }
        if (results.size() > MOST_LINES) {
            code.add("// and $L more\n", results.size() - MOST_LINES);
        }
        return code.build();
    }

    private String line(Node node) {
        Node original = model.program.original(node);
        StringBuilder line = new StringBuilder();
        model.nameOf(node).ifPresent(name -> line.append(name).append(" = "));
        if (size(original) <= LARGEST_FORMULA) {
            line.append(model.options.formula().apply(original));
        } else {
            line.append("...");
        }
        if (line.length() > LONGEST_LINE) {
            line.setLength(LONGEST_LINE);
            line.append("...");
        }
        Set<String> origins = origins(original);
        if (!origins.isEmpty()) {
            line.append("   (").append(String.join(", ", origins)).append(')');
        }
        return plain(line.toString());
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

    /** Operations in the formula written as a tree, up to the limit. */
    private int size(Node root) {
        int size = 0;
        Deque<Node> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty() && size <= LARGEST_FORMULA) {
            Node node = open.pop();
            size += node.operands().isEmpty() ? 0 : 1;
            open.addAll(node.operands());
        }
        return size;
    }
}
