package dev.adjoint.lower;

import dev.adjoint.expr.Dag;
import dev.adjoint.expr.ElementType;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;

/** Truth values where numbers stand for them: in data, and in what lambdas are given. 1 is true, 0 is false. */
final class Truth {
    private Truth() {}

    /** The number for a truth value; numbers stay what they are. */
    static Node number(Dag dag, Node value) {
        return value.type() == ElementType.BOOL ? dag.select(value, dag.constant(1), dag.constant(0)) : value;
    }

    /** The value that a number stands for, if it has that type. */
    static Node value(Dag dag, ElementType type, Node number) {
        return type == ElementType.BOOL ? dag.apply(Primitive.NE, number, dag.constant(0)) : number;
    }
}
