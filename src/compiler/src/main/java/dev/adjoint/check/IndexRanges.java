package dev.adjoint.check;

import dev.adjoint.check.IndexVariable.Use;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what index variables run over: for a definition or reduction, and for all reductions within it, since the range of
 * {@code i} in {@code x[i + r]} depends on that of {@code r}.
 *
 * <p>In this order: what the brackets say, {@code i: h}; the dim of that name; the axes that the variable indexes alone; for
 * a variable in sums such as {@code 2*i + r} only, the longest range from 0 on which all of them stay inside.
 */
final class IndexRanges {
    private final Session session;
    private final Scope scope;
    private final SizeExpressions sizes;
    private final Map<Ast, Collection<IndexVariable>> binders = new IdentityHashMap<>();
    private final Map<Ast.Axis, Optional<Dim>> dims = new IdentityHashMap<>();
    private final Set<IndexVariable> reported = new HashSet<>();

    IndexRanges(Session session, Scope scope, SizeExpressions sizes) {
        this.session = session;
        this.scope = scope;
        this.sizes = sizes;
    }

    /**
     * The index variables that a definition or reduction binds; what is wrong with them is reported, once.
     *
     * @param binder the definition or call
     * @param axes between its brackets
     * @param enclosing index variables known around it
     * @param body where they may be used
     */
    Collection<IndexVariable> of(Ast binder, List<Ast.Axis> axes, Map<String, Axis> enclosing, Ast.Expression body) {
        if (!binders.containsKey(binder)) {
            Map<String, IndexVariable> known = new HashMap<>();
            enclosing.forEach((name, axis) -> known.put(name, IndexVariable.known(name, axis)));
            List<IndexVariable> open = new ArrayList<>();
            walk(body, bind(binder, axes, new Names(known, Set.of()), open), open);
            solve(open);
        }
        return binders.get(binder);
    }

    /** Whether something about the variable was reported. */
    boolean isBroken(IndexVariable variable) {
        return reported.contains(variable);
    }

    /** The dim behind the colon, or instead of a name; empty if something was reported. */
    Optional<Dim> dim(Ast.Axis axis) {
        Optional<Dim> known = dims.get(axis);
        if (known == null) {
            known = sizes.dim(axis.size().orElseThrow());
            dims.put(axis, known);
        }
        return known;
    }

    private Names bind(Ast binder, List<Ast.Axis> axes, Names outer, List<IndexVariable> open) {
        Map<String, IndexVariable> own = new LinkedHashMap<>();
        for (Ast.Axis axis : axes) {
            if (axis.name().isPresent()) {
                String name = axis.name().get().text();
                IndexVariable variable = variable(axis, name);
                own.putIfAbsent(name, variable);
                if (variable.axis().isEmpty()) {
                    open.add(variable);
                }
            }
        }
        binders.put(binder, own.values());
        Map<String, IndexVariable> inner = new HashMap<>(outer.variables);
        inner.putAll(own);
        return new Names(inner, outer.hidden);
    }

    private IndexVariable variable(Ast.Axis written, String name) {
        Optional<Axis> dimOfThatName = scope.axis(name);
        if (written.size().isEmpty()) {
            return new IndexVariable(name, Optional.of(written.span()), dimOfThatName);
        }
        Optional<Dim> dim = dim(written);
        IndexVariable variable = new IndexVariable(name, Optional.of(written.span()), dim.map(d -> named(name, d)));
        if (dim.isEmpty()) {
            reported.add(variable);
        } else if (dimOfThatName.isPresent() && !dimOfThatName.get().dim().equals(dim.get())) {
            report(variable, DiagnosticCode.DIM_AS_INDEX, name, dim.get().name());
        }
        return variable;
    }

    /** A dim's own name is its canonical axis; other variables must not meet those that values come with. */
    private Axis named(String name, Dim dim) {
        String free = name;
        while (!name.equals(dim.name()) && scope.taken().contains(free)) {
            free += "_";
        }
        return new Axis(free, dim);
    }

    private void walk(Ast.Expression expression, Names names, List<IndexVariable> open) {
        if (expression instanceof Ast.Subscript subscript) {
            walkSubscript(subscript, names, open);
            return;
        }
        if (expression instanceof Ast.Reference reference && names.variables.containsKey(reference.name())) {
            names.variables.get(reference.name()).use();
        }
        Names inner = names;
        if (expression instanceof Ast.Call call && Builtins.bindsIndices(call)) {
            inner = bind(call, call.axes().orElseThrow(), names, open);
        } else if (expression instanceof Ast.Scan scan) {
            inner = names.within(scan);
        }
        for (Ast.Expression operand : expression.operands()) {
            walk(operand, inner, open);
        }
    }

    private void walkSubscript(Ast.Subscript subscript, Names names, List<IndexVariable> open) {
        List<Ast.Expression> indices = subscript.indices();
        Optional<List<Axis>> axes =
                names.type(subscript.value()).map(ValueType::positional).filter(all -> all.size() == indices.size());
        if (!(subscript.value() instanceof Ast.Reference)) {
            walk(subscript.value(), names, open);
        }
        for (int i = 0; i < indices.size(); i++) {
            Optional<AffineIndex<IndexVariable>> affine = AffineIndex.of(indices.get(i), names);
            if (affine.isEmpty()) {
                walk(indices.get(i), names, open);
                continue;
            }
            AffineIndex<IndexVariable> index = affine.get();
            index.terms().keySet().forEach(IndexVariable::use);
            boolean staysInside =
                    subscript.outside().isEmpty() || index.variable().isPresent();
            if (axes.isPresent() && staysInside) {
                Dim dim = axes.get().get(i).dim();
                Use use = new Use(
                        index, dim, indices.get(i).span(), subscript.span().text());
                index.terms().keySet().forEach(variable -> variable.use(use));
            }
        }
    }

    private void solve(List<IndexVariable> open) {
        open.forEach(this::solveAlone);
        boolean progress = true;
        while (progress) {
            progress = false;
            for (IndexVariable variable : open) {
                boolean ready = variable.axis().isEmpty() && !isBroken(variable) && variable.isBoundBySums();
                if (ready) {
                    solveSums(variable);
                }
                progress |= ready;
            }
        }
        for (IndexVariable variable : open) {
            if (variable.axis().isEmpty() && variable.isUsed() && !isBroken(variable)) {
                report(variable, DiagnosticCode.UNCLEAR_RANGE, variable.name());
            }
        }
    }

    private void solveAlone(IndexVariable variable) {
        List<Use> uses = variable.alone();
        if (uses.isEmpty() || isBroken(variable)) {
            return;
        }
        Use first = uses.get(0);
        for (Use use : uses) {
            if (!use.dim().equals(first.dim())) {
                reported.add(variable);
                session.report(
                        DiagnosticCode.INDEX_MISMATCH,
                        use.place(),
                        variable.name(),
                        use.dim().name(),
                        first.dim().name() + " in '" + first.subscript() + "'");
                return;
            }
        }
        variable.runsOver(named(variable.name(), first.dim()));
    }

    private void solveSums(IndexVariable variable) {
        Optional<Quotient> size = variable.sizeBySums();
        if (size.isEmpty()) {
            report(variable, DiagnosticCode.UNCLEAR_RANGE, variable.name());
        } else if (size.get().constant().orElse(1) < 1) {
            Use use = variable.sums().get(0);
            report(
                    variable,
                    DiagnosticCode.EMPTY_RANGE,
                    variable.name(),
                    use.subscript(),
                    use.dim().name());
        } else {
            variable.runsOver(named(variable.name(), size.get().dim()));
        }
    }

    private void report(IndexVariable variable, DiagnosticCode code, String... args) {
        reported.add(variable);
        if (scope.knowsTypes()) {
            session.report(code, variable.place(), args);
        }
    }

    /**
     * What names mean somewhere in the body.
     *
     * @param hidden names of values that a scan declares, whose types are not known here
     */
    private final class Names implements AffineIndex.Names<IndexVariable> {
        private final Map<String, IndexVariable> variables;
        private final Set<String> hidden;

        Names(Map<String, IndexVariable> variables, Set<String> hidden) {
            this.variables = variables;
            this.hidden = hidden;
        }

        @Override
        public Optional<IndexVariable> variable(String name, boolean alone) {
            IndexVariable bound = variables.get(name);
            if (bound != null || !alone) {
                return Optional.ofNullable(bound);
            }
            return scope.axis(name).map(axis -> IndexVariable.known(name, axis));
        }

        @Override
        public Optional<Dim> dim(String name) {
            return scope.axis(name).map(Axis::dim);
        }

        Optional<ValueType> type(Ast.Expression value) {
            return value instanceof Ast.Reference reference
                            && !hidden.contains(reference.name())
                            && !variables.containsKey(reference.name())
                    ? scope.type(reference.name())
                    : Optional.empty();
        }

        Names within(Ast.Scan scan) {
            Set<String> names = new HashSet<>(hidden);
            scan.carries().forEach(carry -> names.add(carry.name().text()));
            scan.definitions().forEach(let -> names.add(let.name().text()));
            Map<String, IndexVariable> inner = new HashMap<>(variables);
            scan.index().name().ifPresent(index -> {
                Optional<Axis> axis = scan.index().size().isPresent()
                        ? dim(scan.index()).map(dim -> named(index.text(), dim))
                        : scope.axis(index.text());
                inner.put(index.text(), new IndexVariable(index.text(), Optional.of(index.span()), axis));
            });
            return new Names(inner, names);
        }

        private Optional<Dim> dim(Ast.Axis axis) {
            return IndexRanges.this.dim(axis);
        }
    }
}
