package dev.adjoint.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.expr.Dim;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DimCheckerTest {
    /** Sizes by hand at h = 7, w = 4, where k is 3. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            4*k                     | 12
            2^3                     | 8
            7/2                     | 3
            -7/2 + 5                | 1
            (9 - 3)/2 + 1           | 4
            k*k - k/2               | 8
            h                       | 7
            h + w - 1               | 10
            h*w                     | 28
            (h - 3)/2 + 1           | 3
            (h - 2)/2 + 1           | 3
            h/2*2                   | 6
            2*(h/2)                 | 6
            h/2 + w/3               | 4
            h/2*(w/3) + h           | 10
            h/2/2                   | 1
            (h/2 + 1)/2             | 2
            k - h + 6               | 2
            (w - h + 20)/k          | 5
            other + 1               | 9
            other/2*k               | 12
            """)
    void computesSizes(String size, int expected) {
        Compilation compilation = Compilation.of(
                "model M { dim h, w, k = 3, result = " + size + ", other = h + 1 input x[h, w] param p = 1 loss p }");
        TypedModel model = compilation
                .model()
                .orElseThrow(() -> new AssertionError(compilation.diagnostics().render()));
        assertThat(model.dims()).extracting(Dim::name).containsExactly("h", "w", "k", "result", "other");
        Dim result = model.dims().get(3);
        assertThat(result.size(unbound -> unbound.name().equals("h") ? 7 : 4)).isEqualTo(expected);
        assertThat(result.isFixed()).isEqualTo(!size.matches(".*\\b(h|w|other)\\b.*"));
    }
}
