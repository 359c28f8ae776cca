package dev.adjoint.runtime;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * A contraction as the loops one would write: what {@link Contraction} is compared with.
 *
 * @param axes outermost first
 * @param offsets of the first element in A, B, C
 * @param lengths of the arrays that hold A, B, C
 */
record LoopNest(List<Axis> axes, int[] offsets, int[] lengths) {
    private static final int[] SIZES = {0, 1, 2, 5, 13, 17, 64, 129};

    /** Of a random case, products of sizes: what takes a millisecond. */
    private static final int MAX_STEPS = 60_000;

    /** @param strides in A, B, C; 0 where the role does not move along an operand */
    record Axis(Role role, int size, int[] strides) {}

    /** What a term of a sum is made of. */
    @FunctionalInterface
    interface Step {
        void at(int a, int b, int c);
    }

    /** Arrays just long enough for axes with those strides, with a margin that must stay untouched. */
    static LoopNest of(List<Axis> axes) {
        int[] offsets = new int[3];
        int[] lengths = new int[3];
        for (int operand = 0; operand < 3; operand++) {
            int below = 0;
            int above = 0;
            for (Axis axis : axes) {
                int reach = Math.max(axis.size() - 1, 0) * axis.strides()[operand];
                below += Math.min(reach, 0);
                above += Math.max(reach, 0);
            }
            offsets[operand] = 3 - below;
            lengths[operand] = above - below + 7;
        }
        return new LoopNest(axes, offsets, lengths);
    }

    /** Up to three axes of each role, in any order. */
    static LoopNest random(RandomGenerator random, boolean resultOverlaps) {
        List<Role> roles = new ArrayList<>();
        for (Role role : Role.values()) {
            int count = random.nextInt(role == Role.BATCH ? 3 : 4);
            roles.addAll(Collections.nCopies(count, role));
        }
        Collections.shuffle(roles, new Random(random.nextLong()));
        int[] sizes = new int[roles.size()];
        long steps = 1;
        for (int i = 0; i < sizes.length; i++) {
            // Seldom 0, which makes everything else about a case vanish.
            int size = SIZES[random.nextInt(random.nextInt(8) == 0 ? 0 : 1, SIZES.length)];
            sizes[i] = steps * size > MAX_STEPS ? 1 : size;
            steps *= Math.max(sizes[i], 1);
        }
        int[] a = strides(random, roles, sizes, Role.COLUMNS, random.nextInt(3) == 0);
        int[] b = strides(random, roles, sizes, Role.ROWS, random.nextInt(3) == 0);
        int[] c = strides(random, roles, sizes, Role.SUMMED, resultOverlaps);
        List<Axis> axes = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            axes.add(new Axis(roles.get(i), sizes[i], new int[] {a[i], b[i], c[i]}));
        }
        return of(axes);
    }

    /**
     * Strides of an operand: those of an array whose axes lie in the order of the loops or in any other, some of them
     * reversed or with gaps between elements; or, where it may overlap itself, small ones.
     */
    private static int[] strides(
            RandomGenerator random, List<Role> roles, int[] sizes, Role without, boolean overlaps) {
        List<Integer> order = new ArrayList<>();
        for (int i = sizes.length - 1; i >= 0; i--) {
            if (roles.get(i) != without) {
                order.add(i);
            }
        }
        if (random.nextBoolean()) {
            Collections.shuffle(order, new Random(random.nextLong()));
        }
        boolean regular = random.nextBoolean();
        int[] strides = new int[sizes.length];
        int stride = regular ? 1 : random.nextInt(1, 3);
        for (int i : order) {
            if (overlaps) {
                strides[i] = random.nextInt(-2, 4);
            } else {
                strides[i] = !regular && random.nextInt(4) == 0 ? -stride : stride;
                stride *= Math.max(sizes[i], 1);
                stride += !regular && random.nextInt(4) == 0 ? 1 : 0;
            }
        }
        return strides;
    }

    /** The axes declared one after the other. */
    Contraction declare(Contraction contraction) {
        for (Axis axis : axes) {
            int a = axis.strides()[0];
            int b = axis.strides()[1];
            int c = axis.strides()[2];
            switch (axis.role()) {
                case BATCH -> contraction.batch(axis.size(), a, b, c);
                case ROWS -> contraction.rows(axis.size(), a, c);
                case COLUMNS -> contraction.columns(axis.size(), b, c);
                case SUMMED -> contraction.summed(axis.size(), a, b);
            }
        }
        return contraction;
    }

    /** All steps of the axes with those roles. */
    void forEach(List<Role> roles, Step step) {
        List<Axis> loops =
                axes.stream().filter(axis -> roles.contains(axis.role())).toList();
        run(loops, 0, offsets[0], offsets[1], offsets[2], step);
    }

    private static void run(List<Axis> loops, int depth, int a, int b, int c, Step step) {
        if (depth == loops.size()) {
            step.at(a, b, c);
            return;
        }
        Axis axis = loops.get(depth);
        for (int i = 0; i < axis.size(); i++) {
            run(
                    loops,
                    depth + 1,
                    a + i * axis.strides()[0],
                    b + i * axis.strides()[1],
                    c + i * axis.strides()[2],
                    step);
        }
    }

    /** Exact where all sums are whole numbers below 2^53. */
    void run(double[] a, double[] b, double[] c, boolean accumulate) {
        if (!accumulate) {
            forEach(List.of(Role.BATCH, Role.ROWS, Role.COLUMNS), (i, j, k) -> c[k] = 0);
        }
        forEach(List.of(Role.values()), (i, j, k) -> c[k] += a[i] * b[j]);
    }

    /** Exact for any numbers; gives the sums of magnitudes too. */
    void run(double[] a, double[] b, BigDecimal[] c, double[] magnitudes) {
        forEach(List.of(Role.values()), (i, j, k) -> {
            c[k] = c[k].add(new BigDecimal(a[i]).multiply(new BigDecimal(b[j])));
            magnitudes[k] += Math.abs(a[i] * b[j]);
        });
    }

    /** Number of all products. */
    long steps() {
        return axes.stream().mapToLong(Axis::size).reduce(1, (x, y) -> x * y);
    }

    /** Number of terms of each sum. */
    int terms() {
        return axes.stream()
                .filter(axis -> axis.role() == Role.SUMMED)
                .mapToInt(Axis::size)
                .reduce(1, (x, y) -> x * y);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Axis axis : axes) {
            text.append(axis.role())
                    .append(' ')
                    .append(axis.size())
                    .append(Arrays.toString(axis.strides()))
                    .append("; ");
        }
        return text.toString();
    }
}
