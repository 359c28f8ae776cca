package dev.adjoint.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndicesTest {
    @ParameterizedTest
    @CsvSource({"0, 1, 0", "-0.0, 1, 0", "2, 3, 2", "16777215, 2147483647, 16777215"})
    void wholeNumbersInRangeAreIndices(double value, int size, int index) {
        assertThat(Indices.at(value, size, "classes")).isEqualTo(index);
        assertThat(Indices.at((float) value, size, "classes")).isEqualTo(index);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | 3 | index 7 lies outside of 'classes', which has 3 elements (0 to 2)",
                "3 | 3 | index 3 lies outside of 'classes', which has 3 elements (0 to 2)",
                "-1 | 3 | index -1 lies outside of 'classes', which has 3 elements (0 to 2)",
                "1 | 1 | index 1 lies outside of 'classes', which has 1 element (0)",
                "0 | 0 | index 0 lies outside of 'classes', which has no elements",
                "4294967296 | 3 | index 4294967296 lies outside of 'classes', which has 3 elements (0 to 2)",
                "0.5 | 3 | index 0.5 into 'classes' is not a whole number",
                "-0.25 | 3 | index -0.25 into 'classes' is not a whole number",
                "NaN | 3 | index NaN into 'classes' is not a whole number",
                "Infinity | 3 | index Infinity into 'classes' is not a whole number",
                "-Infinity | 3 | index -Infinity into 'classes' is not a whole number",
            })
    void otherNumbersAreNot(double value, int size, String message) {
        assertThatThrownBy(() -> Indices.at(value, size, "classes"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> Indices.at((float) value, size, "classes"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    /** Java clamps such numbers to the largest int when it converts them. */
    @ParameterizedTest
    @CsvSource({"2147483647", "2147483648", "1e300", "2147483646.5"})
    void numbersBeyondIntAreOutside(double value) {
        assertThatThrownBy(() -> Indices.at(value, Integer.MAX_VALUE, "classes"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
