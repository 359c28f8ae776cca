package dev.adjoint.plan;

import dev.adjoint.expr.Node;
import dev.adjoint.expr.Shape;

/** A copy of a value in another order of axes, or spread along some that it lacks. */
record Buffer(Node value, Shape shape) {}
