package dev.adjoint.oracle;

import dev.adjoint.runtime.Precision;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The layers of the prelude, and layers made of them, as generated classes, against PyTorch's modules in double precision:
 * paths and sizes of parameters, values, and gradients by all inputs and parameters.
 */
class PreludeLayersTest {
    /** Sums of up to two hundred terms, in other orders, through up to four blocks: some thousand units in the last place. */
    private static final double F64_TOLERANCE = 1e-12;

    /** Eighty units in the last place of single precision: as many roundings, of errors that mostly cancel. */
    private static final double F32_TOLERANCE = 1e-5;

    static Stream<Named<TensorCase>> cases() {
        return TensorCase.in("prelude_layers.json");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesInDoublePrecision(TensorCase layer) {
        layer.compare(Precision.F64, F64_TOLERANCE);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesInSinglePrecision(TensorCase layer) {
        layer.compare(Precision.F32, F32_TOLERANCE);
    }
}
