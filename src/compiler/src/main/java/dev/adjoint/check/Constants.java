package dev.adjoint.check;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Kind;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Span;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Computes expressions made of numbers, pi and functions of them: initial values, bounds, sizes, settings. */
final class Constants {
    private final Session session;
    private final Scope scope;

    /** @param scope around it: its dims of fixed size are constant, its values are not */
    Constants(Session session, Scope scope) {
        this.session = session;
        this.scope = scope;
    }

    /** A finite number, or empty if something was reported. */
    OptionalDouble finite(Ast.Expression expression) {
        OptionalDouble value = value(expression, Kind.REAL);
        if (value.isPresent() && !Double.isFinite(value.getAsDouble())) {
            reportNotFinite(session, expression.span(), value.getAsDouble());
            return OptionalDouble.empty();
        }
        return value;
    }

    /** A truth value as 1 or 0, or empty if something was reported. */
    OptionalDouble truth(Ast.Expression expression) {
        return value(expression, Kind.BOOL);
    }

    static void reportNotFinite(Session session, Span span, double value) {
        session.report(DiagnosticCode.NOT_FINITE, span, Double.isNaN(value) ? "not a number" : "infinite");
    }

    private OptionalDouble value(Ast.Expression expression, Kind kind) {
        TypedExpression typed = new ExpressionChecker(session, new NamesNothing()).check(expression, kind);
        if (typed instanceof TypedExpression.Broken) {
            return OptionalDouble.empty();
        }
        Evaluation evaluation = new Evaluation(Map.of(), new HashMap<>(), new ArrayList<>());
        double value = typed.accept(evaluation);
        if (!evaluation.varying.isEmpty()) {
            Span varying = evaluation.varying.get(0);
            session.report(DiagnosticCode.NOT_CONSTANT, expression.span(), varying.text());
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(value);
    }

    /** @param values of the operands */
    static double apply(TypedExpression.Apply apply, ToDoubleFunction<TypedExpression> values) {
        double[] operands = apply.operands().stream().mapToDouble(values).toArray();
        if (operands.length <= 2) {
            return apply.primitive().evaluate(operands);
        }
        double folded = operands[0];
        for (int i = 1; i < operands.length; i++) {
            folded = apply.primitive().evaluate(folded, operands[i]);
        }
        return folded;
    }

    /** @param values of the terms */
    static double sum(TypedExpression.Sum sum, ToDoubleFunction<TypedExpression> values) {
        double total = 0;
        for (TypedExpression.Term term : sum.terms()) {
            double value = values.applyAsDouble(term.value());
            total += term.negative() ? -value : value;
        }
        return total;
    }

    /** @param values of the factors */
    static double product(TypedExpression.Product product, ToDoubleFunction<TypedExpression> values) {
        double total = 1;
        for (TypedExpression.Factor factor : product.factors()) {
            double value = values.applyAsDouble(factor.value());
            total = factor.divides() ? total / value : total * value;
        }
        return total;
    }

    private final class NamesNothing implements Scope {
        @Override
        public Optional<TypedExpression> find(Ast.Reference reference) {
            Optional<Axis> axis = scope.axis(reference.name());
            if (axis.isPresent() && axis.get().dim().isFixed()) {
                double size = axis.get().dim().size().getAsInt();
                return Optional.of(new TypedExpression.Literal(reference.span(), size));
            }
            if (axis.isEmpty() && !scope.names().contains(reference.name())) {
                return Optional.empty();
            }
            session.report(DiagnosticCode.NOT_CONSTANT, reference.span(), reference.name());
            return Optional.of(new TypedExpression.Broken(reference.span()));
        }

        @Override
        public Optional<ValueType> type(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<Axis> axis(String name) {
            return Optional.empty();
        }

        @Override
        public Collection<String> names() {
            return scope.names();
        }

        @Override
        public Collection<String> axes() {
            return List.of();
        }

        @Override
        public String hint() {
            return "";
        }
    }

    /**
     * Values of expressions without axes. Remembers calls, so that functions that double each other stay cheap.
     *
     * @param varying receives what is not computed here: whatever has axes
     */
    private record Evaluation(Map<String, Double> arguments, Map<CallKey, Double> known, List<Span> varying)
            implements TypedExpression.Visitor<Double> {
        private double varies(TypedExpression expression) {
            varying.add(expression.span());
            return Double.NaN;
        }

        @Override
        public Double visit(TypedExpression.Literal literal) {
            return literal.value();
        }

        @Override
        public Double visit(TypedExpression.Truth truth) {
            return truth.value() ? 1.0 : 0.0;
        }

        @Override
        public Double visit(TypedExpression.Reference reference) {
            return arguments.get(reference.name());
        }

        @Override
        public Double visit(TypedExpression.Training training) {
            return varies(training);
        }

        @Override
        public Double visit(TypedExpression.Derivative derivative) {
            throw new IllegalStateException("a constant with a derivative: " + derivative.span());
        }

        @Override
        public Double visit(TypedExpression.Size size) {
            return varies(size);
        }

        @Override
        public Double visit(TypedExpression.SizeValue size) {
            return varies(size);
        }

        @Override
        public Double visit(TypedExpression.Position position) {
            return varies(position);
        }

        @Override
        public Double visit(TypedExpression.Access access) {
            return varies(access);
        }

        @Override
        public Double visit(TypedExpression.Rename rename) {
            return varies(rename);
        }

        @Override
        public Double visit(TypedExpression.Reshape reshape) {
            return varies(reshape);
        }

        @Override
        public Double visit(TypedExpression.Argument argument) {
            return varies(argument);
        }

        @Override
        public Double visit(TypedExpression.Apply apply) {
            return Constants.apply(apply, operand -> operand.accept(this));
        }

        @Override
        public Double visit(TypedExpression.Sum sum) {
            return Constants.sum(sum, term -> term.accept(this));
        }

        @Override
        public Double visit(TypedExpression.Product product) {
            return Constants.product(product, factor -> factor.accept(this));
        }

        @Override
        public Double visit(TypedExpression.Reduce reduce) {
            return reduce.axes().isEmpty() ? reduce.body().accept(this) : varies(reduce);
        }

        @Override
        public Double visit(TypedExpression.If choice) {
            return (choice.condition().accept(this) != 0 ? choice.whenTrue() : choice.whenFalse()).accept(this);
        }

        @Override
        public Double visit(TypedExpression.Scan scan) {
            return varies(scan);
        }

        @Override
        public Double visit(TypedExpression.Call call) {
            List<Double> values = new ArrayList<>();
            for (TypedExpression argument : call.arguments()) {
                values.add(argument.accept(this));
            }
            Double value = null;
            for (TypedExpression.Step step : call.steps()) {
                if (value != null) {
                    values.set(0, value);
                }
                value = apply(step.function(), values);
            }
            return value;
        }

        private Double apply(FunctionInstance function, List<Double> values) {
            CallKey key = new CallKey(function, List.copyOf(values));
            Double value = known.get(key);
            if (value == null) {
                Map<String, Double> inner = new HashMap<>();
                for (int i = 0; i < values.size(); i++) {
                    inner.put(function.parameters().get(i), values.get(i));
                }
                Evaluation body = new Evaluation(inner, known, varying);
                function.definitions()
                        .forEach(let -> inner.put(let.name(), let.value().accept(body)));
                value = function.body().accept(body);
                known.put(key, value);
            }
            return value;
        }
    }

    private record CallKey(FunctionInstance function, List<Double> arguments) {}
}
