package dev.adjoint.check;

import dev.adjoint.check.TypedExpression.Broken;
import dev.adjoint.expr.Dim;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Span;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Checks calls of declared functions, layers and instances of layers, once or several times in a row. */
final class CallChecker {
    /** Far more layers than anyone stacks; each is checked and becomes code. */
    private static final int MOST_REPETITIONS = 1000;

    private final ExpressionChecker expressions;
    private final Session session;
    private final Scope scope;

    CallChecker(ExpressionChecker expressions) {
        this.expressions = expressions;
        this.session = expressions.session();
        this.scope = expressions.scope();
    }

    /** Whether a name is that of a declared function, layer or instance, or of a pipeline. */
    boolean knows(Ast.Name name) {
        return scope.hasPipeline(name.text())
                || instance(name).isPresent()
                || session.functions().find(name.span().file(), name.text()).isPresent();
    }

    private Optional<Ast.Instance> instance(Ast.Name name) {
        return scope.layers().flatMap(layers -> layers.declared(name.text()));
    }

    /** @param call of a function that is {@linkplain #knows known} */
    TypedExpression check(Ast.Call call) {
        if (scope.hasPipeline(call.function().text())) {
            return ofPipeline(call, 1);
        }
        return instance(call.function())
                .map(instance -> ofInstance(call, instance, 1))
                .orElseGet(() -> ofFunction(call, Optional.empty(), Optional.empty(), 1));
    }

    /** @param repeat of a call of a function that is {@linkplain #knows known} */
    TypedExpression check(Ast.Repeat repeat) {
        OptionalInt count = count(repeat.count());
        if (count.isEmpty()) {
            return new Broken(repeat.span());
        }
        if (scope.hasPipeline(repeat.call().function().text())) {
            return ofPipeline(repeat.call(), count.getAsInt());
        }
        return instance(repeat.call().function())
                .map(instance -> ofInstance(repeat.call(), instance, count.getAsInt()))
                .orElseGet(() -> ofFunction(repeat.call(), Optional.of(repeat.count()), Optional.empty(), 1));
    }

    /** The call of an instance is that of its layer with the input before the arguments of the declaration. */
    private TypedExpression ofInstance(Ast.Call call, Ast.Instance instance, int times) {
        boolean isRecursive =
                scope.layers().orElseThrow().isRecursive(instance.name().text());
        if (!hasOneArgument(call) || isRecursive) { // the latter was reported where it is declared
            return new Broken(call.span());
        }
        Ast.Call declared = instance.layer().call();
        List<Ast.Expression> arguments = new ArrayList<>(call.arguments());
        arguments.addAll(declared.arguments());
        Ast.Call layer = new Ast.Call(call.span(), declared.function(), declared.axes(), arguments, declared.named());
        return ofFunction(
                layer, instance.layer().count(), Optional.of(instance.name().text()), times);
    }

    private boolean hasOneArgument(Ast.Call call) {
        int given = call.operands().size();
        int axes = call.axes().map(List::size).orElse(0);
        boolean hasOne = given == 1 && call.named().isEmpty();
        if (hasOne && axes == 0) {
            return true;
        }
        call.operands().forEach(expressions::check);
        session.report(
                DiagnosticCode.WRONG_ARITY,
                call.span(),
                call.function().text(),
                hasOne ? "no axes" : "1 argument",
                String.valueOf(hasOne ? axes : given));
        return false;
    }

    /** What the pipeline needs beside its head, this body was given with it. */
    private TypedExpression ofPipeline(Ast.Call call, int times) {
        String name = call.function().text();
        Optional<Pipeline> found = scope.pipeline(name);
        if (!hasOneArgument(call)) {
            return new Broken(call.span());
        }
        TypedExpression head = expressions.check(call.arguments().get(0));
        if (found.isEmpty() || head instanceof Broken) {
            return new Broken(call.span());
        }
        Pipeline pipeline = found.get();
        List<String> names = new ArrayList<>(
                List.of(pipeline.code().parameters().get(0).name().text()));
        List<TypedExpression> values = new ArrayList<>(List.of(head));
        List<Optional<Dim>> sizes = new ArrayList<>(List.of(Optional.empty()));
        for (String needed : pipeline.values()) {
            Ast.Reference here = new Ast.Reference(call.span(), Pipeline.within(name, needed));
            names.add(needed);
            values.add(scope.find(here).orElseThrow());
            sizes.add(new SizeExpressions(session, scope).ifSize(here));
        }
        List<ValueType> types = values.stream().map(TypedExpression::type).toList();
        Map<String, String> lent = new HashMap<>();
        pipeline.lent().forEach(instance -> lent.put(instance, Pipeline.within(name, instance)));
        Arguments arguments = new Arguments(names, types, sizes, List.of(), pipeline.pipelines());
        boolean isLayer = pipeline.code().isLayer();
        TypedExpression result = apply(
                call,
                pipeline.code(),
                new ArgumentChecker.Checked(arguments, values, lent),
                Collections.nCopies(times, isLayer ? name : ""));
        Ast.Formal formal = scope.pipelineFormal(name).orElseThrow();
        boolean fits = result instanceof Broken
                || formal.pattern().isEmpty()
                || new ResultPattern(session, scope)
                        .fits(formal, result.type(), pipeline.code().span());
        return fits ? result : new Broken(call.span());
    }

    /**
     * @param count how many layers in a row
     * @param instance the name of the instance it is
     * @param times how many times all of these
     */
    private TypedExpression ofFunction(
            Ast.Call call, Optional<Ast.Expression> count, Optional<String> instance, int times) {
        Ast.Name name = call.function();
        Optional<Ast.Function> found = session.functions().find(name.span().file(), name.text());
        boolean isInstanceOfOther = instance.isPresent() && !session.functions().isLayer(name);
        if (found.isEmpty() || isInstanceOfOther) { // reported where the instance is declared
            call.operands().forEach(expressions::check);
            return new Broken(call.span());
        }
        Ast.Function function = found.get();
        OptionalInt repetitions = count.map(this::count).orElse(OptionalInt.of(1));
        Optional<ArgumentChecker.Checked> checked = new ArgumentChecker(expressions).check(call, function);
        if (function.isLayer() && scope.layers().isEmpty()) {
            session.report(DiagnosticCode.LAYER_IN_FUNCTION, name.span(), name.text());
            return new Broken(call.span());
        }
        if (scope.isWithinScan() && session.functions().keepsState(function)) {
            session.report(DiagnosticCode.STATE_IN_SCAN, call.span(), name.text());
            return new Broken(call.span());
        }
        if (checked.isEmpty() || repetitions.isEmpty() || session.functions().isRecursive(function)) {
            return new Broken(call.span());
        }
        if (function.parameters().isEmpty() && (count.isPresent() || times > 1)) {
            session.report(DiagnosticCode.WRONG_ARITY, call.span(), name.text(), "no argument", "1");
            return new Broken(call.span());
        }
        String place = function.isLayer()
                ? instance.orElseGet(() -> scope.layers().orElseThrow().place(name))
                : "";
        List<String> places = new ArrayList<>();
        for (int i = 0; i < times * repetitions.getAsInt(); i++) {
            places.add(count.isPresent() && function.isLayer() ? place + "." + i % repetitions.getAsInt() : place);
        }
        return apply(call, function, checked.get(), places);
    }

    private TypedExpression apply(
            Ast.Call call, Ast.Function function, ArgumentChecker.Checked checked, List<String> places) {
        Arguments arguments = checked.arguments();
        List<TypedExpression.Step> steps = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            FunctionInstance applied = session.instance(
                    function,
                    i == 0 ? call : withoutArguments(call),
                    arguments,
                    checked.lent().keySet());
            if (applied.body() instanceof Broken) {
                return new Broken(call.span());
            }
            Map<String, String> lent = new HashMap<>();
            applied.lent().keySet().forEach(place -> lent.put(place, lender(place, checked.lent())));
            if (function.isLayer() && !put(applied, places.get(i), lent, call, i)) {
                return new Broken(call.span());
            }
            steps.add(new TypedExpression.Step(applied, places.get(i), lent));
            arguments = arguments.names().isEmpty()
                    ? arguments
                    : arguments.withFirst(applied.body().type());
        }
        return new TypedExpression.Call(call.span(), checked.values(), steps);
    }

    /** Of what follows on the first application, none is what the call says. */
    private static Ast.Call withoutArguments(Ast.Call call) {
        return new Ast.Call(call.span(), call.function(), call.axes(), List.of(), List.of());
    }

    /** The place here of what a layer that is called has at that place: {@code block.1} of {@code f:block.1}. */
    private static String lender(String place, Map<String, String> lent) {
        int end = place.contains(".") ? place.indexOf('.') : place.length();
        return lent.get(place.substring(0, end)) + place.substring(end);
    }

    /** @return false if something was reported */
    private boolean put(FunctionInstance applied, String place, Map<String, String> lent, Ast.Call call, int step) {
        Layers layers = scope.layers().orElseThrow();
        List<String> differing = new ArrayList<>();
        if (!layers.put(place, applied, call.span(), step)) {
            differing.add(place);
        }
        applied.lent().forEach((inside, layer) -> {
            if (!layers.lend(lent.get(inside), layer)) {
                differing.add(lent.get(inside));
            }
        });
        differing.forEach(other -> session.report(DiagnosticCode.INSTANCE_DIFFERS, call.span(), other));
        return differing.isEmpty();
    }

    private OptionalInt count(Ast.Expression written) {
        Optional<Quotient> count = new SizeExpressions(session, scope).size(written);
        if (count.isEmpty()) {
            return OptionalInt.empty();
        }
        OptionalInt number = count.get().constant();
        if (number.isEmpty() || number.getAsInt() < 1 || number.getAsInt() > MOST_REPETITIONS) {
            Span span = written.span();
            String found = number.isPresent() ? String.valueOf(number.getAsInt()) : "'" + span.text() + "'";
            session.report(DiagnosticCode.BAD_COUNT, span, String.valueOf(MOST_REPETITIONS), found);
            return OptionalInt.empty();
        }
        return number;
    }
}
