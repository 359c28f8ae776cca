package dev.adjoint.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.cli.Folder.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data with fewer elements along a dim than the model reads. */
class TooShortTest {
    @TempDir
    private Path path;

    private Folder folder() throws IOException {
        Folder folder = new Folder(path);
        folder.write("m.nn", """
                model M {
                  dim n, time
                  input x[n, time]
                  param w = 1
                  loss w^2 + sum[n](x[n, time - 3] * w)
                }
                """);
        return folder;
    }

    @ParameterizedTest
    @ValueSource(strings = {"eval", "gradcheck", "train"})
    void isAnsweredWithTheFile(String command) throws IOException {
        Folder folder = folder();
        folder.write("short.json", "{\"x\": [[1, 2], [3, 4]]}");
        Outcome outcome = folder.run(command + " @m.nn --data @short.json");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("short.json:1:2: error[wrong-size]: 'x' has 2 along time, but the model needs at least 3: "
                        + "x[n, time - 3] (m.nn:5)")
                .doesNotContain("Exception", "internal error", "\tat ");
    }

    /** 1 + 1 + 4, at w = 1. */
    @Test
    void enoughIsEnough() throws IOException {
        Folder folder = folder();
        folder.write("long.json", "{\"x\": [[1, 2, 3], [4, 5, 6]]}");
        Outcome outcome = folder.run("eval @m.nn --data @long.json");

        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("6");
    }

    /** Five samples in batches of three leave a last one of two. */
    @Test
    void soAreBatches() throws IOException {
        Folder folder = new Folder(path);
        folder.write("m.nn", """
                model M {
                  dim n
                  input x[n]
                  param w = 1
                  loss w^2 + x[2] * w
                }
                """);
        folder.write("x.csv", "x\n1\n2\n3\n4\n5\n");
        Outcome outcome = folder.run("train @m.nn --data @x.csv --batch 3 --epochs 1");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("the last batch is too small: n is 2, but the model needs at least 3: x[2] (m.nn:5)")
                .doesNotContain("Exception", "internal error", "\tat ");
    }
}
