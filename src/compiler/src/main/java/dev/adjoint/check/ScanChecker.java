package dev.adjoint.check;

import dev.adjoint.check.TypedExpression.Broken;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Kind;
import dev.adjoint.expr.Shape;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Span;
import dev.adjoint.source.Spelling;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks {@code scan t over time carry h = 0 { ... next h = ... emit ... }}. Within the body {@code t} is an index variable,
 * along which everything happens for each index on its own, so that a value at {@code t} has the axis {@code t}; what is
 * carried from step to step has it not.
 */
final class ScanChecker {
    private final ExpressionChecker outside;
    private final Session session;
    private final Scope scope;
    private final SizeExpressions sizes;

    ScanChecker(ExpressionChecker expressions) {
        this.outside = expressions;
        this.session = expressions.session();
        this.scope = expressions.scope();
        this.sizes = new SizeExpressions(session, scope);
    }

    TypedExpression check(Ast.Scan scan) {
        Optional<Axis> index = index(scan.index());
        boolean good = index.isPresent() & checkNames(scan);
        List<TypedExpression.Carry> carries = new ArrayList<>();
        scan.carries().forEach(carry -> carry(carry).ifPresent(carries::add));
        if (index.isEmpty()) {
            return new Broken(scan.span());
        }
        Optional<TypedExpression.Scan> typed = body(scan, index.get(), carries);
        while (typed.isPresent() && spread(typed.get(), carries)) {
            typed = body(scan, index.get(), carries);
        }
        return good && carries.size() == scan.carries().size() && typed.isPresent()
                ? canonical(typed.get())
                : new Broken(scan.span());
    }

    /**
     * Gives the carries the index variables of what is around the scan that their next values have: the scan is done for
     * each index on its own.
     *
     * @return whether a carry has an axis more
     */
    private static boolean spread(TypedExpression.Scan scan, List<TypedExpression.Carry> carries) {
        boolean spreads = false;
        for (int i = 0; i < carries.size(); i++) {
            TypedExpression.Carry carry = carries.get(i);
            Shape next = scan.next().get(i).type().shape().minus(List.of(scan.axis()));
            Shape all = carry.type().shape().union(next);
            spreads |= all.rank() > carry.type().shape().rank();
            ValueType type = new ValueType(carry.type().kind(), all);
            carries.set(i, new TypedExpression.Carry(carry.name(), type, carry.initial()));
        }
        return spreads;
    }

    /** The index variable, under a name that no value around depends on. */
    private Optional<Axis> index(Ast.Axis written) {
        Ast.Name name = written.name().orElseThrow();
        Optional<Dim> dim = sizes.dim(written.size().orElseThrow());
        if (dim.isEmpty()) {
            return Optional.empty();
        }
        if (scope.axis(name.text()).isPresent()) {
            session.report(
                    DiagnosticCode.DIM_AS_INDEX,
                    name.span(),
                    name.text(),
                    dim.get().name());
            return Optional.empty();
        }
        Axis index = new Axis(name.text(), dim.get());
        while (isTaken(index.name()) || index.isCanonical()) {
            index = new Axis(index.name() + "_", dim.get());
        }
        return Optional.of(index);
    }

    private boolean isTaken(String name) {
        return scope.taken().contains(name)
                || outside.indices().values().stream()
                        .anyMatch(axis -> axis.name().equals(name));
    }

    /** Names that are declared twice, and carries whose next values are missing, twice or unknown. */
    private boolean checkNames(Ast.Scan scan) {
        boolean good = true;
        Map<String, Span> seen = new LinkedHashMap<>();
        List<Ast.Name> names = new ArrayList<>();
        scan.index().name().ifPresent(names::add);
        scan.carries().forEach(carry -> names.add(carry.name()));
        scan.definitions().forEach(let -> names.add(let.name()));
        for (Ast.Name name : names) {
            Span earlier = seen.putIfAbsent(name.text(), name.span());
            if (earlier != null) {
                String line = String.valueOf(earlier.line());
                session.report(DiagnosticCode.DUPLICATE_NAME, name.span(), name.text(), line);
                good = false;
            }
        }
        if (scan.carries().isEmpty()) {
            session.report(DiagnosticCode.SCAN_WITHOUT_CARRY, scan.index().span());
            good = false;
        }
        return good & checkUpdates(scan) & checkEmissions(scan);
    }

    private boolean checkUpdates(Ast.Scan scan) {
        boolean good = true;
        List<String> carries =
                scan.carries().stream().map(carry -> carry.name().text()).toList();
        Map<String, Ast.Update> updates = new LinkedHashMap<>();
        for (Ast.Update update : scan.updates()) {
            Ast.Name name = update.name();
            Ast.Update earlier = updates.putIfAbsent(name.text(), update);
            if (!carries.contains(name.text())) {
                String near = Spelling.nearest(name.text(), carries).orElse("");
                session.report(DiagnosticCode.UNKNOWN_CARRY, name.span(), name.text(), near);
                good = false;
            } else if (earlier != null) {
                String line = String.valueOf(earlier.span().line());
                session.report(DiagnosticCode.SECOND_UPDATE, name.span(), "next " + name.text(), line);
                good = false;
            }
        }
        for (Ast.Carry carry : scan.carries()) {
            if (!updates.containsKey(carry.name().text())) {
                session.report(
                        DiagnosticCode.MISSING_NEXT,
                        carry.name().span(),
                        carry.name().text());
                good = false;
            }
        }
        return good;
    }

    private boolean checkEmissions(Ast.Scan scan) {
        for (Ast.Emission extra : scan.emissions().stream().skip(1).toList()) {
            String line = String.valueOf(scan.emissions().get(0).span().line());
            session.report(DiagnosticCode.SECOND_UPDATE, extra.span(), "emit", line);
        }
        return scan.emissions().size() < 2;
    }

    /** Numbers, indices and labels are carried and emitted; truth values are not. */
    private static TypedExpression number(ExpressionChecker expressions, Ast.Expression expression) {
        TypedExpression value = expressions.check(expression);
        return value.type().kind().equals(Kind.BOOL) ? expressions.require(Kind.REAL, value) : value;
    }

    private Optional<TypedExpression.Carry> carry(Ast.Carry carry) {
        String name = carry.name().text();
        TypedExpression initial = number(outside, carry.initial());
        List<Dim> dims = new ArrayList<>();
        List<Ast.Axis> written = carry.axes().orElse(List.of());
        written.forEach(axis -> sizes.declared(axis).ifPresent(dims::add));
        if (initial instanceof Broken || dims.size() < written.size()) {
            return Optional.empty();
        }
        ValueType type = carry.axes().isEmpty()
                ? initial.type()
                : initial.type().withPositional(Shape.over(dims).axes());
        if (!type.shape().containsAll(initial.type().shape().axes())) {
            session.report(
                    DiagnosticCode.CARRY_MISMATCH,
                    carry.initial().span(),
                    name,
                    type.toString(),
                    "initial",
                    initial.type().toString());
            return Optional.empty();
        }
        return Optional.of(new TypedExpression.Carry(name, type, initial));
    }

    /** Empty if something was reported. */
    private Optional<TypedExpression.Scan> body(Ast.Scan scan, Axis axis, List<TypedExpression.Carry> carries) {
        ScanScope inner = new ScanScope(scope, axis);
        scan.carries().forEach(carry -> inner.putUnknown(carry.name().text()));
        carries.forEach(carry -> inner.put(carry.name(), carry.type()));
        ExpressionChecker inside = new ExpressionChecker(session, inner);
        Map<String, Axis> bound = new LinkedHashMap<>(outside.indices());
        bound.put(scan.index().name().orElseThrow().text(), axis);
        return inside.within(bound, () -> body(scan, axis, carries, inner, inside));
    }

    private Optional<TypedExpression.Scan> body(
            Ast.Scan scan, Axis axis, List<TypedExpression.Carry> carries, ScanScope inner, ExpressionChecker inside) {
        List<TypedExpression.Let> lets = new ArrayList<>();
        Map<String, Ast.Definition> written = new LinkedHashMap<>();
        scan.definitions().forEach(let -> written.putIfAbsent(let.name().text(), let));
        new LocalDefinitions(session, written, inner.layers(), inner::putUnknown).check(let -> {
            TypedExpression value = new DefinitionChecker(inside).check(let);
            if (value instanceof Broken) {
                inner.putUnknown(let.name().text());
            } else {
                inner.put(let.name().text(), value.type());
                lets.add(new TypedExpression.Let(let.name().text(), value));
            }
        });
        Map<String, TypedExpression> updates = new LinkedHashMap<>();
        for (Ast.Update update : scan.updates()) {
            updates.putIfAbsent(update.name().text(), inside.check(update.value()));
        }
        Optional<TypedExpression> emitted =
                scan.emissions().stream().findFirst().map(emission -> number(inside, emission.value()));
        boolean good = lets.size() == written.size() && !(emitted.orElse(null) instanceof Broken);
        List<TypedExpression> next = new ArrayList<>();
        for (TypedExpression.Carry carry : carries) {
            TypedExpression value = updates.get(carry.name());
            good &= value != null && !(value instanceof Broken) && fits(carry, axis, value);
            next.add(value);
        }
        if (!good || carries.isEmpty()) {
            return Optional.empty();
        }
        ValueType type =
                emitted.map(value -> along(axis, value)).orElse(carries.get(0).type());
        return Optional.of(
                new TypedExpression.Scan(scan.span(), type, axis, scan.isReverse(), carries, lets, next, emitted));
    }

    private static ValueType along(Axis axis, TypedExpression emitted) {
        Shape step = emitted.type().shape().minus(List.of(axis));
        return new ValueType(emitted.type().kind(), Shape.of(axis).union(step));
    }

    private boolean fits(TypedExpression.Carry carry, Axis axis, TypedExpression next) {
        Shape shape = next.type().shape().minus(List.of(axis));
        List<Axis> own = shape.axes().stream()
                .filter(a -> a.isCanonical() && !isIndex(a))
                .toList();
        boolean sameKind = next.type().kind().equals(carry.type().kind());
        if (sameKind && carry.type().shape().containsAll(own)) {
            return true;
        }
        ValueType found = new ValueType(next.type().kind(), shape);
        session.report(
                DiagnosticCode.CARRY_MISMATCH,
                next.span(),
                carry.name(),
                carry.type().toString(),
                "next",
                found.toString(),
                sameKind ? "declare it as '" + carry.name() + ValueType.text(shape) + "'" : "");
        return false;
    }

    /** Whether all around the scan happens for each index of the axis on its own. */
    private boolean isIndex(Axis axis) {
        return outside.indices().containsValue(axis);
    }

    /** What is emitted, with the scanned dim first; else the last value of the first carry. */
    private static TypedExpression canonical(TypedExpression.Scan scan) {
        if (scan.emitted().isEmpty()) {
            return scan;
        }
        Shape shape = scan.type().shape();
        Map<Axis, Axis> names = CanonicalAxes.of(shape, scan.axis()::equals);
        ValueType type = new ValueType(scan.type().kind(), CanonicalAxes.rename(shape, names));
        return new TypedExpression.Rename(scan.span(), type, scan, names);
    }
}
