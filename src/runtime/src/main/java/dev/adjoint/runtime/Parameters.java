package dev.adjoint.runtime;

import java.util.Objects;

/**
 * The parameters of one model instance over one flat array. A generated subclass adds typed access by name.
 *
 * <p>The array belongs to the model: changes through any view take effect with the next pass. Not thread-safe.
 */
public abstract class Parameters {
    private final Signature signature;
    private final RealArray flat;

    protected Parameters(Signature signature, RealArray flat) {
        this.signature = Objects.requireNonNull(signature);
        this.flat = Objects.requireNonNull(flat);
    }

    public final Signature signature() {
        return signature;
    }

    /** All parameters, one after the other in the order of the signature. Live, not a copy. */
    public final RealArray flat() {
        return flat;
    }

    /**
     * Sets every parameter that has an initialiser to its initial value. Random values depend on the seed, on the
     * parameter's name and on the element's index only. Of a constrained parameter, a draw outside the interval is drawn
     * again. Parameters without an initialiser ({@link Signature#withoutInitialValue()}) keep their values.
     *
     * @throws IllegalArgumentException if a constant lies outside its interval, or 1000 draws do
     */
    public final void initialise(long seed) {
        for (Signature.Parameter parameter : signature.parameters()) {
            Initialisation.fill(parameter, seed, flat);
        }
    }
}
