package dev.adjoint.benchmarks;

import dev.adjoint.source.SourceFile;
import java.util.List;

/** How the time from text to a loaded class grows with depth and width: blocks of a transformer, repeated. */
final class Depth {
    private Depth() {}

    static SourceFile model(int blocks, int width) {
        String text = """
                layer block(x[n, time, width]) {
                  let h = x + attention(layer_norm(x), 4, causal = 1)
                  h + (layer_norm(h) |> dense(4 * width) |> gelu |> dense(width))
                }
                model Deep {
                  precision f32
                  dim    n, time, characters = 43, width = %d
                  input  character[n, time] : index(characters)
                  target following[n, time] : class(characters)
                  output logits = character |> embedding(characters, width) |> positional_encoding
                      |> repeat %d block |> layer_norm |> dense(characters)
                  loss   mean(cross_entropy(logits, following))
                }
                """;
        return new SourceFile("deep.nn", String.format(text, width, blocks));
    }

    /** Milliseconds, the least of some repeats. */
    static double millis(int blocks, int width, int repeats) {
        SourceFile text = model(blocks, width);
        long least = Long.MAX_VALUE;
        for (int i = 0; i < repeats; i++) {
            long start = System.nanoTime();
            ExampleModel.compile(text).load(List.of());
            least = Math.min(least, System.nanoTime() - start);
        }
        return least / 1e6;
    }
}
