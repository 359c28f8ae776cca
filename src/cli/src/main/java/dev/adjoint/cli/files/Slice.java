package dev.adjoint.cli.files;

import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;

/** Takes apart flat arrays of parameters, or of gradients with respect to them. */
public final class Slice {
    private Slice() {}

    /** A copy of what belongs to {@code parameter}. */
    public static Tensor of(Signature.Parameter parameter, RealArray flat) {
        RealArray values = RealArray.allocate(flat.precision(), parameter.count());
        for (int i = 0; i < values.length(); i++) {
            values.set(i, flat.get(parameter.offset() + i));
        }
        return new Tensor(parameter.sizes(), values);
    }
}
