package dev.adjoint.source;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what a misspelt name was meant to be. */
public final class Spelling {
    private Spelling() {}

    /** The candidate fewest edits away from {@code written}, if it is near enough to be meant. */
    public static Optional<String> nearest(String written, Collection<String> candidates) {
        int allowed = Math.max(1, written.length() / 3);
        return candidates.stream()
                .filter(c -> Math.abs(c.length() - written.length()) <= allowed)
                .filter(c -> distance(written, c) <= allowed && distance(written, c) < c.length())
                .min(Comparator.comparingInt((String c) -> distance(written, c)).thenComparing(c -> c));
    }

    /**
     * Insertions, deletions, replacements and swaps of neighbours that turn one word into the other, letter case aside
     * (the restricted edit distance of Damerau and Levenshtein).
     */
    static int distance(String from, String to) {
        String a = from.toLowerCase(Locale.ROOT);
        String b = to.toLowerCase(Locale.ROOT);
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replaced, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
