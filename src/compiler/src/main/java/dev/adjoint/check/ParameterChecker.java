package dev.adjoint.check;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Shape;
import dev.adjoint.runtime.Initialiser;
import dev.adjoint.runtime.Interval;
import dev.adjoint.runtime.Precision;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Diagnostics;
import dev.adjoint.source.Span;
import dev.adjoint.syntax.Ast;
import java.util.List;
import java.util.OptionalDouble;

/** Checks how parameters start and what interval they stay in. */
final class ParameterChecker {
    private static final Initialiser MISSING = new Initialiser.Missing();

    private final Constants constants;
    private final Precision precision;
    private final Diagnostics diagnostics;

    ParameterChecker(Constants constants, Precision precision, Diagnostics diagnostics) {
        this.constants = constants;
        this.precision = precision;
        this.diagnostics = diagnostics;
    }

    TypedModel.Parameter check(Ast.Parameter parameter, Shape shape) {
        String name = parameter.name().text();
        for (Axis axis : shape.axes()) {
            if (!axis.dim().isFixed()) {
                Span span = parameter.axes().stream()
                        .filter(a -> a.name()
                                .filter(n -> n.text().equals(axis.name()))
                                .isPresent())
                        .findFirst()
                        .orElseThrow()
                        .span();
                diagnostics.report(DiagnosticCode.UNBOUND_PARAMETER_DIM, span, name, axis.name());
            }
        }
        Interval interval = parameter.constraint().map(this::interval).orElse(Interval.ALL);
        Initialiser initialiser = parameter.initialiser().map(this::initialiser).orElse(MISSING);
        parameter.initialiser().ifPresent(i -> checkStart(name, i.span(), initialiser, interval));
        return new TypedModel.Parameter(
                name, shape, parameter.doc(), parameter.name().span(), initialiser, interval, parameter.frozen());
    }

    private Interval interval(Ast.Constraint constraint) {
        OptionalDouble low =
                constraint.low().map(constants::finite).orElse(OptionalDouble.of(Double.NEGATIVE_INFINITY));
        OptionalDouble high =
                constraint.high().map(constants::finite).orElse(OptionalDouble.of(Double.POSITIVE_INFINITY));
        if (low.isEmpty() || high.isEmpty()) {
            return Interval.ALL;
        }
        if (low.getAsDouble() >= high.getAsDouble()) {
            String from = Numbers.text(low.getAsDouble());
            diagnostics.report(
                    DiagnosticCode.EMPTY_CONSTRAINT, constraint.span(), from, Numbers.text(high.getAsDouble()));
            return Interval.ALL;
        }
        return new Interval(low.getAsDouble(), high.getAsDouble());
    }

    private Initialiser initialiser(Ast.Initialiser initialiser) {
        if (initialiser instanceof Ast.Value value) {
            OptionalDouble constant = constants.finite(value.value());
            return constant.isPresent() ? new Initialiser.Constant(constant.getAsDouble()) : MISSING;
        }
        Ast.Distribution distribution = (Ast.Distribution) initialiser;
        Ast.Name name = distribution.name();
        boolean normal = name.text().equals("normal");
        if (!normal && !name.text().equals("uniform")) {
            diagnostics.report(DiagnosticCode.UNKNOWN_INITIALISER, name.span(), name.text());
            return MISSING;
        }
        List<OptionalDouble> arguments =
                distribution.arguments().stream().map(constants::finite).toList();
        if (arguments.size() != 2) {
            String found = String.valueOf(arguments.size());
            diagnostics.report(DiagnosticCode.WRONG_ARITY, distribution.span(), name.text(), "2 arguments", found);
            return MISSING;
        }
        if (arguments.contains(OptionalDouble.empty())) {
            return MISSING;
        }
        double first = arguments.get(0).getAsDouble();
        double second = arguments.get(1).getAsDouble();
        return normal ? normal(distribution, first, second) : uniform(distribution, first, second);
    }

    private Initialiser normal(Ast.Distribution written, double mean, double deviation) {
        if (deviation < 0) {
            diagnostics.report(
                    DiagnosticCode.BAD_INITIALISER, written.span(), "a standard deviation cannot be negative");
            return MISSING;
        }
        return new Initialiser.Normal(mean, deviation);
    }

    private Initialiser uniform(Ast.Distribution written, double low, double high) {
        if (low >= high) {
            diagnostics.report(
                    DiagnosticCode.BAD_INITIALISER,
                    written.span(),
                    "uniform needs its lower bound before its upper, found " + Numbers.text(low) + " and "
                            + Numbers.text(high));
            return MISSING;
        }
        return new Initialiser.Uniform(low, high);
    }

    /** A value outside its constraint would have no counterpart in the unconstrained space in which it is trained. */
    private void checkStart(String name, Span span, Initialiser initialiser, Interval interval) {
        boolean fits;
        if (initialiser instanceof Initialiser.Constant constant) {
            double start = precision == Precision.F32 ? (float) constant.value() : constant.value();
            if (Double.isInfinite(start)) {
                diagnostics.report(DiagnosticCode.TOO_LARGE_FOR_F32, span, Numbers.text(constant.value()));
                return;
            }
            fits = interval.contains(start);
        } else if (initialiser instanceof Initialiser.Uniform uniform) {
            fits = interval.low() <= uniform.low() && uniform.high() <= interval.high();
        } else {
            fits = initialiser instanceof Initialiser.Missing || interval.isAll();
        }
        if (!fits) {
            String text = span.text().substring(1).strip();
            diagnostics.report(DiagnosticCode.INITIAL_OUTSIDE_CONSTRAINT, span, text, name, describe(interval));
        }
    }

    private static String describe(Interval interval) {
        if (interval.high() == Double.POSITIVE_INFINITY) {
            return "> " + Numbers.text(interval.low());
        }
        return interval.low() == Double.NEGATIVE_INFINITY
                ? "< " + Numbers.text(interval.high())
                : "in (" + Numbers.text(interval.low()) + ", " + Numbers.text(interval.high()) + ")";
    }
}
