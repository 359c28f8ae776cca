package dev.adjoint.expr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is known of affine indices whatever the sizes. */
class IndexTest {
    private final Dim n = Dim.unbound("n");
    private final Axis i = Axis.of(n);
    private final Axis r = Axis.of(Dim.fixed("3", 3));
    private final Axis out = Axis.of(Dim.anonymous(SizeSum.of(n).plus(-2), 1));

    private static Index.Affine affine(Map<Axis, Integer> terms, SizeSum offset, int divisor) {
        return new Index.Affine(terms, offset, divisor);
    }

    @Test
    void windowsThatFitAreInside() {
        assertThat(affine(Map.of(out, 1, r, 1), SizeSum.of(0), 1).isInside(n)).isTrue();
        assertThat(affine(Map.of(out, 1, r, 1), SizeSum.of(1), 1).isInside(n)).isFalse();
        assertThat(affine(Map.of(out, 1, r, 1), SizeSum.of(-1), 1).isInside(n)).isFalse();
        assertThat(affine(Map.of(i, 1, r, 1), SizeSum.of(0), 1).isInside(n)).isFalse();
    }

    @Test
    void reversalsAreInside() {
        assertThat(affine(Map.of(i, -1), SizeSum.of(n).plus(-1), 1).isInside(n)).isTrue();
        assertThat(affine(Map.of(i, -1), SizeSum.of(n), 1).isInside(n)).isFalse();
        assertThat(affine(Map.of(i, 1), SizeSum.of(0), 2).isInside(n)).isFalse();
    }

    /** i = (r - 1)/2 in 3i + 4 is (3r + 5)/2, and with j = r/3 in i + j it is (5r - 3)/6. */
    @Test
    void replacedVariablesHaveACommonDivisor() {
        Index.Affine half = affine(Map.of(r, 1), SizeSum.of(-1), 2);
        assertThat(affine(Map.of(i, 3), SizeSum.of(4), 1).with(Map.of(i, half)))
                .isEqualTo(affine(Map.of(r, 3), SizeSum.of(5), 2));
        Index.Affine third = affine(Map.of(r, 1), SizeSum.of(0), 3);
        assertThat(affine(Map.of(i, 1, out, 1), SizeSum.of(0), 1).with(Map.of(i, half, out, third)))
                .isEqualTo(affine(Map.of(r, 5), SizeSum.of(-3), 6));
        assertThat(affine(Map.of(i, 2), SizeSum.of(n), 1).with(Map.of()))
                .isEqualTo(affine(Map.of(i, 2), SizeSum.of(n), 1));
    }
}
