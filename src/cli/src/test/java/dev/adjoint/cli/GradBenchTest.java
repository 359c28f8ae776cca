package dev.adjoint.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code examples/gradbench} speaks GradBench's protocol, as a process of its own, and answers what {@code reference.py}
 * computed.
 */
@Timeout(60)
class GradBenchTest {
    private static final Path ROOT = Path.of(System.getProperty("adjoint.root"));
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How far an entry of a gradient may be off, as a part of the largest entry. */
    private static final double TOLERANCE = 1e-9;

    @TempDir
    private static Path classes;

    private static Process tool;
    private static BufferedWriter requests;
    private static BufferedReader answers;

    @BeforeAll
    static void startTool() throws IOException {
        JavaExamples.compileInto(ROOT, classes);
        tool = start();
        requests = new BufferedWriter(new OutputStreamWriter(tool.getOutputStream(), StandardCharsets.UTF_8));
        answers = new BufferedReader(new InputStreamReader(tool.getInputStream(), StandardCharsets.UTF_8));
    }

    @AfterAll
    static void stopTool() {
        tool.destroy();
    }

    private static Process start() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String path = classes + System.getProperty("path.separator") + JavaExamples.runtime();
        return new ProcessBuilder(java, "-cp", path, "examples.gradbench.Main")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static List<Path> expected() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("examples/gradbench/expected"))) {
            return files.map(ROOT::relativize).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("expected")
    void answersWhatTheReferenceComputed(Path file) throws IOException {
        String module = file.getFileName().toString().replaceFirst("-.*", "");
        assertThat(ask("{'id': 1, 'kind': 'define', 'module': '" + module + "'}"))
                .isEqualTo(json("{'id': 1, 'success': true}"));

        for (GradBenchCall call :
                GradBenchCall.of(module, JSON.readTree(ROOT.resolve(file).toFile()))) {
            JsonNode answer = evaluate(module, call.function(), call.input());
            assertThat(answer.path("error").asText()).isEmpty();
            compare(call.function(), answer.get("output"), call.output());
        }
    }

    /** Entries may be off by a part of the largest one in the same array. */
    private static void compare(String what, JsonNode actual, JsonNode expected) {
        if (expected.isObject()) {
            assertThat(actual.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(expected::fieldNames);
            expected.fieldNames()
                    .forEachRemaining(name -> compare(what + "." + name, actual.get(name), expected.get(name)));
        } else {
            compare(what, actual, expected, TOLERANCE * largest(expected));
        }
    }

    private static void compare(String what, JsonNode actual, JsonNode expected, double tolerance) {
        assertThat(actual.getNodeType()).as(what).isEqualTo(expected.getNodeType());
        assertThat(actual.size()).as(what).isEqualTo(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            compare(what + "[" + i + "]", actual.get(i), expected.get(i), tolerance);
        }
        if (expected.isNumber()) {
            assertThat(actual.asDouble()).as(what).isCloseTo(expected.asDouble(), within(tolerance));
        }
    }

    private static double largest(JsonNode node) {
        double largest = Math.abs(node.asDouble());
        for (JsonNode element : node) {
            largest = Math.max(largest, largest(element));
        }
        return largest;
    }

    @Test
    void readsLongLines() throws IOException {
        int n = 1_280_000; // the longest that GradBench sends
        String x = String.join(",", Collections.nCopies(n, "-2.5e-1"));
        JsonNode input = json("{'x': [" + x + "]}");

        assertThat(evaluate("lse", "primal", input).get("output").asDouble())
                .isCloseTo(Math.log(n) - 0.25, within(1e-12));
        JsonNode gradient = evaluate("lse", "gradient", input).get("output");
        assertThat(gradient)
                .hasSize(n)
                .allSatisfy(entry -> assertThat(entry.asDouble()).isCloseTo(1.0 / n, within(1e-18)));
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "7, 0", "0, 0.01", "3, 0.01"})
    void runsAsOftenAndAsLongAsAsked(int runs, double seconds) throws IOException {
        ObjectNode input = (ObjectNode) json("{'x': [1, 2, 3]}");
        input.put("min_runs", runs);
        input.put("min_seconds", seconds);

        JsonNode timings = evaluate("lse", "gradient", input).get("timings");

        assertThat(timings.findValuesAsText("name").subList(0, 2)).containsExactly("prepare", "warmup");
        List<JsonNode> evaluations = timings.findParents("name").stream()
                .filter(timing -> timing.get("name").asText().equals("evaluate"))
                .toList();
        assertThat(evaluations).hasSizeGreaterThanOrEqualTo(runs).hasSize(timings.size() - 2);
        double total = evaluations.stream()
                .mapToDouble(timing -> timing.get("nanoseconds").longValue() / 1e9)
                .sum();
        assertThat(total).isGreaterThanOrEqualTo(seconds);
        if (seconds == 0) {
            assertThat(evaluations).hasSize(runs);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "{'id': 0, 'kind': 'start', 'eval': 'lse', 'config': {'n': [1, {}], 'x': null}} | {'id': 0, 'tool': 'adjoint'}",
                "{'id': 3, 'kind': 'analysis', 'of': 2, 'valid': false, 'error': 'a \\'b\\' \\u00e4'} | {'id': 3}",
                "{'id': 4, 'kind': 'something else'} | {'id': 4}",
                "{ 'module' : 'lse' , 'kind' : 'define' , 'id' : 5 } | {'id': 5, 'success': true}",
            })
    void answersOtherMessages(String request, String answer) throws IOException {
        assertThat(ask(request)).isEqualTo(json(answer));
    }

    /** The error is told, and the next request is answered. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "{'id': 1, 'kind': 'define', 'module': 'hello'} | 1 | no module 'hello', expected one of [",
                "{'id': 2, 'kind': 'evaluate', 'module': 'hello', 'function': 'square', 'input': 3.5} | 2 | no module 'hello'",
                "{'id': 3, 'kind': 'evaluate', 'module': 'lse', 'function': 'f', 'input': {'x': [1]}} | 3 | no function 'f', expected one of [gradient, primal]",
                "{'id': 4, 'kind': 'evaluate', 'module': 'lse', 'function': 'primal', 'input': {}} | 4 | input.x is missing",
                "{'id': 5, 'kind': 'evaluate', 'module': 'lse', 'function': 'primal', 'input': 1} | 5 | input.x is missing",
                "{'id': 6, 'kind': 'evaluate', 'module': 'lse', 'function': 'primal', 'input': {'x': ['a']}} | 6 | input.x must be a number, or arrays",
                "{'id': 7, 'kind': 'evaluate', 'module': 'lse', 'function': 'primal', 'input': {'x': [[1], [2, 3]]}} | 7 | input.x must be a number, or arrays",
                "{'id': 8, 'kind': 'evaluate', 'module': 'lse', 'function': 'primal', 'input': {'x': [[1]]}} | 8 | x has 2 axes instead of 1",
                "{'id': 9, 'kind': 'evaluate', 'module': 'kmeans', 'function': 'dir', 'input': {'points': [[1]], 'centroids': [[1, 2]]}} | 9 | both run over d",
                "{'id': 10, 'kind': 'evaluate', 'module': 'lse', 'function': 'primal', 'input': {'x': [1], 'min_runs': 'x'}} | 10 | input.min_runs must be",
                "{'id': 11, 'kind': 'evaluate', 'module': 'lse', 'input': {'x': [1-]}} | 11 | '1-' is not a number",
                "{'id': 12, 'kind': 'evaluate', 'module': 'lse', 'input': {'x': [1 | 12 | expected ']', found the end of the line",
                "{'id': 13, 'kind': 'evaluate | 13 | found the end of the line",
                "{'id': 14} 15 | 14 | expected the end of the line, found '1'",
                "{'kind': 'define', 'module': 'lse'} x | null | expected the end of the line",
                "hello | null | expected '{', found 'h'",
            })
    void answersErrors(String request, String id, String error) throws IOException {
        JsonNode answer = ask(request);

        assertThat(answer.get("id").asText()).isEqualTo(id);
        assertThat(answer.get("success").asBoolean()).isFalse();
        assertThat(answer.get("error").asText()).contains(error);
        assertThat(ask("\n \n{'id': 99, 'kind': 'define', 'module': 'lse'}")
                        .get("success")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void endsWithItsInput() throws IOException, InterruptedException {
        Process other = start();
        other.getOutputStream().write("{\"id\": 1, \"kind\": \"start\"}".getBytes(StandardCharsets.UTF_8));
        other.getOutputStream().close();

        assertThat(other.waitFor()).isZero();
        assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":1,\"tool\":\"adjoint\"}\n");
    }

    private static JsonNode evaluate(String module, String function, JsonNode input) throws IOException {
        ObjectNode request = JSON.createObjectNode().put("id", 2).put("kind", "evaluate");
        request.put("module", module).put("function", function).set("input", input);
        JsonNode answer = ask(request.toString());
        assertThat(answer.get("id").asInt()).isEqualTo(2);
        return answer;
    }

    /** Sends a line, quoted by ' or ", and waits for the answer. */
    private static JsonNode ask(String line) throws IOException {
        requests.write(line.replace('\'', '"') + "\n");
        requests.flush();
        return JSON.readTree(answers.readLine());
    }

    private static JsonNode json(String quoted) throws IOException {
        return JSON.readTree(quoted.replace('\'', '"'));
    }
}
