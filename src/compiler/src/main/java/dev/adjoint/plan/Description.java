package dev.adjoint.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A program as text for those who debug the compiler. */
final class Description {
    private final StringBuilder text = new StringBuilder();

    private final Set<Routine> described = new HashSet<>();

    Description add(Pass pass) {
        return add(pass, pass.name());
    }

    private Description add(Pass pass, String title) {
        for (Routine routine : pass.routines()) {
            if (described.add(routine)) {
                add(routine.pass(), "routine " + routine.lambda());
            }
        }
        line(0, title + ": " + pass.scratch().size() + " scratch arrays, " + pass.cells() + " cells");
        for (int i = 0; i < pass.methods().size(); i++) {
            if (!pass.isWhole()) {
                line(1, "method " + (i + 1));
            }
            pass.methods().get(i).forEach(this::step);
        }
        pass.result().ifPresent(node -> line(1, "return %" + node.id()));
        return this;
    }

    private void step(Step step) {
        if (step instanceof Kernel kernel) {
            line(1, "kernel " + kernel.axes());
            statements(2, kernel.body());
        } else if (step instanceof Invocation invocation) {
            line(
                    1,
                    "call " + invocation.routine().lambda().name() + " of " + invocation.arguments() + ": "
                            + invocation.outputs().stream()
                                    .flatMap(Optional::stream)
                                    .toList());
        } else if (step instanceof Multiplication product) {
            line(1, "multiplication " + product.left() + ", " + product.right() + ": " + product.place());
        } else if (step instanceof Recurrence recurrence) {
            line(
                    1,
                    recurrence.scan().operation() + " of " + recurrence.arguments() + ": " + recurrence.state() + ", "
                            + recurrence.before() + ", "
                            + recurrence.emissions().stream()
                                    .flatMap(Optional::stream)
                                    .toList());
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private void statements(int depth, List<Statement> statements) {
        for (Statement statement : statements) {
            line(depth, statement.toString());
            if (statement instanceof Statement.Loop loop) {
                statements(depth + 1, loop.body());
            } else if (statement instanceof Statement.Branch branch) {
                line(depth, "where true");
                statements(depth + 1, branch.whenTrue());
                line(depth, "where false");
                statements(depth + 1, branch.whenFalse());
            }
        }
    }

    private void line(int depth, String content) {
        text.append("  ".repeat(depth)).append(content).append('\n');
    }
}
