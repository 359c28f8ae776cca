package dev.adjoint.plan;

import dev.adjoint.expr.Access;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.AxisSize;
import dev.adjoint.expr.Call;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Extent;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.SizeSum;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The dims whose sizes are known only with the data and that code of some values needs to know. */
final class Sizes {
    private final Set<Dim> dims = new LinkedHashSet<>();
    private final Set<Lambda> entered = new HashSet<>();

    private Sizes() {}

    /** Unbound and derived dims, each after those that it is computed from. */
    static List<Dim> of(Collection<? extends Node> roots) {
        Sizes sizes = new Sizes();
        sizes.add(roots);
        return List.copyOf(sizes.dims);
    }

    private void add(Collection<? extends Node> roots) {
        for (Node node : Cone.of(roots, n -> false)) {
            node.shape().axes().forEach(this::add);
            if (node instanceof AxisSize size) {
                add(size.axis());
            } else if (node instanceof Access access) {
                access.axes().forEach(this::add);
                for (Index index : access.indices()) {
                    if (index instanceof Index.Affine affine) {
                        add(affine.offset());
                    }
                }
            } else if (node instanceof Call call) {
                enter(call.lambda());
            } else if (node instanceof Scan scan) {
                add(scan.axis());
                enter(scan.step());
            }
        }
    }

    private void enter(Lambda lambda) {
        if (entered.add(lambda)) {
            add(lambda.formals());
            add(lambda.results());
        }
    }

    private void add(Axis axis) {
        add(axis.dim());
    }

    private void add(Dim dim) {
        if (!dim.isFixed() && !dims.contains(dim)) {
            if (dim.extent() instanceof Extent.Derived derived) {
                add(derived.numerator());
            }
            dims.add(dim);
        }
    }

    private void add(SizeSum sum) {
        sum.terms().keySet().forEach(product -> product.forEach(this::add));
    }
}
