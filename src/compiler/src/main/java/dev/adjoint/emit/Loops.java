package dev.adjoint.emit;

import com.palantir.javapoet.CodeBlock;
import dev.adjoint.expr.Axis;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The loops that are open, outermost first, and the integers that each computes once for the loops inside. */
final class Loops {
    private final List<Frame> frames = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    void enter(Axis axis, String index) {
        frames.add(new Frame(axis, index));
    }

    /** Closes the innermost loop; its body must start with the result. */
    CodeBlock leave() {
        return frames.remove(frames.size() - 1).locals.build();
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    int depth() {
        return frames.size();
    }

    boolean contains(Collection<Axis> axes) {
        return axes.stream().allMatch(axis -> index(axis).isPresent());
    }

    /** The variable that runs along an axis. */
    Optional<String> index(Axis axis) {
        return frames.stream()
                .filter(frame -> frame.axis.equals(axis))
                .map(frame -> frame.index)
                .findFirst();
    }

    /** The variables of all open loops. */
    List<String> indices() {
        return frames.stream().map(frame -> frame.index).toList();
    }

    /** How many loops surround what depends on some axes only. */
    int depth(Collection<Axis> axes) {
        int depth = frames.size();
        while (depth > 0 && !axes.contains(frames.get(depth - 1).axis)) {
            depth--;
        }
        return depth;
    }

    /** The name of a local of the loop at {@code depth} that has this value: one that is there, or a new one. */
    String local(int depth, String stem, CodeBlock value) {
        Frame frame = frames.get(depth - 1);
        return frame.known.computeIfAbsent(value.toString(), text -> {
            String name = stem + numbers.merge(stem, 1, Integer::sum);
            frame.locals.addStatement("int $N = $L", name, value);
            return name;
        });
    }

    private static final class Frame {
        private final Axis axis;
        private final String index;
        private final CodeBlock.Builder locals = CodeBlock.builder();
        private final Map<String, String> known = new HashMap<>();

        Frame(Axis axis, String index) {
            this.axis = axis;
            this.index = index;
        }
    }
}
