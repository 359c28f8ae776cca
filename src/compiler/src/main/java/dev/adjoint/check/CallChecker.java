package dev.adjoint.check;

import dev.adjoint.check.TypedExpression.Broken;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Span;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.List;
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

    /** Whether a name is that of a declared function, layer or instance. */
    boolean knows(Ast.Name name) {
        return instance(name).isPresent()
                || session.functions().find(name.span().file(), name.text()).isPresent();
    }

    private Optional<Ast.Instance> instance(Ast.Name name) {
        return scope.layers().flatMap(layers -> layers.declared(name.text()));
    }

    /** @param call of a function that is {@linkplain #knows known} */
    TypedExpression check(Ast.Call call) {
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
        return instance(repeat.call().function())
                .map(instance -> ofInstance(repeat.call(), instance, count.getAsInt()))
                .orElseGet(() -> ofFunction(repeat.call(), Optional.of(repeat.count()), Optional.empty(), 1));
    }

    /** The call of an instance is that of its layer with the input before the arguments of the declaration. */
    private TypedExpression ofInstance(Ast.Call call, Ast.Instance instance, int times) {
        if (call.operands().size() != 1
                || !call.named().isEmpty()
                || call.axes().isPresent()) {
            call.operands().forEach(expressions::check);
            String found = String.valueOf(call.operands().size());
            session.report(
                    DiagnosticCode.WRONG_ARITY, call.span(), call.function().text(), "1 argument", found);
            return new Broken(call.span());
        }
        Ast.Call declared = instance.layer().call();
        List<Ast.Expression> arguments = new ArrayList<>(call.arguments());
        arguments.addAll(declared.arguments());
        Ast.Call layer = new Ast.Call(call.span(), declared.function(), declared.axes(), arguments, declared.named());
        return ofFunction(
                layer, instance.layer().count(), Optional.of(instance.name().text()), times);
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
            FunctionInstance applied = session.instance(function, call, arguments);
            if (applied.body() instanceof Broken) {
                return new Broken(call.span());
            }
            boolean fits =
                    !function.isLayer() || scope.layers().orElseThrow().put(places.get(i), applied, call.span(), i);
            if (!fits) {
                session.report(DiagnosticCode.INSTANCE_DIFFERS, call.span(), places.get(i));
                return new Broken(call.span());
            }
            steps.add(new TypedExpression.Step(applied, places.get(i)));
            arguments = arguments.names().isEmpty()
                    ? arguments
                    : arguments.withFirst(applied.body().type());
        }
        return new TypedExpression.Call(call.span(), checked.values(), steps);
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
