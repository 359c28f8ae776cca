package dev.adjoint.plan;

import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reduce;

/** What a site is there for. */
sealed interface Action {
    /** The value that the site must have at hand. */
    Node value();

    /** The value is needed beyond the site. */
    record Keep(Node value) implements Action {}

    /** The value is copied to memory that holds it in other axes, or a second time. */
    record Copy(Node value, Place place) implements Action {}

    /** The value goes into a reduction. */
    record Accumulate(Reduce reduce) implements Action {
        @Override
        public Node value() {
            return reduce.body();
        }
    }
}
