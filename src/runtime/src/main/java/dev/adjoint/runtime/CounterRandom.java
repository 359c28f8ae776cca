package dev.adjoint.runtime;

import java.nio.charset.StandardCharsets;

/**
 * Random numbers as a pure function of seed, stream and index: no state, no order of drawing, the same on every machine.
 *
 * <p>The generator is SplitMix64 (G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA
 * 2014), whose n-th number can be computed directly. The stream's number is the seed of its sequence: {@code bits(s, t, i)}
 * is what {@code new SplittableRandom(k)} draws after i others, where k is what {@code new SplittableRandom(s)} draws after
 * t others.
 */
public final class CounterRandom {
    /** 2^64 divided by the golden ratio, odd: SplitMix64's increment. */
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private CounterRandom() {}

    /** The stream that belongs to a name: its UTF-8 bytes hashed by FNV-1a in 64 bits (Fowler, Noll, Vo, 1991). */
    public static long stream(String name) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }

    /** 64 even random bits. */
    public static long bits(long seed, long stream, long index) {
        return nth(nth(seed, stream), index);
    }

    /** Even in [0, 1), for whole numbers within 2^53 of zero: what models draw. */
    public static double uniform(double key, double index) {
        return uniform(0, (long) key, (long) index);
    }

    /** Even in [0, 1): a multiple of 2^-53. */
    public static double uniform(long seed, long stream, long index) {
        return (bits(seed, stream, index) >>> 11) * 0x1p-53;
    }

    /**
     * From the normal distribution with mean 0 and deviation 1, at most 8.6 in size.
     *
     * <p>The cosine half of Box and Muller's transform (1958) of numbers 2·index and 2·index + 1. {@link StrictMath} makes it
     * the same on every machine.
     */
    public static double normal(long seed, long stream, long index) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform(seed, stream, 2 * index)));
        return radius * StrictMath.cos(2 * Math.PI * uniform(seed, stream, 2 * index + 1));
    }

    /**
     * Shuffles numbers in place, by Fisher and Yates: which permutation depends on seed, stream and length only. Each is
     * equally likely but for 2^-32 of the length.
     */
    public static void shuffle(long seed, long stream, int[] numbers) {
        for (int i = numbers.length - 1; i > 0; i--) {
            int other = (int) ((bits(seed, stream, i) >>> 32) * (i + 1) >>> 32);
            int swapped = numbers[i];
            numbers[i] = numbers[other];
            numbers[other] = swapped;
        }
    }

    private static long nth(long seed, long index) {
        long z = seed + (index + 1) * GOLDEN_GAMMA;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
