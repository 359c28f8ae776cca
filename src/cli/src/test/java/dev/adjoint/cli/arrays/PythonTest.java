package dev.adjoint.cli.arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lets NumPy read what we write. Needs Python 3 with NumPy; skipped without, and says so. */
class PythonTest {
    private static final String SCRIPT = "src/test/python/array_files.py";

    @TempDir
    private Path folder;

    @Test
    void numpyReadsWhatIsWrittenHere() throws Exception {
        requireNumpy();
        for (Precision precision : Precision.values()) {
            String kind = precision == Precision.F32 ? "f4" : "f8";
            Map<String, Tensor> arrays = new LinkedHashMap<>();
            arrays.put("scalar", thirds(precision));
            arrays.put("vector", thirds(precision, 5));
            arrays.put("tensor", thirds(precision, 2, 3, 4));
            arrays.put("encoder.3.attention.Wq", thirds(precision, 3, 2));
            Files.write(folder.resolve("arrays-" + kind + ".npz"), NpzFile.write(arrays));
            Files.write(
                    folder.resolve("parameters-" + kind + ".safetensors"),
                    SafetensorsFile.write(arrays, Map.of("model", "Said \"Test\"")));
        }

        Outcome outcome = python(SCRIPT, "check", folder.toString());

        assertThat(outcome.text()).isEqualTo("ok\n");
        assertThat(outcome.status()).isZero();
    }

    private static Tensor thirds(Precision precision, Integer... sizes) {
        int count = List.of(sizes).stream().reduce(1, Math::multiplyExact);
        RealArray values = RealArray.allocate(precision, count);
        for (int i = 0; i < count; i++) {
            values.set(i, (i + 1) / 3.0);
        }
        return new Tensor(List.of(sizes), values);
    }

    private static void requireNumpy() throws InterruptedException {
        String reason;
        try {
            Outcome outcome = python("-c", "import numpy");
            reason = outcome.status() == 0 ? "" : outcome.text();
        } catch (IOException e) {
            reason = e.getMessage();
        }
        if (!reason.isEmpty()) {
            System.out.println("PythonTest is skipped, it needs python3 with NumPy: " + reason);
        }
        assumeTrue(reason.isEmpty(), "needs python3 with NumPy: " + reason);
    }

    private record Outcome(int status, String text) {}

    private static Outcome python(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "python3";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), text);
    }
}
