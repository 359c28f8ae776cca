package dev.adjoint.driver;

import java.util.List;

/**
 * The outcome of a gradient check.
 *
 * @param entries one for each checked element
 * @param dotProductError relative difference of JVP·1 and VJP·direction along a random direction
 * @param ok whether everything agrees within its tolerance
 */
public record GradientCheck(List<Entry> entries, double dotProductError, boolean ok) {
    public GradientCheck {
        entries = List.copyOf(entries);
    }

    /**
     * One element of a gradient.
     *
     * @param name of the parameter, with its index for a tensor
     * @param symbolic what the generated class computes
     * @param numeric what finite differences give
     * @param tolerance how far they may differ: the error bound of the finite difference itself
     */
    public record Entry(String name, double symbolic, double numeric, double tolerance) {
        public boolean ok() {
            return Math.abs(symbolic - numeric) <= tolerance;
        }
    }
}
