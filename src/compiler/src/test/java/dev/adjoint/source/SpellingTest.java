package dev.adjoint.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    private static final List<String> NAMES = List.of("weight", "width", "w", "sigmoid", "output");

    /** The last column is empty where nothing is near. */
    @ParameterizedTest
    @CsvSource({
        "wieght,weight", "weigth,weight", "Weight,weight", "widht,width", "sigmod,sigmoid", "sigmoidd,sigmoid",
        "ouput,output", "oputut,output", "x,", "bias,", "outputsignal,", "tuptuo,",
    })
    void findsWhatWasMeant(String written, String meant) {
        assertThat(Spelling.nearest(written, NAMES).orElse(null)).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({"a,a,0", "ab,ba,1", "abc,ac,1", "abc,abxc,1", "abc,xbc,1", "kitten,sitting,3", "ca,abc,3", "Ab,aB,0"})
    void countsEdits(String from, String to, int distance) {
        assertThat(Spelling.distance(from, to)).isEqualTo(distance);
        assertThat(Spelling.distance(to, from)).isEqualTo(distance);
    }
}
