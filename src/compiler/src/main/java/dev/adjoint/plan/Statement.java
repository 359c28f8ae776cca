package dev.adjoint.plan;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Scatter;
import dev.adjoint.expr.Select;
import java.util.List;
import java.util.Optional;

/** A step of a kernel. Values that no statement names are written out inside the one expression that uses them. */
public sealed interface Statement {
    <R> R accept(Visitor<R> visitor);

    /** One case for each kind of statement. */
    interface Visitor<R> {
        R visit(Load statement);

        R visit(Let statement);

        R visit(Branch statement);

        R visit(Store statement);

        R visit(Begin statement);

        R visit(Accumulate statement);

        R visit(Finish statement);

        R visit(Fill statement);

        R visit(Spread statement);

        R visit(Loop statement);
    }

    /** A scalar from memory becomes a local. */
    record Load(Node node, Place place) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public String toString() {
            return "%" + node.id() + " := " + place;
        }
    }

    /** A value becomes a local. */
    record Let(Node node) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public String toString() {
            return "%" + node.id() + " := " + node;
        }
    }

    /** A choice becomes a local; what only one of its branches needs is computed there. */
    record Branch(Select node, List<Statement> whenTrue, List<Statement> whenFalse) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public String toString() {
            return "%" + node.id() + " := " + node;
        }
    }

    /** An element is written to memory. */
    record Store(Node value, Place place) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public String toString() {
            return place + " := %" + value.id() + " = " + value;
        }
    }

    /** The accumulator of a reduction is declared and set to its start. */
    record Begin(Reduce reduce) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public String toString() {
            return "begin %" + reduce.id();
        }
    }

    /**
     * An element is combined into the accumulator.
     *
     * @param place where the accumulators lie if they are no local
     */
    record Accumulate(Reduce reduce, Optional<Place> place) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public String toString() {
            return "accumulate %" + reduce.id() + " = " + reduce
                    + place.map(p -> " in " + p).orElse("");
        }
    }

    /** A local accumulator becomes the value of its reduction. */
    record Finish(Reduce reduce) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public String toString() {
            return "finish %" + reduce.id();
        }
    }

    /** Accumulators in memory are set to their start. */
    record Fill(double start, Place place) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public String toString() {
            return "fill " + place + " with " + start;
        }
    }

    /** A value is added to the element that a scatter sends it to. */
    record Spread(Scatter scatter, Place place) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public String toString() {
            return "spread %" + scatter.id() + " = " + scatter + " in " + place;
        }
    }

    /** The body once for each index of the axis. */
    record Loop(Axis axis, List<Statement> body) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public String toString() {
            return "for " + axis;
        }
    }
}
