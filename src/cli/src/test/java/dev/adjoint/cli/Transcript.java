package dev.adjoint.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The {@code console} blocks of a Markdown text: commands on lines that begin with {@code $}, and below each what it
 * prints. Where the text has {@code ...}, anything may be printed.
 */
final class Transcript {
    private static final String PROMPT = "$ ";
    private static final String FENCE = "```";

    private final List<String> prose = new ArrayList<>();
    private final List<Command> commands = new ArrayList<>();

    private Transcript() {}

    /**
     * A command in a text.
     *
     * @param line what follows the prompt
     * @param output what the text says it prints: lines, each with its end
     * @param position where in the prose it stands
     */
    record Command(String line, String output, int position) {
        /** Whether this is printed as the text says. */
        boolean prints(String actual) {
            return matches(output, actual);
        }

        boolean hasWildcard() {
            return output.contains("...");
        }
    }

    static Transcript of(String markdown) {
        Transcript transcript = new Transcript();
        boolean inside = false;
        for (String line : markdown.lines().toList()) {
            inside = inside ? !line.equals(FENCE) : line.equals(FENCE + "console");
            if (inside && line.startsWith(PROMPT)) {
                transcript.commands.add(new Command(line.substring(PROMPT.length()), "", transcript.prose.size()));
            } else if (inside && !line.startsWith(FENCE)) {
                int last = transcript.commands.size() - 1;
                Command command = transcript.commands.get(last);
                transcript.commands.set(
                        last, new Command(command.line, command.output + line + "\n", command.position));
            } else {
                transcript.prose.add(line);
            }
        }
        return transcript;
    }

    List<Command> commands() {
        return commands;
    }

    /** The text again, with other outputs. */
    String withOutputs(UnaryOperator<Command> replacement) {
        StringBuilder text = new StringBuilder();
        int next = 0;
        for (int i = 0; i <= prose.size(); i++) {
            for (; next < commands.size() && commands.get(next).position == i; next++) {
                Command command = replacement.apply(commands.get(next));
                text.append(PROMPT).append(command.line).append('\n').append(command.output);
            }
            if (i < prose.size()) {
                text.append(prose.get(i)).append('\n');
            }
        }
        return text.toString();
    }

    /** Whether a text is as described: the same, but for what stands where the description has {@code ...}. */
    static boolean matches(String description, String text) {
        StringBuilder regex = new StringBuilder();
        for (String part : description.split("(?<=\\.\\.\\.\n?)|(?=\\.\\.\\.)", -1)) {
            regex.append(part.startsWith("...") ? "(?s:.*)" : Pattern.quote(part));
        }
        return Pattern.matches(regex.toString(), text);
    }

    /** The contents of all blocks of a language in a Markdown text. */
    static List<String> blocks(String language, String markdown) {
        List<String> blocks = new ArrayList<>();
        StringBuilder block = null;
        for (String line : markdown.lines().toList()) {
            if (block == null) {
                block = line.equals(FENCE + language) ? new StringBuilder() : null;
            } else if (line.equals(FENCE)) {
                blocks.add(block.toString());
                block = null;
            } else {
                block.append(line).append('\n');
            }
        }
        return blocks;
    }
}
