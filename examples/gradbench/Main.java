package examples.gradbench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** A tool for GradBench: answers each line on standard input by one on standard output. */
public final class Main {
    private final JsonReader reader;
    private final JsonWriter answer;

    private Main(InputStream in, OutputStream out) {
        reader = new JsonReader(in);
        answer = new JsonWriter(
                new PrintWriter(new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8))));
    }

    public static void main(String[] arguments) throws IOException {
        new Main(System.in, System.out).answerAll();
    }

    private void answerAll() throws IOException {
        boolean isHeard = true;
        while (isHeard && reader.nextLine()) {
            Request request = Request.read(reader);
            answer.beginObject();
            answer.name("id");
            answer.literal(request.id());
            request.problem().ifPresentOrElse(this::failure, () -> answer(request));
            answer.endObject();
            isHeard = answer.endLine();
        }
    }

    private void answer(Request request) {
        switch (request.kind()) {
            case "start" -> {
                answer.name("tool");
                answer.value("adjoint");
            }
            case "define" -> define(request.module());
            case "evaluate" -> evaluate(request);
            default -> {} // the id alone
        }
    }

    private void define(String module) {
        try {
            Modules.find(module);
            success();
        } catch (IllegalArgumentException e) {
            failure(e.getMessage());
        }
    }

    private void evaluate(Request request) {
        Evaluation evaluation;
        Timings timings;
        try {
            long start = System.nanoTime();
            evaluation = Modules.prepare(request.module(), request.function(), request.input());
            timings = new Timings(System.nanoTime() - start);
            timings.run(evaluation, request.input().number("min_runs", 1), request.input().number("min_seconds", 0));
        } catch (IllegalArgumentException e) {
            failure(e.getMessage());
            return;
        } catch (ArithmeticException | OutOfMemoryError e) {
            failure("the input is too large: " + e.getMessage());
            return;
        }
        success();
        answer.name("output");
        evaluation.write(answer);
        answer.name("timings");
        timings.write(answer);
    }

    private void success() {
        answer.name("success");
        answer.value(true);
    }

    private void failure(String error) {
        answer.name("success");
        answer.value(false);
        answer.name("error");
        answer.value(error);
    }
}
