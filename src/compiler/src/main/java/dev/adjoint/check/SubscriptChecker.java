package dev.adjoint.check;

import dev.adjoint.check.TypedExpression.Broken;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Kind;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.SizeSum;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Span;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Checks {@code x[n, 2*i + r]}, {@code E[ids[n], e]}, {@code x[i - 1 else 0]}. */
final class SubscriptChecker {
    private final ExpressionChecker expressions;
    private final Session session;
    private final Scope scope;

    private final Map<Axis, Index> indices = new LinkedHashMap<>();
    private final List<TypedExpression> computed = new ArrayList<>();
    private final List<Axis> open = new ArrayList<>();
    private List<Axis> axes = List.of();
    private Shape shape = Shape.SCALAR;

    SubscriptChecker(ExpressionChecker expressions) {
        this.expressions = expressions;
        this.session = expressions.session();
        this.scope = expressions.scope();
    }

    TypedExpression check(Ast.Subscript subscript) {
        TypedExpression array = expressions.check(subscript.value());
        Optional<Double> outside = outside(subscript, array);
        if (array instanceof Broken || outside.isEmpty()) {
            return new Broken(subscript.span());
        }
        axes = array.type().positional();
        boolean good = axes.size() == subscript.indices().size() ? checkAll(subscript) : checkSome(subscript);
        if (!good) {
            return new Broken(subscript.span());
        }
        List<Axis> others = array.type().shape().minus(axes).axes();
        ValueType type = new ValueType(array.type().kind(), shape.union(new Shape(others)));
        return new TypedExpression.Access(subscript.span(), type, array, indices, computed, open, outside.get());
    }

    /** 0 if none is said. */
    private Optional<Double> outside(Ast.Subscript subscript, TypedExpression array) {
        if (subscript.outside().isEmpty()) {
            return Optional.of(0.0);
        }
        Ast.Expression written = subscript.outside().get();
        boolean isTruth = !(array instanceof Broken) && array.type().kind().equals(Kind.BOOL);
        Constants constants = new Constants(session, scope);
        OptionalDouble value = isTruth ? constants.truth(written) : constants.finite(written);
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }

    private boolean checkAll(Ast.Subscript subscript) {
        boolean good = true;
        for (int i = 0; i < axes.size(); i++) {
            good &= checkIndex(subscript, subscript.indices().get(i), axes.get(i));
        }
        return good;
    }

    /** Fewer indices than axes: variables that tell by their dims which axes they index; the others are kept. */
    private boolean checkSome(Ast.Subscript subscript) {
        Map<Axis, Axis> named = new LinkedHashMap<>();
        for (Ast.Expression index : subscript.indices()) {
            Optional<Axis> variable = affine(index).flatMap(AffineIndex::variable);
            List<Axis> fitting = axes.stream()
                    .filter(axis -> variable.isPresent()
                            && axis.dim().equals(variable.get().dim()))
                    .toList();
            if (fitting.size() != 1 || named.putIfAbsent(fitting.get(0), variable.get()) != null) {
                if (!reportUnbound(index)) {
                    session.report(
                            DiagnosticCode.WRONG_RANK,
                            subscript.span(),
                            subscript.value().span().text(),
                            ValueType.text(axes),
                            String.valueOf(subscript.indices().size()));
                }
                return false;
            }
        }
        for (Axis axis : axes) {
            Axis index = named.getOrDefault(axis, axis);
            indices.put(axis, Index.of(index));
            shape = shape.union(Shape.of(index));
        }
        return true;
    }

    private boolean checkIndex(Ast.Subscript subscript, Ast.Expression written, Axis axis) {
        Optional<AffineIndex<Axis>> affine = affine(written);
        if (affine.isPresent()) {
            return checkAffine(subscript, written, axis, affine.get());
        }
        return !reportUnbound(written) && checkComputed(subscript, written, axis);
    }

    private Optional<AffineIndex<Axis>> affine(Ast.Expression written) {
        return AffineIndex.of(written, new AffineIndex.Names<>() {
            @Override
            public Optional<Axis> variable(String name, boolean alone) {
                Optional<Axis> bound = expressions.index(name);
                return bound.isPresent() || !alone ? bound : scope.axis(name);
            }

            @Override
            public Optional<Dim> dim(String name) {
                return scope.axis(name).map(Axis::dim);
            }
        });
    }

    private boolean checkAffine(Ast.Subscript subscript, Ast.Expression written, Axis axis, AffineIndex<Axis> index) {
        Optional<Axis> variable = index.variable();
        if (variable.isPresent() && meansOther(variable.get().dim(), axis.dim())) {
            reportMismatch(subscript, written, axis, variable.get().dim().name());
            return false;
        }
        boolean inside = (variable.isPresent() && variable.get().dim().equals(axis.dim()))
                || isInside(index, axis)
                || subscript.outside().isEmpty() && requireInside(subscript, index, axis);
        if (!inside && subscript.outside().isEmpty()) {
            reportOutside(subscript, written, axis, index);
            return false;
        }
        if (!inside) {
            open.add(axis);
        }
        indices.put(axis, new Index.Affine(index.terms(), index.offset().sum(), 1));
        shape = shape.union(new Shape(List.copyOf(index.terms().keySet())));
        return true;
    }

    /** Two dims with names are two things whatever their sizes; a dim without one is a number of indices. */
    private static boolean meansOther(Dim index, Dim axis) {
        return !index.equals(axis) && !index.isAnonymous() && !axis.isAnonymous();
    }

    /** What is read at no index at all cannot be outside, so that all dims of the variables have an index. */
    private static boolean isInside(AffineIndex<Axis> index, Axis axis) {
        Bounds bounds = new Bounds(read(index));
        return room(index, axis).stream().allMatch(bounds::isNonNegative);
    }

    /** The first, the last: whether there are sizes from which on the index is inside, which the data then must have. */
    private boolean requireInside(Ast.Subscript subscript, AffineIndex<Axis> index, Axis axis) {
        return session.requireNonNegative(room(index, axis), read(index), subscript.span());
    }

    private static List<Dim> read(AffineIndex<Axis> index) {
        return index.terms().keySet().stream().map(Axis::dim).toList();
    }

    /** How many indices there are below the lowest and above the highest. */
    private static List<SizeSum> room(AffineIndex<Axis> index, Axis axis) {
        return List.of(end(index, -1), SizeSum.of(axis.dim()).plus(-1).minus(end(index, 1)));
    }

    /** The index where it is lowest (sign -1) or highest (sign 1). */
    private static SizeSum end(AffineIndex<Axis> index, int sign) {
        SizeSum end = index.offset().sum();
        for (Map.Entry<Axis, Integer> term : index.terms().entrySet()) {
            if (Integer.signum(term.getValue()) == sign) {
                end = end.plus(SizeSum.of(term.getKey().dim()).plus(-1).times(term.getValue()));
            }
        }
        return end;
    }

    private void reportMismatch(Ast.Subscript subscript, Ast.Expression written, Axis axis, String found) {
        session.report(
                DiagnosticCode.INDEX_MISMATCH,
                written.span(),
                written.span().text(),
                axis.dim().name(),
                found,
                "'" + subscript.value().span().text() + "' has the axes " + ValueType.text(axes));
    }

    private void reportOutside(Ast.Subscript subscript, Ast.Expression written, Axis axis, AffineIndex<Axis> index) {
        session.report(
                DiagnosticCode.INDEX_OUT_OF_RANGE,
                written.span(),
                written.span().text(),
                end(index, -1).toString(),
                end(index, 1).toString(),
                axis.dim().name(),
                SizeSum.of(axis.dim()).plus(-1).toString(),
                hint(subscript, written, axis, index));
    }

    private String hint(Ast.Subscript subscript, Ast.Expression written, Axis axis, AffineIndex<Axis> index) {
        Optional<String> size = Mentions.in(written).values().keySet().stream()
                .filter(name -> scope.axis(name).isPresent())
                .findFirst();
        if (index.terms().isEmpty() && size.isPresent()) {
            return "'" + size.get() + "' is a size here; as an index it is bound on the left side: 'let y[" + size.get()
                    + "] = ...'";
        }
        SizeSum offset = index.offset().sum();
        if (index.terms().isEmpty() && offset.isConstant() && (axis.dim().isFixed() || offset.constant() < 0)) {
            return "the last index is '" + SizeSum.of(axis.dim()).plus(-1) + "'";
        }
        String otherwise =
                "say what stands outside: '" + subscript.span().text().replaceFirst("\\s*]$", " else 0]'");
        boolean isNext = index.terms().size() == 1
                && index.terms().containsValue(1)
                && end(index, -1).isNeverNegative();
        if (!isNext) {
            return otherwise;
        }
        String variable = Mentions.in(written).values().keySet().stream()
                .filter(name ->
                        expressions.index(name).isPresent() && scope.axis(name).isEmpty())
                .findFirst()
                .orElse("i");
        SizeSum inside = SizeSum.of(axis.dim()).minus(offset);
        return inside.isConstant() && inside.constant() < 1
                ? otherwise
                : "let it end earlier: '" + variable + ": " + inside + "'; or " + otherwise;
    }

    /** Whether a name in an index is none of anything, which is reported. */
    private boolean reportUnbound(Ast.Expression index) {
        if (index instanceof Ast.Reference reference) {
            String name = reference.name();
            boolean isKnown = expressions.index(name).isPresent()
                    || scope.axis(name).isPresent()
                    || scope.names().contains(name)
                    || !scope.knowsTypes();
            if (!isKnown) {
                session.report(DiagnosticCode.UNBOUND_INDEX, reference.span(), name);
            }
            return !isKnown;
        }
        boolean isArithmetic = index instanceof Ast.Sum || index instanceof Ast.Product || index instanceof Ast.Signed;
        boolean found = false;
        for (Ast.Expression operand : isArithmetic ? index.operands() : List.<Ast.Expression>of()) {
            found |= reportUnbound(operand);
        }
        return found;
    }

    /** An index or label as an index: a gather. */
    private boolean checkComputed(Ast.Subscript subscript, Ast.Expression written, Axis axis) {
        TypedExpression index = expressions.check(written);
        if (index instanceof Broken) {
            return false;
        }
        Span span = written.span();
        Optional<Dim> counted = ValueType.counted(index.type().kind());
        if (counted.isEmpty()) {
            session.report(
                    DiagnosticCode.WRONG_INDEX, span, span.text(), index.type().toString());
            return false;
        }
        if (!counted.get().hasIndicesOf(axis.dim())) {
            reportMismatch(subscript, written, axis, counted.get().name());
            return false;
        }
        computed.add(index);
        indices.put(axis, new Index.Computed(computed.size()));
        shape = shape.union(index.type().shape());
        return true;
    }
}
