package dev.adjoint.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.cli.Folder.Outcome;
import dev.adjoint.cli.arrays.NpzFile;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Labels and indices out of range, in every kind of file and for every command that reads data: the message names the file
 * and the element's place in it, and what would have been right.
 */
class OutOfRangeTest {
    private static final String MODEL = """
            model Words {
              dim    n, time = 2, vocabulary = 4, classes = 3
              input  words[n, time] : index(vocabulary)
              target y[n] : class(classes)
              param  E[vocabulary, classes] = 0.5
              output logits[n, classes] = sum[time](E[words[n, time], classes])
              loss   mean(cross_entropy(logits, y))
            }
            """;

    private static final String LABEL = "each element of 'y' is a label of classes, an integer from 0 to 2; found ";

    private static final String INDEX =
            "each element of 'words' is an index along vocabulary, an integer from 0 to 3; found ";

    @TempDir
    private Path path;

    /** Three samples; what is wrong stands in the second or third. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "csv  | 0 1 2 3 0 0 | 0 3 2 | bad.csv:3:5: error[wrong-element]: LABEL3",
                "csv  | 0 1 2 3 0 0 | 0 2 -1 | bad.csv:4:5: error[wrong-element]: LABEL-1",
                "csv  | 0 1 2 4 0 0 | 0 2 1 | bad.csv:3:3: error[wrong-element]: INDEX4",
                "csv  | 0 1 2 3 0.5 0 | 0 2 1 | bad.csv:4:1: error[wrong-element]: INDEX0.5",
                "json | 0 1 2 3 0 0 | 0 3 2 | bad.json:2:10: error[wrong-element]: LABEL3",
                "json | 0 1 2 4 0 0 | 0 2 1 | bad.json:1:22: error[wrong-element]: INDEX4",
                "json | 0 1 2 3 -1 0 | 0 2 1 | bad.json:1:27: error[wrong-element]: INDEX-1",
                "npz  | 0 1 2 3 0 0 | 0 3 2 | bad.npz:1:1: error[wrong-element]: LABEL3 at [1]",
                "npz  | 0 1 2 4 0 0 | 0 2 1 | bad.npz:1:1: error[wrong-element]: INDEX4 at [1, 1]",
                "npz  | 0 1 2 3 0 0.5 | 0 2 1 | bad.npz:1:1: error[wrong-element]: INDEX0.5 at [2, 1]",
                "npy  | 0 1 2 3 0 0 | 0 3 2 | y.npy:1:1: error[wrong-element]: LABEL3 at [1]",
                "npy  | 0 1 2 4 0 0 | 0 2 1 | words.npy:1:1: error[wrong-element]: INDEX4 at [1, 1]",
                "npy  | 0 1 2 3 -1 0 | 0 2 1 | words.npy:1:1: error[wrong-element]: INDEX-1 at [2, 0]",
            })
    void isAnsweredWithItsPlace(String kind, String words, String labels, String message) throws IOException {
        Folder folder = new Folder(path);
        folder.write("words.nn", MODEL);
        String data = write(folder, kind, words.split(" "), labels.split(" "));
        String expected = message.replace("LABEL", LABEL).replace("INDEX", INDEX);

        for (String command : List.of("eval", "gradcheck", "train")) {
            Outcome outcome = folder.run(command + " @words.nn " + data);

            assertThat(outcome.status()).as(command).isEqualTo(1);
            assertThat(outcome.err()).contains(expected).doesNotContain("Exception", "internal error", "\tat ");
        }
    }

    private String write(Folder folder, String kind, String[] words, String[] labels) throws IOException {
        return switch (kind) {
            case "csv" -> {
                StringBuilder text = new StringBuilder("words[0],words[1],y\n");
                for (int i = 0; i < labels.length; i++) {
                    text.append("%s,%s,%s%n".formatted(words[2 * i], words[2 * i + 1], labels[i]));
                }
                folder.write("bad.csv", text.toString());
                yield "--data @bad.csv";
            }
            case "json" -> {
                String rows = "[%s,%s], [%s,%s], [%s,%s]".formatted((Object[]) words);
                folder.write("bad.json", "{\"words\": [" + rows + "],\n\"y\": [" + String.join(", ", labels) + "]}");
                yield "--data @bad.json";
            }
            case "npz" -> {
                Files.write(path.resolve("bad.npz"), NpzFile.write(arrays(words, labels)));
                yield "--data @bad.npz";
            }
            default -> {
                unzip(NpzFile.write(arrays(words, labels)));
                yield "--data words=" + path + "/words.npy --data y=" + path + "/y.npy";
            }
        };
    }

    private static Map<String, Tensor> arrays(String[] words, String[] labels) {
        return Map.of(
                "words", new Tensor(List.of(labels.length, 2), numbers(words)),
                "y", new Tensor(List.of(labels.length), numbers(labels)));
    }

    private static RealArray numbers(String[] texts) {
        return RealArray.of(
                List.of(texts).stream().mapToDouble(Double::parseDouble).toArray());
    }

    private void unzip(byte[] archive) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Files.write(path.resolve(entry.getName()), zip.readAllBytes());
            }
        }
    }
}
