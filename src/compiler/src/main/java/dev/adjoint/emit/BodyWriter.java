package dev.adjoint.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.ElementType;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Shape;
import dev.adjoint.plan.Kernel;
import dev.adjoint.plan.Pass;
import dev.adjoint.plan.Place;
import dev.adjoint.plan.Statement;
import dev.adjoint.plan.Storage;
import dev.adjoint.runtime.SpecialFunctions;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the statements of one method.
 *
 * <p>Sums and products accumulate in {@code double} whatever the precision; accumulators in memory have the model's.
 */
final class BodyWriter implements Statement.Visitor<Void> {
    private static final List<String> INDICES = List.of("i", "j", "k", "l");

    private final ModelNames model;
    private final Precise precise;
    private final Pass pass;
    private final Comments comments;
    private final Expressions expressions;
    private final CodeBlock.Builder prologue = CodeBlock.builder();
    private final CodeBlock.Builder code = CodeBlock.builder();
    private final Set<String> arrays = new HashSet<>();
    private LocalNames names;
    private final Map<Node, String> locals = new IdentityHashMap<>();
    private final Map<Node, String[]> accumulators = new IdentityHashMap<>();
    private final Map<Axis, String> indices = new HashMap<>();
    private final Deque<Node> declared = new ArrayDeque<>();
    /** Results of straight-line code, each explained where it is computed. */
    private final Set<Node> results = new HashSet<>();

    /** What the kernel at hand may read from memory. */
    private Set<Node> inMemory = Set.of();

    BodyWriter(ModelNames model, Pass pass, Comments comments) {
        this.model = model;
        this.precise = model.precise;
        this.pass = pass;
        this.comments = comments;
        this.names = model.locals(pass);
        this.expressions = new Expressions(model, this::atHand);
    }

    BodyWriter write(List<Kernel> kernels) {
        for (Kernel kernel : kernels) {
            inMemory = kernel.reads();
            if (kernel.axes().isEmpty()) {
                results.addAll(kernel.results());
            } else {
                code.add(comments.above(kernel));
            }
            kernel.body().forEach(statement -> statement.accept(this));
        }
        return this;
    }

    /** Ends the method with the result of the pass. */
    BodyWriter returnResult() {
        pass.result().ifPresent(node -> {
            inMemory = Set.of(node);
            code.addStatement("return $L", expressions.value(node).code());
        });
        return this;
    }

    CodeBlock code() {
        return CodeBlock.builder().add(prologue.build()).add(code.build()).build();
    }

    @Override
    public Void visit(Statement.Load load) {
        CodeBlock value = read(load.node(), load.place()).code();
        code.addStatement("$T $N = $L", type(load.node()), declare(load.node()), value);
        return null;
    }

    @Override
    public Void visit(Statement.Let let) {
        explain(let.node());
        CodeBlock value = expressions.computed(let.node()).code();
        code.addStatement("$T $N = $L", type(let.node()), declare(let.node()), value);
        return null;
    }

    private void explain(Node node) {
        boolean isResult = pass.result().filter(r -> r == node).isPresent();
        if (results.remove(node) || isResult && indices.isEmpty()) {
            code.add(comments.above(node));
        }
    }

    @Override
    public Void visit(Statement.Branch branch) {
        explain(branch.node());
        String name = declare(branch.node());
        locals.remove(branch.node());
        code.addStatement("$T $N", type(branch.node()), name);
        code.beginControlFlow(
                "if ($L)", expressions.value(branch.node().condition()).code());
        side(name, branch.whenTrue(), branch.node().whenTrue());
        code.nextControlFlow("else");
        side(name, branch.whenFalse(), branch.node().whenFalse());
        code.endControlFlow();
        locals.put(branch.node(), name);
        return null;
    }

    private void side(String name, List<Statement> statements, Node value) {
        block(() -> {
            statements.forEach(statement -> statement.accept(this));
            code.addStatement("$N = $L", name, expressions.value(value).code());
        });
    }

    @Override
    public Void visit(Statement.Store store) {
        Node node = store.value();
        explain(node);
        boolean isOwnPlace = store.place().equals(pass.places().get(node));
        Expression value =
                locals.containsKey(node) || !isOwnPlace ? expressions.value(node) : expressions.computed(node);
        CodeBlock number =
                node.type() == ElementType.BOOL ? CodeBlock.of("$L ? 1 : 0", value.in(Expression.OR)) : value.code();
        code.addStatement("$L = $L", element(store.place()).code(), number);
        return null;
    }

    @Override
    public Void visit(Statement.Begin begin) {
        Reduce reduce = begin.reduce();
        Reduction reduction = reduce.reduction();
        String wish = model.nameOf(reduce).orElse("");
        if (reduction == Reduction.LOGSUMEXP) {
            String[] pair = {names.numbered("largest"), names.numbered("sum")};
            accumulators.put(reduce, pair);
            code.addStatement("$T $N = $L", precise.type(), pair[0], precise.fraction(Double.NEGATIVE_INFINITY));
            code.addStatement("double $N = 0", pair[1]);
            return null;
        }
        boolean widens = widens(reduction);
        String stem = widens ? wish + "Wide" : wish;
        String name = wish.isEmpty() ? names.numbered(reduction.symbol()) : names.name(stem);
        accumulators.put(reduce, new String[] {name});
        if (!widens) {
            remember(reduce, name);
        }
        TypeName type = widens ? TypeName.DOUBLE : precise.type();
        CodeBlock start = precise.literal(reduction.start()).code();
        code.add("$T $N = $L;$L\n", type, name, start, comments.beside(reduce));
        return null;
    }

    @Override
    public Void visit(Statement.Accumulate accumulate) {
        Reduce reduce = accumulate.reduce();
        Expression value = expressions.value(reduce.body());
        if (accumulate.place().isPresent()) {
            combine(reduce.reduction(), element(accumulate.place().get()).code(), value);
        } else if (reduce.reduction() == Reduction.LOGSUMEXP) {
            logSumExp(accumulators.get(reduce), value);
        } else {
            combine(reduce.reduction(), CodeBlock.of("$N", accumulators.get(reduce)[0]), value);
        }
        return null;
    }

    private void combine(Reduction reduction, CodeBlock target, Expression value) {
        switch (reduction) {
            case SUM -> code.addStatement("$L += $L", target, value.code());
            case PROD -> code.addStatement("$L *= $L", target, value.code());
            case MAX -> code.addStatement("$L = $T.max($L, $L)", target, Math.class, target, value.code());
            case MIN -> code.addStatement("$L = $T.min($L, $L)", target, Math.class, target, value.code());
            case LOGSUMEXP -> {
                CodeBlock cast = precise.isFloat() ? CodeBlock.of("(float) ") : CodeBlock.of("");
                code.addStatement(
                        "$L = $L$T.logAddExp($L, $L)", target, cast, SpecialFunctions.class, target, value.code());
            }
        }
    }

    /** Terms relative to the largest so far: none overflows, and all of them may be minus infinity. */
    private void logSumExp(String[] pair, Expression value) {
        String largest = pair[0];
        String sum = pair[1];
        String term = names.numbered("term");
        code.addStatement("$T $N = $L", precise.type(), term, value.code());
        code.beginControlFlow("if ($N <= $N)", term, largest);
        code.addStatement("$N += $N == $N ? 1 : $T.exp($N - $N)", sum, term, largest, Math.class, term, largest);
        code.nextControlFlow("else");
        code.addStatement("$N = $N * $T.exp($N - $N) + 1", sum, sum, Math.class, largest, term);
        code.addStatement("$N = $N", largest, term);
        code.endControlFlow();
    }

    @Override
    public Void visit(Statement.Finish finish) {
        Reduce reduce = finish.reduce();
        String[] parts = accumulators.get(reduce);
        CodeBlock cast = precise.isFloat() ? CodeBlock.of("(float) ") : CodeBlock.of("");
        if (reduce.reduction() == Reduction.LOGSUMEXP) {
            CodeBlock log = CodeBlock.of("$T.log($N)", Math.class, parts[1]);
            CodeBlock sum = precise.isFloat()
                    ? CodeBlock.of("(float) ($N + $L)", parts[0], log)
                    : CodeBlock.of("$N + $L", parts[0], log);
            code.addStatement("$T $N = $L", precise.type(), declare(reduce), sum);
        } else if (widens(reduce.reduction())) {
            code.addStatement("$T $N = $L$N", precise.type(), declare(reduce), cast, parts[0]);
        }
        return null;
    }

    private boolean widens(Reduction reduction) {
        return precise.isFloat() && (reduction == Reduction.SUM || reduction == Reduction.PROD);
    }

    @Override
    public Void visit(Statement.Fill fill) {
        Place place = fill.place();
        int offset = place.storage() == Storage.GRADIENT ? place.index() : 0;
        CodeBlock count = model.count(place.shape());
        code.addStatement(
                "$T.fill($N, $L, $L, $L)",
                Arrays.class,
                array(place),
                offset,
                offset == 0 ? count : CodeBlock.of("$L + $L", offset, count),
                precise.literal(fill.reduce().reduction().start()).code());
        return null;
    }

    @Override
    public Void visit(Statement.Loop loop) {
        int depth = indices.size();
        String wish = depth < INDICES.size() ? INDICES.get(depth) : "i" + depth;
        LocalNames outer = names;
        names = names.inner();
        String index = names.name(wish);
        indices.put(loop.axis(), index);
        code.beginControlFlow("for (int $N = 0; $N < $L; $N++)", index, index, model.extent(loop.axis()), index);
        block(() -> loop.body().forEach(statement -> statement.accept(this)));
        code.endControlFlow();
        indices.remove(loop.axis());
        names = outer;
        return null;
    }

    /** What is declared inside a block is forgotten behind it. */
    private void block(Runnable inside) {
        LocalNames outer = names;
        int depth = declared.size();
        names = names.inner();
        inside.run();
        names = outer;
        while (declared.size() > depth) {
            locals.remove(declared.pop());
        }
    }

    private String declare(Node node) {
        String subscript = String.join("", indices.values().stream().sorted().toList());
        String name = model.nameOf(node)
                .map(wish -> names.name(wish, subscript.isEmpty() ? wish : wish + "_" + subscript))
                .orElseGet(() -> names.numbered("t"));
        remember(node, name);
        return name;
    }

    private void remember(Node node, String name) {
        locals.put(node, name);
        declared.push(node);
    }

    private TypeName type(Node node) {
        return node.type() == ElementType.BOOL ? TypeName.BOOLEAN : precise.type();
    }

    private Optional<Expression> atHand(Node node) {
        String local = locals.get(node);
        if (local != null) {
            return Optional.of(Expression.primary("$N", local));
        }
        Place place = inMemory.contains(node) ? pass.places().get(node) : null;
        if (place == null || !indices.keySet().containsAll(place.shape().axes())) {
            return Optional.empty();
        }
        return Optional.of(read(node, place));
    }

    /** Truth values lie in memory as 1 and 0. */
    private Expression read(Node node, Place place) {
        Expression element = element(place);
        return node.type() == ElementType.BOOL
                ? Expression.of(Expression.EQUALITY, CodeBlock.of("$L != 0", element.code()))
                : element;
    }

    private Expression element(Place place) {
        String array = array(place);
        return switch (place.storage()) {
            case PARAMETERS, GRADIENT -> Expression.primary("$N[$L]", array, index(place.index(), place.shape()));
            case CELL, SAVED_CELL -> Expression.primary("$N[$L]", array, place.index());
            case DATA ->
                place.shape().isScalar()
                        ? Expression.primary("$N", array)
                        : Expression.primary("$N[$L]", array, index(0, place.shape()));
            case OUTPUT, DATA_GRADIENT, SCRATCH, SAVED -> Expression.primary("$N[$L]", array, index(0, place.shape()));
        };
    }

    /** {@code offset + (i * 3 + j) * 4 + k}. */
    private CodeBlock index(int offset, Shape shape) {
        if (shape.isScalar()) {
            return CodeBlock.of("$L", offset);
        }
        CodeBlock index = CodeBlock.of("$N", indices.get(shape.axes().get(0)));
        boolean isSum = false;
        for (Axis axis : shape.axes().subList(1, shape.rank())) {
            CodeBlock left = isSum ? CodeBlock.of("($L)", index) : index;
            index = CodeBlock.of("$L * $L + $N", left, model.extent(axis), indices.get(axis));
            isSum = true;
        }
        return offset == 0 ? index : CodeBlock.of("$L + $L", offset, index);
    }

    private String array(Place place) {
        return switch (place.storage()) {
            case PARAMETERS -> model.parameters;
            case GRADIENT -> model.gradient;
            case DATA -> model.data.get(place.index());
            case OUTPUT -> slot(place, model.outputsTable, model.outputs.get(place.index()));
            case DATA_GRADIENT -> slot(place, model.gradientsTable, model.dataGradients.get(place.index()));
            case CELL -> model.cells;
            case SAVED_CELL -> model.savedCells;
            case SCRATCH -> slot(place, model.scratch, "scratch" + (place.index() + 1));
            case SAVED -> slot(place, model.saved, "saved" + (place.index() + 1));
        };
    }

    /** A local for an array of a table, which is made large enough first. */
    private String slot(Place place, String table, String name) {
        if (arrays.add(name)) {
            prologue.addStatement(
                    "$T $N = array($N, $L, $L)",
                    precise.array(),
                    name,
                    table,
                    place.index(),
                    model.count(place.shape()));
        }
        return name;
    }
}
