package dev.adjoint.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import dev.adjoint.expr.Access;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.ElementType;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Scatter;
import dev.adjoint.plan.Invocation;
import dev.adjoint.plan.Kernel;
import dev.adjoint.plan.Multiplication;
import dev.adjoint.plan.Pass;
import dev.adjoint.plan.Place;
import dev.adjoint.plan.Recurrence;
import dev.adjoint.plan.Statement;
import dev.adjoint.plan.Step;
import dev.adjoint.runtime.SpecialFunctions;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.SourceVersion;

/**
 * Writes the statements of one method.
 *
 * <p>Sums and products accumulate in {@code double} whatever the precision; accumulators in memory have the model's.
 */
final class BodyWriter implements Statement.Visitor<Void>, Expressions.Reader {
    private static final List<String> INDICES = List.of("i", "j", "k", "l");

    private final ModelNames model;
    private final Precise precise;
    private final PassNames passNames;
    private final Pass pass;
    private final Comments comments;
    private final Expressions expressions;
    private final Extents extents;
    private final Loops loops = new Loops();
    private final Addresses addresses;
    private final StepWriter stepWriter;
    private CodeBlock.Builder code = CodeBlock.builder();
    private LocalNames names;
    private final Map<Node, String> locals = new IdentityHashMap<>();
    private final Map<Node, String[]> accumulators = new IdentityHashMap<>();
    private final Deque<Node> declared = new ArrayDeque<>();
    /** Results of straight-line code, each explained where it is computed. */
    private final Set<Node> results = new HashSet<>();

    /** What the kernel at hand may read from memory. */
    private Set<Node> inMemory = Set.of();

    BodyWriter(ModelNames model, PassNames passNames, Comments comments) {
        this.model = model;
        this.precise = model.precise;
        this.passNames = passNames;
        this.pass = passNames.pass();
        this.comments = comments;
        this.names = passNames.locals();
        this.extents = Extents.inMethod(model);
        this.addresses = new Addresses(model, passNames, extents, loops);
        this.stepWriter = new StepWriter(passNames, extents, addresses);
        this.expressions = new Expressions(precise, this);
    }

    BodyWriter write(List<Step> steps) {
        for (Step step : steps) {
            if (step instanceof Kernel kernel) {
                write(kernel);
            } else {
                code.add(comments.above(step));
                code.add(code(step));
            }
        }
        return this;
    }

    private CodeBlock code(Step step) {
        if (step instanceof Multiplication multiplication) {
            CodeBlock kernel = passNames.contraction(multiplication.index());
            return new MultiplicationWriter(extents, addresses).write(multiplication, kernel);
        }
        return step instanceof Invocation invocation ? stepWriter.call(invocation) : recurrence((Recurrence) step);
    }

    private CodeBlock recurrence(Recurrence recurrence) {
        return stepWriter.loop(
                recurrence, names.inner().name(wish(recurrence.scan().axis())));
    }

    private void write(Kernel kernel) {
        inMemory = kernel.reads();
        if (kernel.axes().isEmpty()) {
            results.addAll(kernel.results());
        } else {
            code.add(comments.above(kernel));
        }
        kernel.body().forEach(statement -> statement.accept(this));
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
        return CodeBlock.builder()
                .add(extents.declarations())
                .add(addresses.declarations())
                .add(code.build())
                .build();
    }

    @Override
    public Void visit(Statement.Load load) {
        CodeBlock value =
                read(load.node().type(), addresses.element(load.place())).code();
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
        if (results.remove(node) || isResult && loops.isEmpty()) {
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
        code.addStatement("$L = $L", addresses.element(store.place()).code(), number);
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
            combine(
                    reduce.reduction(),
                    addresses.element(accumulate.place().get()).code(),
                    value);
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
        CodeBlock start = precise.literal(fill.start()).code();
        if (place.shape().isScalar()) {
            code.addStatement("$L = $L", addresses.element(place).code(), start);
            return null;
        }
        CodeBlock offset = addresses.offset(place);
        CodeBlock count = extents.count(place.shape());
        code.addStatement(
                "$T.fill($N, $L, $L, $L)",
                Arrays.class,
                addresses.array(place),
                offset.isEmpty() ? CodeBlock.of("0") : offset,
                offset.isEmpty() ? count : CodeBlock.of("$L + $L", offset, count),
                start);
        return null;
    }

    @Override
    public Void visit(Statement.Spread spread) {
        Scatter scatter = spread.scatter();
        CodeBlock element =
                addresses.element(scatter, spread.place(), expressions::value).code();
        code.addStatement("$L += $L", element, expressions.value(scatter.body()).code());
        return null;
    }

    @Override
    public Void visit(Statement.Loop loop) {
        LocalNames outer = names;
        names = names.inner();
        String index = names.name(wish(loop.axis()));
        CodeBlock.Builder around = code;
        code = CodeBlock.builder();
        loops.enter(loop.axis(), index);
        block(() -> loop.body().forEach(statement -> statement.accept(this)));
        CodeBlock body = code.build();
        code = around;
        code.beginControlFlow("for (int $N = 0; $N < $L; $N++)", index, index, extents.of(loop.axis()), index);
        code.add(loops.leave()).add(body).endControlFlow();
        names = outer;
        return null;
    }

    /** Index variables have the names that the model gives them; axes that are called like their dims have letters. */
    private String wish(Axis axis) {
        boolean isOwn = !axis.name().equals(axis.dim().name()) && SourceVersion.isName(axis.name());
        int depth = loops.depth();
        return isOwn ? axis.name() : depth < INDICES.size() ? INDICES.get(depth) : "i" + depth;
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
        String subscript = String.join("", loops.indices().stream().sorted().toList());
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

    @Override
    public Optional<Expression> atHand(Node node) {
        String local = locals.get(node);
        if (local != null) {
            return Optional.of(Expression.primary("$N", local));
        }
        Place place = inMemory.contains(node) ? pass.places().get(node) : null;
        if (place == null || !loops.contains(place.shape().axes())) {
            return Optional.empty();
        }
        return Optional.of(read(node.type(), addresses.element(place)));
    }

    @Override
    public Expression element(Access access) {
        Node array = access.array();
        Place place = array.shape().isScalar() ? null : pass.places().get(array);
        Expression element = addresses.element(access, place, expressions::value);
        return place == null ? element : read(access.type(), element);
    }

    @Override
    public CodeBlock index(Axis axis) {
        return CodeBlock.of(
                "$N", loops.index(axis).orElseThrow(() -> new IllegalStateException("emit: no loop over " + axis)));
    }

    @Override
    public CodeBlock extent(Axis axis) {
        return extents.of(axis);
    }

    /** Truth values lie in memory as 1 and 0. */
    private static Expression read(ElementType type, Expression element) {
        return type == ElementType.BOOL
                ? Expression.of(Expression.EQUALITY, CodeBlock.of("$L != 0", element.in(Expression.EQUALITY)))
                : element;
    }
}
