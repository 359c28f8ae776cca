package dev.adjoint.check;

import dev.adjoint.check.TypedExpression.Broken;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.syntax.Ast;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The values and dims that a model declares. */
final class ModelScope implements Scope {
    private final Set<String> names;
    private final Map<String, Dim> dims = new LinkedHashMap<>();
    private final Map<String, Optional<ValueType>> types = new HashMap<>();

    private final Layers layers;

    /** @param names all values and dims that the model declares */
    ModelScope(Set<String> names, Layers layers) {
        this.names = names;
        this.layers = layers;
    }

    void put(Dim dim) {
        dims.put(dim.name(), dim);
    }

    void put(String name, ValueType type) {
        types.put(name, Optional.of(type));
    }

    /** A value with a mistake that was reported. */
    void putBroken(String name) {
        types.put(name, Optional.empty());
    }

    @Override
    public Optional<TypedExpression> find(Ast.Reference reference) {
        if (!names.contains(reference.name())) {
            return Optional.empty();
        }
        Optional<TypedExpression> size =
                axis(reference.name()).map(axis -> new TypedExpression.Size(reference.span(), axis));
        if (size.isPresent()) {
            return size;
        }
        return type(reference.name())
                .<TypedExpression>map(type -> new TypedExpression.Reference(reference.span(), type, reference.name()))
                .or(() -> Optional.of(new Broken(reference.span())));
    }

    @Override
    public Optional<ValueType> type(String name) {
        return types.getOrDefault(name, Optional.empty());
    }

    @Override
    public Optional<Axis> axis(String name) {
        return Optional.ofNullable(dims.get(name)).map(Axis::of);
    }

    @Override
    public Collection<String> names() {
        return names;
    }

    @Override
    public Collection<String> axes() {
        return dims.keySet();
    }

    @Override
    public Optional<Layers> layers() {
        return Optional.of(layers);
    }

    @Override
    public boolean isModel() {
        return true;
    }

    @Override
    public String hint() {
        return "";
    }
}
