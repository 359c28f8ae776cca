package dev.adjoint.plan;

import java.util.List;

/** A program as text for those who debug the compiler. */
final class Description {
    private final StringBuilder text = new StringBuilder();

    Description add(Pass pass) {
        line(0, pass.name() + ": " + pass.scratch().size() + " scratch arrays, " + pass.cells() + " cells");
        for (int i = 0; i < pass.methods().size(); i++) {
            if (!pass.isWhole()) {
                line(1, "method " + (i + 1));
            }
            for (Kernel kernel : pass.methods().get(i)) {
                line(1, "kernel " + kernel.axes());
                statements(2, kernel.body());
            }
        }
        pass.result().ifPresent(node -> line(1, "return %" + node.id()));
        return this;
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
