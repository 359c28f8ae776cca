package dev.adjoint.check;

import dev.adjoint.check.TypedExpression.Broken;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Kind;
import dev.adjoint.expr.Shape;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks {@code let a = value} and {@code let y[n, i: h] = value}. What is left of the equals sign names the axes of the
 * value and puts them in order; behind the definition they are the canonical axes of their dims.
 */
final class DefinitionChecker {
    private final ExpressionChecker expressions;
    private final Session session;

    DefinitionChecker(ExpressionChecker expressions) {
        this.expressions = expressions;
        this.session = expressions.session();
    }

    /** The value with canonical axes, all declared ones in its type; {@link Broken} if something was reported. */
    TypedExpression check(Ast.Definition definition) {
        if (definition.axes().isEmpty()) {
            return value(definition);
        }
        try {
            return checkWithAxes(definition, definition.axes().get());
        } catch (ArithmeticException overflow) {
            session.report(DiagnosticCode.SIZE_TOO_LARGE, definition.span());
            return new Broken(definition.span());
        }
    }

    private TypedExpression value(Ast.Definition definition) {
        TypedExpression value = expressions.check(definition.value());
        boolean isTruth = !(value instanceof Broken) && value.type().kind().equals(Kind.BOOL);
        return definition.role() != Ast.DefinitionRole.LET && isTruth ? expressions.require(Kind.REAL, value) : value;
    }

    private TypedExpression checkWithAxes(Ast.Definition definition, List<Ast.Axis> written) {
        Optional<List<Axis>> left = left(definition, written);
        if (left.isEmpty()) {
            return new Broken(definition.span());
        }
        Map<String, Axis> bound = new HashMap<>();
        for (int i = 0; i < written.size(); i++) {
            Axis axis = left.get().get(i);
            written.get(i).name().ifPresent(name -> bound.put(name.text(), axis));
        }
        TypedExpression value = expressions.within(bound, () -> value(definition));
        if (value instanceof Broken || !hasNoOther(definition, left.get(), value)) {
            return new Broken(definition.span());
        }
        return canonical(definition, left.get(), value);
    }

    /** The axes on the left, in order; empty if something was reported. */
    private Optional<List<Axis>> left(Ast.Definition definition, List<Ast.Axis> written) {
        Collection<IndexVariable> variables =
                expressions.ranges().of(definition, written, expressions.indices(), definition.value());
        Map<String, IndexVariable> byName = new HashMap<>();
        variables.forEach(variable -> byName.put(variable.name(), variable));
        List<Axis> axes = new ArrayList<>();
        boolean good = true;
        for (Ast.Axis entry : written) {
            Optional<Axis> axis = entry.name().isPresent()
                    ? axis(byName.get(entry.name().get().text()))
                    : expressions.ranges().dim(entry).map(Axis::of);
            if (axis.isPresent() && axes.contains(axis.get())) {
                session.report(
                        DiagnosticCode.DUPLICATE_AXIS,
                        entry.span(),
                        entry.span().text());
                good = false;
            }
            good &= axis.isPresent();
            axis.ifPresent(axes::add);
        }
        return good ? Optional.of(axes) : Optional.empty();
    }

    private Optional<Axis> axis(IndexVariable variable) {
        if (variable.axis().isEmpty() && !expressions.ranges().isBroken(variable)) {
            // Nothing is indexed by it: most likely the name of a dim, misspelt.
            session.reportUnknownDim(variable.place(), variable.name(), expressions.scope());
        }
        return expressions.ranges().isBroken(variable) ? Optional.empty() : variable.axis();
    }

    private boolean hasNoOther(Ast.Definition definition, List<Axis> left, TypedExpression value) {
        Collection<String> taken = expressions.scope().taken();
        for (Axis axis : value.type().shape().axes()) {
            boolean isOfCaller = !axis.isCanonical() && taken.contains(axis.name());
            boolean isOutside = expressions.indices().containsValue(axis) && !axis.isCanonical();
            if (!left.contains(axis) && !isOfCaller && !isOutside) {
                session.report(
                        DiagnosticCode.LEFT_OVER_AXIS,
                        definition.name().span(),
                        definition.name().text(),
                        ValueType.text(left),
                        value.type().toString(),
                        ValueType.text(List.of(axis)));
                return false;
            }
        }
        return true;
    }

    private static TypedExpression canonical(Ast.Definition definition, List<Axis> left, TypedExpression value) {
        List<Dim> dims = left.stream().map(Axis::dim).toList();
        List<Axis> axes = Shape.over(dims).axes();
        Map<Axis, Axis> names = new LinkedHashMap<>();
        for (int i = 0; i < left.size(); i++) {
            if (!left.get(i).equals(axes.get(i))) {
                names.put(left.get(i), axes.get(i));
            }
        }
        Shape others = value.type().shape().minus(left);
        ValueType type = new ValueType(value.type().kind(), new Shape(axes).union(others));
        return new TypedExpression.Rename(definition.value().span(), type, value, names);
    }
}
