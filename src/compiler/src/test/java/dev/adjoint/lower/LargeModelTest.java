package dev.adjoint.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.check.Compilation;
import dev.adjoint.expr.ModelDag;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Long and deep models go through parser, checker and lowering on a small stack, and give DAGs of linear size. */
class LargeModelTest {
    private static final int LENGTH = 20_000;

    /** Half the default of all supported platforms. */
    private static final long SMALL_STACK = 512 << 10;

    private static final int NODES_PER_ELEMENT = 8;

    @ParameterizedTest
    @MethodSource
    void isLoweredOnASmallStack(String text) throws InterruptedException {
        AtomicReference<Object> result = new AtomicReference<>();
        Thread thread = new Thread(null, () -> result.set(lower(text)), "small stack", SMALL_STACK);
        thread.start();
        thread.join();
        assertThat(result.get()).isInstanceOf(ModelDag.class);
        assertThat(((ModelDag) result.get()).dag().size()).isLessThan(NODES_PER_ELEMENT * LENGTH);
    }

    private static Object lower(String text) {
        try {
            return Compilation.lower(text);
        } catch (StackOverflowError overflow) {
            return overflow;
        }
    }

    static Stream<Named<String>> isLoweredOnASmallStack() {
        return Stream.of(
                model("sum", "loss " + repeat("w * %d", " + ")),
                model("difference", "loss " + repeat("w * %d", " - ")),
                model("product", "loss " + repeat("(w + %d)", " * ")),
                model("quotient", "loss " + repeat("(w + %d)", " / ")),
                model("powers", "loss w" + " ^ -w".repeat(190)),
                model("signs", "loss " + "- ".repeat(LENGTH) + "w"),
                model("conditions", "loss if " + repeat("w > %d", " and ") + " then w else 0"),
                model("arguments", "loss max(" + repeat("w * %d", ", ") + ")"),
                model("chain of lets", "let a0 = w, " + chain("a%d = sin(a%d)") + " loss a" + LENGTH),
                model("chain of lets in reverse", "let " + reversedChain() + ", a0 = w loss a" + LENGTH),
                model("parentheses", "loss " + "(".repeat(250) + "w" + ")".repeat(250)),
                model("branches", "loss " + "if w > 0 then w else ".repeat(250) + "w"),
                model("everything nested", "loss " + "-2^-exp(w * 2 + ".repeat(60) + "w" + ")".repeat(60)),
                Named.of("functions that double", doublingFunctions()));
    }

    private static Named<String> model(String name, String items) {
        return Named.of(name, "model M { param w = 1 " + items + " }");
    }

    private static String repeat(String pattern, String separator) {
        return IntStream.rangeClosed(1, LENGTH)
                .mapToObj(i -> pattern.formatted(i))
                .collect(Collectors.joining(separator));
    }

    private static String chain(String pattern) {
        return IntStream.rangeClosed(1, LENGTH)
                .mapToObj(i -> pattern.formatted(i, i - 1))
                .collect(Collectors.joining(", "));
    }

    private static String reversedChain() {
        return IntStream.rangeClosed(1, LENGTH)
                .map(i -> LENGTH + 1 - i)
                .mapToObj(i -> "a%d = sin(a%d)".formatted(i, i - 1))
                .collect(Collectors.joining(", "));
    }

    /** Each calls the previous twice: as a tree, 2^100 calls. */
    private static String doublingFunctions() {
        String functions = IntStream.rangeClosed(1, 100)
                .mapToObj(i -> "fn f%d(x) = f%d(x) + f%d(sin(x))\n".formatted(i, i - 1, i - 1))
                .collect(Collectors.joining());
        return "fn f0(x) = x\n" + functions + "model M { param w = f100(0) loss f100(w) }";
    }
}
