package dev.adjoint.cli.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.runtime.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalNumberTest {
    @ParameterizedTest
    @CsvSource({
        "1.7999999999998, 1.8",
        "31.99999997, 32",
        "-7.98, -7.98",
        "0, 0",
        "-0.0, 0",
        "0.000123456789, 0.000123457",
        "0.0000123456789, 1.23457E-5",
        "123456.7, 123457",
        "1234567, 1.23457E6",
        "1e300, 1E300",
        "NaN, NaN",
        "-Infinity, -Infinity"
    })
    void roundsToSixDigits(double value, String expected) {
        assertThat(DecimalNumber.rounded(value, 6)).isEqualTo(expected);
    }

    @Test
    void isExactInEachPrecision() {
        assertThat(DecimalNumber.exact(0.1f, Precision.F32)).isEqualTo("0.1");
        assertThat(DecimalNumber.exact(0.1f, Precision.F64)).isEqualTo("0.10000000149011612");
    }
}
