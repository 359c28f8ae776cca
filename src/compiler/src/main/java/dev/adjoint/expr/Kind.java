package dev.adjoint.expr;

import java.util.Objects;

/** What the elements of a value are to an author. In the DAG all but truth values are {@link ElementType#REAL} numbers. */
public sealed interface Kind {
    Kind REAL = new Real();

    Kind BOOL = new Bool();

    /** Numbers to compute with. */
    record Real() implements Kind {
        @Override
        public String toString() {
            return "number";
        }
    }

    /** Truth values; as data 1 and 0. */
    record Bool() implements Kind {
        @Override
        public String toString() {
            return "truth value";
        }
    }

    /** Positions along a dim, from 0. */
    record Index(Dim along) implements Kind {
        public Index {
            Objects.requireNonNull(along);
        }

        @Override
        public String toString() {
            return "index(" + along + ")";
        }
    }

    /** Labels of classes, from 0. */
    record Label(Dim classes) implements Kind {
        public Label {
            Objects.requireNonNull(classes);
        }

        @Override
        public String toString() {
            return "class(" + classes + ")";
        }
    }

    /** How a DAG holds such elements. */
    default ElementType element() {
        return this instanceof Bool ? ElementType.BOOL : ElementType.REAL;
    }
}
