package dev.adjoint.check;

import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Extent;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.SizeSum;
import dev.adjoint.runtime.Initialiser;
import dev.adjoint.runtime.Interval;
import dev.adjoint.runtime.Precision;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Span;
import dev.adjoint.syntax.Ast;
import java.util.OptionalDouble;

/** Checks how parameters start and what interval they stay in. */
final class ParameterChecker {
    private final Constants constants;
    private final Session session;
    private final Precision precision;
    private final InitialiserChecker initialisers;

    ParameterChecker(Constants constants, Session session, SizeExpressions sizes, Precision precision) {
        this.constants = constants;
        this.session = session;
        this.precision = precision;
        this.initialisers = new InitialiserChecker(constants, session, sizes);
    }

    TypedModel.Parameter check(Ast.Parameter parameter, Shape shape) {
        String name = parameter.name().text();
        checkSizes(parameter, shape);
        Interval interval = parameter.constraint().map(this::interval).orElse(Interval.ALL);
        Initialiser initialiser = parameter
                .initialiser()
                .map(written -> initialisers.check(written, shape))
                .orElse(new Initialiser.Missing());
        parameter.initialiser().ifPresent(i -> checkStart(name, i.span(), initialiser, interval));
        return new TypedModel.Parameter(
                name,
                shape,
                parameter.doc(),
                parameter.name().span(),
                initialiser,
                interval,
                parameter.frozen(),
                parameter.isState());
    }

    private void checkSizes(Ast.Parameter parameter, Shape shape) {
        if (shape.rank() < parameter.axes().size()) {
            return; // one of them was reported
        }
        String name = parameter.name().text();
        SizeSum count = SizeSum.of(1);
        for (int i = 0; i < shape.rank(); i++) {
            Dim dim = shape.axes().get(i).dim();
            Span span = parameter.axes().get(i).span();
            if (dim.extent() instanceof Extent.Unbound) {
                session.report(DiagnosticCode.UNBOUND_PARAMETER_DIM, span, name, dim.name(), dim.name());
            } else if (!dim.isFixed()) {
                session.report(DiagnosticCode.UNBOUND_PARAMETER_DIM, span, name, dim.name());
            } else {
                count = checkCount(parameter, count, dim);
            }
        }
    }

    private SizeSum checkCount(Ast.Parameter parameter, SizeSum count, Dim dim) {
        try {
            return count.times(SizeSum.of(dim));
        } catch (ArithmeticException overflow) {
            session.report(DiagnosticCode.SIZE_TOO_LARGE, parameter.name().span());
            return SizeSum.of(1);
        }
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
            session.report(DiagnosticCode.EMPTY_CONSTRAINT, constraint.span(), from, Numbers.text(high.getAsDouble()));
            return Interval.ALL;
        }
        return new Interval(low.getAsDouble(), high.getAsDouble());
    }

    /** A value outside its constraint would have no counterpart in the unconstrained space in which it is trained. */
    private void checkStart(String name, Span span, Initialiser initialiser, Interval interval) {
        boolean fits;
        if (initialiser instanceof Initialiser.Constant constant) {
            double start = precision == Precision.F32 ? (float) constant.value() : constant.value();
            if (Double.isInfinite(start)) {
                session.report(DiagnosticCode.TOO_LARGE_FOR_F32, span, Numbers.text(constant.value()));
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
            session.report(DiagnosticCode.INITIAL_OUTSIDE_CONSTRAINT, span, text, name, describe(interval));
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
