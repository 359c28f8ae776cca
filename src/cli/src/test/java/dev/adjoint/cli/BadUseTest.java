package dev.adjoint.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.cli.Folder.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A user's mistakes: each ends with its exit status and a message, writes nothing, and shows no stack trace. */
class BadUseTest {
    @TempDir
    private Path path;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "2 |                                                     | Missing command",
                "2 | chek @line.nn                                       | Did you mean: adjoint check",
                "2 | check                                               | Missing required parameter: 'FILE'",
                "2 | derive                                              | Missing required parameter: 'FILE'",
                "2 | derive @line.nn @line.nn                            | Unmatched argument",
                "2 | derive @line.nn --form text                         | Unknown options: '--form'",
                "2 | derive @line.nn --format html                       | '--format': expected one of",
                "2 | derive @line.nn --order 3                           | 3 is neither 1 nor 2",
                "2 | derive @line.nn --of nothing                        | nothing",
                "2 | derive @line.nn --wrt w,nothing                     | nothing",
                "2 | eval @line.nn                                       | '--data=D' with values of x, y",
                "2 | eval @line.nn --data @line.csv --wrt q              | no parameter, input or target 'q'",
                "2 | eval @odd.nn --wrt fixed                            | parameter 'fixed' is frozen",
                "2 | explain @line.nn --data @line.csv                   | Missing required option: '--wrt=NAME'",
                "2 | explain @line.nn --data @line.csv --wrt q           | 'q'",
                "2 | gradcheck @line.nn --seed one                       | '--seed': 'one' is not a long",
                "2 | generate @line.nn                                   | Missing required option: '--output=DIR'",
                "2 | generate @line.nn --output @gen --package 1a        | '1a' is not a Java package name",
                "2 | generate @line.nn --output @gen --package a.class   | 'a.class' is not a Java package name",
                "2 | generate @line.nn --output @gen --wrt q             | 'q'",
                "2 | dump @line.nn                                       | Missing required option: '--stage=STAGE'",
                "2 | dump @line.nn --stage code                          | '--stage': expected one of",
                "2 | predict @line.nn --data @line.csv                   | Missing required option: '--parameters=P'",
                "2 | predict @line.nn --parameters @p.json               | '--data=D' with values of x",
                "2 | train @line.nn --epochs many                        | '--epochs': 'many' is not an int",
                "2 | train @line.nn --epochs -1                          | '--epochs': must be at least 0 but was '-1'",
                "2 | train @line.nn --batch 0                            | '--batch': must be at least 1",
                "2 | train @line.nn --learning-rate 0                    | '--learning-rate': must be above 0",
                "2 | train @line.nn --learning-rate NaN                  | '--learning-rate': must be above 0",
                "2 | train @line.nn --until-gradient -1                  | '--until-gradient': must be at least 0",
                "2 | train @line.nn --optimizer newton                   | one of sgd, momentum, nesterov, rmsprop",
                "2 | train @line.nn --plot @fit.gif                      | must end in .svg or .png",
                "2 | predict @line.nn --parameters @p.json --data @new.csv --output @y.npy | '--output': a .npy file",
                "2 | eval @line.nn --data @line.csv --data q=x.npy       | '--data': there is no input or target 'q'",
                "1 | eval @line.nn --data @line.csv --data @new.csv      | 'x' is in line.csv and in new.csv",
                "1 | eval @line.nn --data @x.npy                         | holds one array without a name",
                "1 | eval @line.nn --data @line.csv --data x=x.npy       | cannot read x.npy: no such file",
                "1 | eval @line.nn --data @x.npz                         | cannot read x.npz: no such file",
                "2 | train @line.nn --save @p.npz                        | must end in .json or .safetensors",
                "1 | check @missing.nn                                   | missing.nn:1:1: error",
                "1 | derive @broken.nn                                   | broken.nn:3:12: error[unknown-name]",
                "1 | derive @functions.nn                                | functions.nn holds no model",
                "1 | eval @line.nn --data @missing.csv                   | cannot read missing.csv: no such file",
                "1 | eval @line.nn --data @.                             | cannot read",
                "1 | eval @line.nn --data @bad.csv                       | bad.csv:2:3: error[missing-value]",
                "1 | eval @line.nn --data @bad.csv                       | bad.csv:3:1: error[not-a-number]",
                "1 | eval @line.nn --data @new.csv                       | there is no column 'y'; there are: x",
                "1 | eval @line.nn --data @line.csv --parameters @q.json | cannot read q.json: no such file",
                "1 | eval @line.nn --data @line.csv --parameters @bad.json | bad.json:1:2: error[unknown-parameter]",
                "1 | eval @line.nn --data @line.csv --parameters @bad.json | bad.json:1:10: error[wrong-shape]",
                "1 | eval @odd.nn                                        | no initial value of free",
                "1 | explain @line.nn --data @bad.csv --wrt w            | error[missing-value]",
                "1 | gradcheck @line.nn --data @bad.csv                  | error[missing-value]",
                "1 | gradcheck @odd.nn                                   | no initial value of free",
                "1 | generate @broken.nn --output @gen                   | error[unknown-name]",
                "1 | generate @line.nn @line.nn --output @gen            | two of the files make model/Line",
                "1 | generate @line.nn --output @p.json                  | cannot make folder",
                "1 | predict @line.nn --parameters @p.json --data @missing.csv | cannot read missing.csv",
                "1 | predict @line.nn --parameters @p.json --data @new.csv --output @no/y.csv | cannot write no/y.csv",
                "1 | train @line.nn --data @bad.csv                      | error[missing-value]",
                "1 | train @line.nn --save @no/p.json                    | cannot write no/p.json: no such file or folder",
                "1 | train @line.nn --save @.                            | cannot write",
                "1 | train @line.nn --plot @no/fit.svg                   | cannot write no/fit.svg",
                "1 | train @odd.nn                                       | no initial value of free"
            })
    void isAnswered(int status, String arguments, String message) throws IOException {
        Folder folder = Folder.in(path);
        List<String> before = files();

        Outcome outcome = folder.run(arguments == null ? "" : arguments);

        assertThat(outcome.status()).as(outcome.err()).isEqualTo(status);
        assertThat(outcome.err()).contains(message).doesNotContain("internal error", "Exception", "\tat ");
        assertThat(outcome.err().contains("--help")).isEqualTo(status == 2);
        assertThat(files()).isEqualTo(before);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            return all.map(Path::toString).sorted().toList();
        }
    }
}
