package dev.adjoint.check;

import dev.adjoint.expr.Axis;
import dev.adjoint.syntax.Ast;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The body of a scan sees its carries and {@code let}s, and everything around the scan that these do not hide. */
final class ScanScope implements Scope {
    private final Scope outer;
    private final Axis index;
    private final Map<String, Optional<ValueType>> types = new LinkedHashMap<>();

    ScanScope(Scope outer, Axis index) {
        this.outer = outer;
        this.index = index;
    }

    void put(String name, ValueType type) {
        types.put(name, Optional.of(type));
    }

    /** A value with a mistake that was reported. */
    void putUnknown(String name) {
        types.put(name, Optional.empty());
    }

    @Override
    public Optional<TypedExpression> find(Ast.Reference reference) {
        Optional<ValueType> type = types.get(reference.name());
        if (type == null) {
            return outer.find(reference);
        }
        return type.isPresent()
                ? Optional.of(new TypedExpression.Reference(reference.span(), type.get(), reference.name()))
                : Optional.of(new TypedExpression.Broken(reference.span()));
    }

    @Override
    public Optional<ValueType> type(String name) {
        Optional<ValueType> type = types.get(name);
        return type == null ? outer.type(name) : type;
    }

    @Override
    public Optional<Axis> axis(String name) {
        return outer.axis(name);
    }

    @Override
    public boolean isOneAxis(String name) {
        return outer.isOneAxis(name);
    }

    @Override
    public boolean isSize(String name) {
        return !types.containsKey(name) && outer.isSize(name);
    }

    @Override
    public Collection<String> names() {
        Set<String> names = new LinkedHashSet<>(outer.names());
        names.addAll(types.keySet());
        return names;
    }

    @Override
    public Collection<String> axes() {
        return outer.axes();
    }

    @Override
    public boolean knowsTypes() {
        return outer.knowsTypes();
    }

    @Override
    public Set<String> taken() {
        Set<String> taken = new LinkedHashSet<>(outer.taken());
        taken.add(index.name());
        types.values().stream()
                .flatMap(Optional::stream)
                .flatMap(type -> type.shape().axes().stream())
                .filter(axis -> !axis.isCanonical())
                .forEach(axis -> taken.add(axis.name()));
        return taken;
    }

    @Override
    public Optional<Layers> layers() {
        return outer.layers();
    }

    @Override
    public boolean isWithinScan() {
        return true;
    }

    @Override
    public Map<String, Map<Axis, String>> axisNames() {
        Map<String, Map<Axis, String>> names = new LinkedHashMap<>(outer.axisNames());
        names.keySet().removeAll(types.keySet());
        return names;
    }

    @Override
    public boolean hasPipeline(String name) {
        return outer.hasPipeline(name);
    }

    @Override
    public Optional<Pipeline> pipeline(String name) {
        return outer.pipeline(name);
    }

    @Override
    public Optional<Ast.Formal> pipelineFormal(String name) {
        return outer.pipelineFormal(name);
    }

    @Override
    public String hint() {
        return outer.hint();
    }
}
