package dev.adjoint.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Extent;
import dev.adjoint.expr.SizeSum;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundsTest {
    private static final int SUMS = 3_000;
    private static final int LARGEST = 9;

    private static final Dim H = Dim.unbound("h");
    private static final Dim W = Dim.unbound("w");

    /** What is shown is so: for random sums, at all small sizes at which the dims that should have an index do. */
    @Test
    void isSound() {
        Random random = new Random(17);
        int shown = 0;
        for (int i = 0; i < SUMS; i++) {
            List<Dim> dims = new ArrayList<>(List.of(H, W));
            for (int k = 0; k < 3; k++) {
                SizeSum numerator = sum(random, dims);
                if (!numerator.isConstant()) {
                    dims.add(new Dim("d" + k, Extent.of(numerator, 1 + random.nextInt(3))));
                }
            }
            SizeSum sum = sum(random, dims);
            List<Dim> nonEmpty =
                    dims.stream().filter(dim -> random.nextInt(3) == 0).toList();
            if (new Bounds(nonEmpty).isNonNegative(sum)) {
                shown++;
                checkEverywhere(sum, nonEmpty);
            }
        }
        assertThat(shown).as("sums that were shown").isGreaterThan(SUMS / 10);
    }

    private static SizeSum sum(Random random, List<Dim> dims) {
        SizeSum sum = SizeSum.of(random.nextInt(9) - 4);
        for (int i = random.nextInt(4); i > 0; i--) {
            SizeSum term = SizeSum.of(dims.get(random.nextInt(dims.size())));
            if (random.nextInt(4) == 0) {
                term = term.times(SizeSum.of(dims.get(random.nextInt(dims.size()))));
            }
            sum = sum.plus(term.times(random.nextInt(6) - 2));
        }
        return sum;
    }

    private static void checkEverywhere(SizeSum sum, List<Dim> nonEmpty) {
        for (int h = 0; h <= LARGEST; h++) {
            for (int w = 0; w <= LARGEST; w++) {
                int height = h;
                int width = w;
                boolean counts = nonEmpty.stream().allMatch(dim -> size(dim, height, width) > 0);
                if (counts) {
                    assertThat(sum.evaluate(dim -> size(dim, height, width)))
                            .as("%s at h = %d, w = %d", sum, h, w)
                            .isNotNegative();
                }
            }
        }
    }

    private static int size(Dim dim, int h, int w) {
        return dim.size(free -> free.equals(H) ? h : w);
    }

    /** What a window over an axis needs: with kernel r and stride s, s*(out - 1) + r - 1 <= h - 1. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 1", "2, 2", "3, 2", "5, 3", "1, 4", "7, 2"})
    void showsThatWindowsStayInside(int kernel, int stride) {
        Dim out = Dim.anonymous(SizeSum.of(H).plus(stride - kernel), stride);
        SizeSum last = SizeSum.of(out).plus(-1).times(stride).plus(kernel - 1);
        Bounds bounds = new Bounds(List.of(out));
        assertThat(bounds.isAtMost(last, SizeSum.of(H).plus(-1))).isTrue();
        assertThat(bounds.isAtMost(last.plus(1), SizeSum.of(H).plus(-1))).isFalse();
    }

    @Test
    void knowsThatADimThatIsIndexedIsNotEmpty() {
        SizeSum last = SizeSum.of(H).plus(-1);
        assertThat(new Bounds(List.of()).isNonNegative(last)).isFalse();
        assertThat(new Bounds(List.of(H)).isNonNegative(last)).isTrue();
        Dim inner = Dim.anonymous(last.plus(-1), 1);
        assertThat(new Bounds(List.of(inner)).isNonNegative(last.plus(-2))).isTrue();
        assertThat(new Bounds(List.of(inner)).isNonNegative(last.plus(-3))).isFalse();
    }

    /** For random sums of one unbound dim: it is not negative from the size found on, and negative just below. */
    @Test
    void findsTheLeastSize() {
        Random random = new Random(5);
        int found = 0;
        for (int i = 0; i < SUMS; i++) {
            Dim part = new Dim("part", Extent.of(SizeSum.of(H).plus(random.nextInt(5) - 2), 1 + random.nextInt(3)));
            SizeSum sum = sum(random, List.of(H, part));
            var least = Bounds.leastSize(sum, List.of());
            if (least.isPresent()) {
                found++;
                int size = least.get().getValue();
                assertThat(least.get().getKey()).isEqualTo(H);
                assertThat(sum.evaluate(dim -> size(dim, size - 1, 0)))
                        .as("%s", sum)
                        .isNegative();
                for (int h = size; h <= size + LARGEST; h++) {
                    int height = h;
                    assertThat(sum.evaluate(dim -> size(dim, height, 0)))
                            .as("%s at %d", sum, h)
                            .isNotNegative();
                }
            }
        }
        assertThat(found).as("sums with a least size").isGreaterThan(SUMS / 10);
        assertThat(Bounds.leastSize(SizeSum.of(H).plus(SizeSum.of(W)).plus(-1), List.of()))
                .isEmpty();
        assertThat(Bounds.leastSize(SizeSum.of(3).minus(SizeSum.of(H)), List.of()))
                .isEmpty();
    }

    @Test
    void numbersTooLargeShowNothing() {
        SizeSum huge = SizeSum.of(H).times(Integer.MAX_VALUE);
        assertThat(Stream.of(huge, huge.plus(Integer.MAX_VALUE)).map(new Bounds(List.of(H))::isNonNegative))
                .containsExactly(true, false);
    }
}
