package dev.adjoint.expr;

/** One case for each kind of node: what dispatches on the IR and must not forget a case. */
public interface NodeVisitor<R> {
    R visit(Constant node);

    R visit(Variable node);

    R visit(AxisSize node);

    R visit(Apply node);

    R visit(Reduce node);

    R visit(Select node);

    R visit(Position node);

    R visit(Access node);

    R visit(Scatter node);

    R visit(Reshape node);

    R visit(Call node);

    R visit(Scan node);

    R visit(Result node);
}
