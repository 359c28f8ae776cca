package dev.adjoint.lower;

import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is lowered computes what NumPy says ({@code index_notation.py}). */
class IndexNotationTest {
    /** Numbers are multiples of 1/8 up to 2: sums and products are exact but for quotients, and logarithms. */
    private static final double TOLERANCE = 1e-13;

    @ParameterizedTest
    @MethodSource("cases")
    void computesWhatNumPyDoes(NumericCase test) {
        test.check(TOLERANCE);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void soDoesGeneratedCode(NumericCase test) {
        test.checkGenerated(TOLERANCE);
    }

    static List<Named<NumericCase>> cases() {
        return NumericCase.in("index_notation.json");
    }
}
