package dev.adjoint.plan;

import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Scatter;
import java.util.List;

/** What a site is there for. */
sealed interface Action {
    /** The values that the site must have at hand. */
    List<Node> values();

    /** The value is needed beyond the site. */
    record Keep(Node value) implements Action {
        @Override
        public List<Node> values() {
            return List.of(value);
        }
    }

    /** The value is copied to memory that holds it in other axes, or a second time. */
    record Copy(Node value, Place place) implements Action {
        @Override
        public List<Node> values() {
            return List.of(value);
        }
    }

    /** The value is copied for someone who needs it in other axes. */
    record Arrange(Buffer buffer) implements Action {
        @Override
        public List<Node> values() {
            return List.of(buffer.value());
        }
    }

    /** The value goes into a reduction. */
    record Accumulate(Reduce reduce) implements Action {
        @Override
        public List<Node> values() {
            return List.of(reduce.body());
        }
    }

    /** The value is added to an element that other values choose. */
    record Spread(Scatter scatter) implements Action {
        @Override
        public List<Node> values() {
            return scatter.operands();
        }
    }

    /** A call or a scan, which finds its operands in memory. */
    record Run(Node node) implements Action {
        @Override
        public List<Node> values() {
            return List.of();
        }
    }
}
