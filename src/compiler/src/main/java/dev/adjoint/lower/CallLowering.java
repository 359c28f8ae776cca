package dev.adjoint.lower;

import dev.adjoint.check.FunctionInstance;
import dev.adjoint.check.TypedExpression;
import dev.adjoint.check.TypedModel;
import dev.adjoint.expr.AxisSize;
import dev.adjoint.expr.Constant;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.ElementType;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Substitution;
import dev.adjoint.expr.Variable;
import dev.adjoint.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lowers calls. A function is replaced by its body, once for each list of arguments. So is a layer that is used once, or
 * keeps state; one that is used more often becomes a lambda, whose formals are its inputs and all its parameters, so that it is
 * differentiated and compiled once.
 */
final class CallLowering {
    private final Dag dag;
    private final Map<CallKey, Node> calls = new HashMap<>();
    private final Map<List<Object>, Lambda> lambdas = new HashMap<>();
    private final Map<Variable, Node> updates = new LinkedHashMap<>();

    CallLowering(Dag dag) {
        this.dag = dag;
    }

    /** @param caller lowers what surrounds the call */
    Node lower(TypedExpression.Call call, ExpressionLowering caller) {
        List<Node> arguments = caller.lower(call.arguments());
        Node value = null;
        for (TypedExpression.Step step : call.steps()) {
            if (value != null) {
                arguments.set(0, value);
            }
            List<Node> all = new ArrayList<>(arguments);
            for (TypedModel.Parameter parameter : step.function().layerParameters()) {
                all.add(caller.value(parameter.within(step.place()).name()));
            }
            step.function().lent().forEach((place, layer) -> {
                String outside = step.lent().get(place);
                for (TypedModel.Parameter parameter : layer.layerParameters()) {
                    all.add(caller.value(parameter.within(outside).name()));
                }
            });
            value = apply(step.function(), all, caller, call.span());
        }
        return value;
    }

    private Node apply(FunctionInstance function, List<Node> arguments, ExpressionLowering caller, Span place) {
        CallKey key = new CallKey(function, List.copyOf(arguments));
        Node known = calls.get(key);
        if (known == null) {
            known = isShared(function, arguments)
                    ? call(function, arguments, caller, place)
                    : body(function, arguments, caller.inlining(place));
            calls.put(key, known);
        }
        return known;
    }

    private static boolean isShared(FunctionInstance function, List<Node> arguments) {
        return function.uses() > 1
                && !function.keepsState()
                && function.body().type().kind().element() == ElementType.REAL
                && arguments.stream().allMatch(argument -> argument.type() == ElementType.REAL);
    }

    /** Numbers and sizes are part of the lambda; all else is handed to it. */
    private Node call(FunctionInstance function, List<Node> arguments, ExpressionLowering caller, Span place) {
        List<Object> key = new ArrayList<>(List.of(function));
        List<Node> handed = new ArrayList<>();
        for (Node argument : arguments) {
            boolean isFixed = argument instanceof Constant || argument instanceof AxisSize;
            key.add(isFixed ? argument : argument.shape());
            if (!isFixed) {
                handed.add(argument);
            }
        }
        Lambda lambda = lambdas.get(key);
        if (lambda == null) {
            lambda = lambda(function, arguments, handed, caller);
            lambdas.put(key, lambda);
        }
        if (lambda.formals().size() > handed.size()) {
            handed.add(dag.training());
        }
        dag.origin(List.of(place));
        return dag.result(dag.call(lambda, handed), 0);
    }

    private Lambda lambda(
            FunctionInstance function, List<Node> arguments, List<Node> handed, ExpressionLowering caller) {
        List<Variable> formals = new ArrayList<>();
        List<Node> inner = new ArrayList<>();
        List<String> names = names(function);
        for (int i = 0; i < names.size(); i++) {
            Node argument = arguments.get(i);
            boolean isHanded = handed.contains(argument);
            Node value = isHanded ? dag.variable(Role.FORMAL, names.get(i), argument.shape()) : argument;
            inner.add(value);
            if (isHanded) {
                formals.add((Variable) value);
            }
        }
        Node result = body(function, inner, caller.ofLambda(names));
        if (Reachable.from(result).contains(dag.training())) {
            Variable mode = dag.variable(Role.FORMAL, "training", Shape.SCALAR);
            result = Substitution.in(dag, List.of(result), Map.of(dag.training(), mode))
                    .get(result);
            formals.add(mode);
        }
        return new Lambda(function.name(), formals, List.of(result));
    }

    private static List<String> names(FunctionInstance function) {
        List<String> names = new ArrayList<>(function.parameters());
        function.layerParameters().forEach(parameter -> names.add(parameter.name()));
        function.lent()
                .forEach((place, layer) -> layer.layerParameters()
                        .forEach(parameter -> names.add(parameter.within(place).name())));
        return names;
    }

    private Node body(FunctionInstance function, List<Node> arguments, ExpressionLowering empty) {
        List<String> names = names(function);
        for (int i = 0; i < names.size(); i++) {
            empty.put(names.get(i), arguments.get(i));
        }
        function.definitions().forEach(empty::define);
        function.updates().forEach((name, next) -> update(empty.value(name), empty.lower(next)));
        return empty.lower(function.body());
    }

    /** Of a layer that is used in several places, the last one counts. */
    void update(Node state, Node next) {
        if (!(state instanceof Variable variable) || variable.role() != Role.FROZEN) {
            throw new IllegalStateException("lower: state " + state + " within a lambda");
        }
        updates.put(variable, next);
    }

    /** What states are after a training step, as far as lowered. */
    Map<Variable, Node> updates() {
        return updates;
    }

    private record CallKey(FunctionInstance function, List<Node> arguments) {}
}
