package dev.adjoint.check;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.syntax.Ast;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A body sees the function's parameters, axes and sizes, what it declares itself, and nothing else. An empty type is one
 * that is not known.
 */
final class FunctionScope implements Scope {
    private final boolean knowsTypes;
    private final Set<String> own;
    private final Optional<Layers> layers;
    private final Map<String, Optional<ValueType>> types = new LinkedHashMap<>();
    private final Map<String, Optional<Axis>> axes = new HashMap<>();
    private final Map<String, Dim> sizes = new HashMap<>();
    private final Map<String, Map<Axis, String>> axisNames = new HashMap<>();
    private final Map<String, Ast.Formal> pipelines = new HashMap<>();
    private final Map<String, Pipeline> known = new HashMap<>();
    private final Set<String> ofPipelines = new HashSet<>();

    /**
     * @param knowsTypes whether it is that of a call, rather than of all calls there may be
     * @param own names of index variables, which hide axes of arguments
     */
    FunctionScope(boolean knowsTypes, Set<String> own, Optional<Layers> layers) {
        this.knowsTypes = knowsTypes;
        this.own = own;
        this.layers = layers;
    }

    void put(String name, ValueType type) {
        types.put(name, Optional.of(type));
    }

    /** A value of any type, or one with a mistake that was reported. */
    void putUnknown(String name) {
        types.put(name, Optional.empty());
    }

    void putAxis(String name, Axis axis) {
        axes.put(name, Optional.of(axis));
    }

    /** An axis that only calls know. */
    void putUnknownAxis(String name) {
        axes.put(name, Optional.empty());
    }

    /** What a parameter is as a size. */
    void putSize(String name, Dim size) {
        sizes.put(name, size);
    }

    /** What the axes of a value are called. */
    void putAxisNames(String value, Map<Axis, String> names) {
        axisNames.put(value, names);
    }

    @Override
    public Map<String, Map<Axis, String>> axisNames() {
        return axisNames;
    }

    void putPipeline(Ast.Formal formal, Pipeline pipeline) {
        putUnknownPipeline(formal);
        known.put(formal.name().text(), pipeline);
    }

    /** Any pipeline. */
    void putUnknownPipeline(Ast.Formal formal) {
        pipelines.put(formal.name().text(), formal);
    }

    /** A value that a pipeline needs, and that nobody else sees. */
    void putOfPipeline(String name) {
        ofPipelines.add(name);
    }

    @Override
    public boolean hasPipeline(String name) {
        return pipelines.containsKey(name);
    }

    @Override
    public Optional<Pipeline> pipeline(String name) {
        return Optional.ofNullable(known.get(name));
    }

    @Override
    public Optional<Ast.Formal> pipelineFormal(String name) {
        return Optional.ofNullable(pipelines.get(name));
    }

    @Override
    public Optional<TypedExpression> find(Ast.Reference reference) {
        String name = reference.name();
        Optional<ValueType> type = types.get(name);
        if (type != null && type.isPresent()) {
            return Optional.of(new TypedExpression.Reference(reference.span(), type.get(), name));
        }
        Optional<Axis> axis = axes.get(name);
        if (type == null && axis != null && axis.isPresent()) {
            return Optional.of(new TypedExpression.Size(reference.span(), axis.get()));
        }
        return type == null && axis == null
                ? Optional.empty()
                : Optional.of(new TypedExpression.Broken(reference.span()));
    }

    @Override
    public Optional<ValueType> type(String name) {
        return types.getOrDefault(name, Optional.empty());
    }

    /** That of a pattern or axis parameter, of the dim that a parameter is, or of an argument. */
    @Override
    public Optional<Axis> axis(String name) {
        if (axes.containsKey(name)) {
            return axes.get(name);
        }
        return sizes.containsKey(name)
                ? Optional.of(Axis.of(sizes.get(name)))
                : argumentAxes()
                        .filter(axis -> axis.name().equals(name) && !own.contains(name))
                        .findFirst();
    }

    @Override
    public boolean isOneAxis(String name) {
        return axes.containsKey(name);
    }

    @Override
    public boolean isSize(String name) {
        return sizes.containsKey(name) || !types.containsKey(name) && axis(name).isPresent();
    }

    @Override
    public Collection<String> names() {
        Set<String> names = new LinkedHashSet<>(types.keySet());
        names.addAll(axes.keySet());
        names.removeAll(ofPipelines);
        return names;
    }

    @Override
    public Collection<String> axes() {
        Set<String> names = argumentAxes().map(Axis::name).collect(Collectors.toCollection(LinkedHashSet::new));
        names.addAll(axes.keySet());
        return names;
    }

    @Override
    public boolean knowsTypes() {
        return knowsTypes;
    }

    @Override
    public Set<String> taken() {
        return Stream.concat(argumentAxes(), axes.values().stream().flatMap(Optional::stream))
                .filter(axis -> !axis.isCanonical())
                .map(Axis::name)
                .collect(Collectors.toSet());
    }

    private Stream<Axis> argumentAxes() {
        return types.values().stream().flatMap(Optional::stream).flatMap(type -> type.shape().axes().stream());
    }

    @Override
    public Optional<Layers> layers() {
        return layers;
    }

    @Override
    public String hint() {
        return "a function sees its parameters only: pass the value as an argument";
    }
}
