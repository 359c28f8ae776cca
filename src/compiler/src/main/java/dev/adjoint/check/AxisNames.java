package dev.adjoint.check;

import dev.adjoint.check.TypedExpression.Factor;
import dev.adjoint.check.TypedExpression.Term;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Index;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what the author of a body calls the axes of a value: of {@code x @ W} with {@code x[.., i]} and {@code W[i, o]} the
 * last is {@code o}, also where other axes have the same dim. Follows values through calls. Names of axes that nobody named,
 * and of those with two names, are left out.
 */
final class AxisNames implements TypedExpression.Visitor<Map<Axis, String>> {
    private final Map<String, Map<Axis, String>> values;
    private final Map<Called, Map<Axis, String>> calls;

    /** @param values the names of axes of named values */
    AxisNames(Map<String, Map<Axis, String>> values) {
        this(values, new HashMap<>());
    }

    private AxisNames(Map<String, Map<Axis, String>> values, Map<Called, Map<Axis, String>> calls) {
        this.values = values;
        this.calls = calls;
    }

    Map<Axis, String> of(TypedExpression expression) {
        return expression.accept(this);
    }

    /** The axis over the dim that has the name; empty if there is none or more than one. */
    Optional<Axis> find(String name, Dim dim, TypedExpression expression) {
        List<Axis> found = new ArrayList<>();
        of(expression).forEach((axis, other) -> {
            if (axis.dim().equals(dim) && other.equals(name)) {
                found.add(axis);
            }
        });
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private Map<Axis, String> all(Collection<TypedExpression> expressions) {
        Map<Axis, String> names = new LinkedHashMap<>();
        Set<Axis> unclear = new HashSet<>();
        for (TypedExpression expression : expressions) {
            of(expression).forEach((axis, name) -> {
                if (!name.equals(names.computeIfAbsent(axis, a -> name))) {
                    unclear.add(axis);
                }
            });
        }
        names.keySet().removeAll(unclear);
        return names;
    }

    private static Map<Axis, String> without(Map<Axis, String> names, Collection<Axis> axes) {
        Map<Axis, String> left = new LinkedHashMap<>(names);
        left.keySet().removeAll(axes);
        return left;
    }

    @Override
    public Map<Axis, String> visit(TypedExpression.Literal literal) {
        return Map.of();
    }

    @Override
    public Map<Axis, String> visit(TypedExpression.Truth truth) {
        return Map.of();
    }

    @Override
    public Map<Axis, String> visit(TypedExpression.Reference reference) {
        return values.getOrDefault(reference.name(), Map.of());
    }

    @Override
    public Map<Axis, String> visit(TypedExpression.Size size) {
        return Map.of();
    }

    @Override
    public Map<Axis, String> visit(TypedExpression.SizeValue size) {
        return Map.of();
    }

    @Override
    public Map<Axis, String> visit(TypedExpression.Position position) {
        return Map.of();
    }

    /** Axes that are kept, and those that a variable runs along. */
    @Override
    public Map<Axis, String> visit(TypedExpression.Access access) {
        Map<Axis, String> ofArray = of(access.array());
        Map<Axis, String> names = without(ofArray, access.indices().keySet());
        access.indices().forEach((axis, index) -> {
            for (Axis variable : access.type().shape().axes()) {
                if (index.equals(Index.of(variable)) && ofArray.containsKey(axis)) {
                    names.put(variable, ofArray.get(axis));
                }
            }
        });
        return names;
    }

    @Override
    public Map<Axis, String> visit(TypedExpression.Rename rename) {
        Map<Axis, String> names = new LinkedHashMap<>();
        of(rename.operand()).forEach((axis, name) -> names.put(rename.axes().getOrDefault(axis, axis), name));
        return names;
    }

    @Override
    public Map<Axis, String> visit(TypedExpression.Reshape reshape) {
        return without(of(reshape.operand()), reshape.from());
    }

    @Override
    public Map<Axis, String> visit(TypedExpression.Argument argument) {
        return without(of(argument.body()), List.of(argument.axis()));
    }

    @Override
    public Map<Axis, String> visit(TypedExpression.Apply apply) {
        return all(apply.operands());
    }

    @Override
    public Map<Axis, String> visit(TypedExpression.Sum sum) {
        return all(sum.terms().stream().map(Term::value).toList());
    }

    @Override
    public Map<Axis, String> visit(TypedExpression.Product product) {
        return all(product.factors().stream().map(Factor::value).toList());
    }

    @Override
    public Map<Axis, String> visit(TypedExpression.Reduce reduce) {
        return without(of(reduce.body()), reduce.axes());
    }

    @Override
    public Map<Axis, String> visit(TypedExpression.If choice) {
        return all(List.of(choice.condition(), choice.whenTrue(), choice.whenFalse()));
    }

    /** Those that the caller gave: names of the body that is called mean nothing here. */
    @Override
    public Map<Axis, String> visit(TypedExpression.Call call) {
        List<Map<Axis, String>> arguments =
                new ArrayList<>(call.arguments().stream().map(this::of).toList());
        Map<Axis, String> result = Map.of();
        for (int i = 0; i < call.steps().size(); i++) {
            if (i > 0) {
                arguments.set(0, result);
            }
            result = applied(call.steps().get(i).function(), List.copyOf(arguments));
        }
        return result;
    }

    private Map<Axis, String> applied(FunctionInstance function, List<Map<Axis, String>> arguments) {
        Called called = new Called(function, arguments);
        Map<Axis, String> known = calls.get(called);
        if (known == null) {
            Map<String, Map<Axis, String>> inner = new HashMap<>();
            for (int i = 0; i < arguments.size(); i++) {
                inner.put(function.parameters().get(i), arguments.get(i));
            }
            AxisNames body = new AxisNames(inner, calls);
            function.definitions().forEach(let -> inner.put(let.name(), body.of(let.value())));
            known = body.of(function.body());
            calls.put(called, known);
        }
        return known;
    }

    @Override
    public Map<Axis, String> visit(TypedExpression.Scan scan) {
        return Map.of();
    }

    @Override
    public Map<Axis, String> visit(TypedExpression.Derivative derivative) {
        return Map.of();
    }

    @Override
    public Map<Axis, String> visit(TypedExpression.Training training) {
        return Map.of();
    }

    private record Called(FunctionInstance function, List<Map<Axis, String>> arguments) {}
}
