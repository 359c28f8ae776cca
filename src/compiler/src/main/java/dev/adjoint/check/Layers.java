package dev.adjoint.check;

import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Span;
import dev.adjoint.source.Spelling;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The layers that a model or a layer uses, and under which names it owns their parameters: a declared instance under its
 * name, any other use under the layer's name in lower case, with a number from 1 if there are several. Numbers count in the
 * order in which the layers are applied.
 */
final class Layers {
    /** Ten times as many as in the largest networks; each has a name, and a place in files and signatures. */
    static final int MOST_PARAMETERS = 100_000;

    /** {@code block.9} before {@code block.10}. */
    private static final Comparator<String> BY_INDEX =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    private final Map<String, Ast.Instance> declared = new HashMap<>();
    private final List<List<String>> cycles;
    private final Set<String> pipelines;
    private final Set<String> lent;
    private final Map<Ast.Name, String> places = new IdentityHashMap<>();
    /** Names of own parameters and of layers, as they stand in the text. */
    private final Set<String> order = new LinkedHashSet<>();

    private final Map<String, FunctionInstance> instances = new HashMap<>();
    private final Set<Use> uses = new HashSet<>();

    private Layers(
            List<Ast.Item> items,
            List<Ast.Expression> results,
            Predicate<Ast.Name> isLayer,
            Set<String> pipelines,
            Set<String> lent) {
        this.pipelines = pipelines;
        this.lent = lent;
        Map<String, List<Ast.Name>> uses = new HashMap<>();
        List<Object> slots = new ArrayList<>(pipelines);
        for (Ast.Item item : items) {
            if (item instanceof Ast.Instance instance) {
                declared.putIfAbsent(instance.name().text(), instance);
            }
        }
        for (Ast.Item item : items) {
            if (item instanceof Ast.Parameter parameter) {
                slots.add(parameter.name().text());
            } else if (item instanceof Ast.Instance instance) {
                slots.add(instance.name().text());
            }
            Items.values(item).forEach(value -> collect(value, isLayer, slots, uses));
        }
        results.forEach(value -> collect(value, isLayer, slots, uses));
        cycles = DependencyOrder.of(declared.keySet(), this::mentionedBy).cycles();
        nameUses(slots, uses);
    }

    /** @param isLayer whether a called name is that of a layer */
    static Layers of(Ast.Model model, Predicate<Ast.Name> isLayer) {
        return new Layers(model.items(), List.of(), isLayer, Set.of(), Set.of());
    }

    /**
     * @param isLayer whether a called name is that of a layer
     * @param lent names of instances that the layer uses, and others own
     */
    static Layers of(Ast.Function layer, Predicate<Ast.Name> isLayer, Set<String> lent) {
        List<Ast.Expression> results = List.of(layer.body().result());
        return new Layers(layer.body().items(), results, isLayer, layer.pipelines(), lent);
    }

    private void collect(
            Ast.Expression expression,
            Predicate<Ast.Name> isLayer,
            List<Object> slots,
            Map<String, List<Ast.Name>> uses) {
        for (Ast.Expression operand : expression.operands()) {
            collect(operand, isLayer, slots, uses);
        }
        if (expression instanceof Ast.Call call) {
            Ast.Name layer = call.function();
            boolean isInstance = declared.containsKey(layer.text()) || pipelines.contains(layer.text());
            if (!isInstance && isLayer.test(layer)) {
                slots.add(layer);
                uses.computeIfAbsent(stem(layer), stem -> new ArrayList<>()).add(layer);
            }
        }
    }

    private void nameUses(List<Object> slots, Map<String, List<Ast.Name>> uses) {
        Set<String> taken = new LinkedHashSet<>();
        slots.stream().filter(String.class::isInstance).map(String.class::cast).forEach(taken::add);
        uses.forEach((stem, names) -> {
            int number = 0;
            for (Ast.Name name : names) {
                String place = stem;
                while (names.size() > 1 && place.equals(stem) || taken.contains(place)) {
                    place = stem + ++number;
                }
                taken.add(place);
                places.put(name, place);
            }
        });
        for (Object slot : slots) {
            order.add(slot instanceof Ast.Name use ? places.get(use) : (String) slot);
        }
    }

    private static String stem(Ast.Name layer) {
        return layer.text().toLowerCase(Locale.ROOT);
    }

    /** The instances that the arguments of a declared one mention. */
    private List<String> mentionedBy(String name) {
        return declared.get(name).layer().call().operands().stream()
                .flatMap(argument -> Mentions.in(argument).functions().keySet().stream())
                .filter(declared::containsKey)
                .toList();
    }

    /** Whether a declared instance is made of itself. */
    boolean isRecursive(String name) {
        return cycles.stream().anyMatch(cycle -> cycle.contains(name));
    }

    /** The declared instance of that name. */
    Optional<Ast.Instance> declared(String name) {
        return Optional.ofNullable(declared.get(name));
    }

    /** Checks that what instances are declared of are layers, and not themselves. */
    void check(Session session) {
        for (List<String> cycle : cycles) {
            Ast.Name name = declared.get(cycle.get(0)).name();
            session.report(DiagnosticCode.RECURSIVE_LAYER, name.span(), name.text(), String.join(" -> ", cycle));
        }
        for (Ast.Instance instance : declared.values()) {
            Ast.Name layer = instance.layer().call().function();
            Optional<Ast.Function> function =
                    session.functions().find(layer.span().file(), layer.text());
            if (function.isPresent() ? !function.get().isLayer() : Builtins.has(layer.text())) {
                session.report(DiagnosticCode.NOT_A_LAYER, layer.span(), layer.text());
            } else if (function.isEmpty()) {
                Collection<String> names =
                        session.functions().names(layer.span().file());
                String near = Spelling.nearest(layer.text(), names).orElse("");
                session.report(DiagnosticCode.UNKNOWN_FUNCTION, layer.span(), layer.text(), near);
            }
        }
    }

    /** The name under which the parameters of that use of a layer are owned. */
    String place(Ast.Name use) {
        return places.get(use);
    }

    /**
     * Puts a layer at a place.
     *
     * @param place a name of a use or instance, perhaps with an index behind it
     * @param call where it is used
     * @param step the how many-th of the layers that are applied there
     * @return whether it has the parameters of what was put there before, if anything was
     */
    boolean put(String place, FunctionInstance layer, Span call, int step) {
        if (uses.add(new Use(layer, call, step))) { // an expression may be checked more than once
            layer.use();
        }
        FunctionInstance earlier = instances.putIfAbsent(place, layer);
        return earlier == null || earlier.hasParametersOf(layer);
    }

    /**
     * Puts at its place a layer that another one uses, to which it was lent.
     *
     * @return whether it has the parameters of what was put there before, if anything was
     */
    boolean lend(String place, FunctionInstance layer) {
        FunctionInstance earlier = instances.putIfAbsent(place, layer);
        return earlier == null || earlier.hasParametersOf(layer);
    }

    /** Layers that are used here and that others own, by places. */
    Map<String, FunctionInstance> lent() {
        Map<String, FunctionInstance> found = new TreeMap<>(instances);
        found.keySet().removeIf(place -> !lent.contains(name(place)));
        return found;
    }

    private static String name(String place) {
        return place.contains(".") ? place.substring(0, place.indexOf('.')) : place;
    }

    /** A parameter of a layer that was put here, by its path. */
    Optional<TypedModel.Parameter> parameter(String path) {
        return all().filter(parameter -> parameter.name().equals(path)).findFirst();
    }

    /** The paths of all parameters of layers that were put here. */
    List<String> paths() {
        return all().map(TypedModel.Parameter::name).toList();
    }

    private Stream<TypedModel.Parameter> all() {
        return instances.entrySet().stream()
                .flatMap(entry ->
                        entry.getValue().layerParameters().stream().map(parameter -> parameter.within(entry.getKey())));
    }

    /** Of some definitions, those that apply the layers whose parameters one of them mentions. */
    List<String> applying(Ast.Expression mentioning, Map<String, Ast.Expression> definitions) {
        Set<String> wanted = new HashSet<>();
        Mentions.in(mentioning).values().values().stream()
                .filter(Ast.Reference::isPath)
                .forEach(path -> wanted.add(name(path.name())));
        return wanted.isEmpty()
                ? List.of()
                : definitions.keySet().stream()
                        .filter(name -> definitions.get(name) != mentioning && applies(definitions.get(name), wanted))
                        .toList();
    }

    private boolean applies(Ast.Expression expression, Set<String> wanted) {
        boolean applies = expression instanceof Ast.Call call
                && wanted.contains(
                        places.getOrDefault(call.function(), call.function().text()));
        return applies || expression.operands().stream().anyMatch(operand -> applies(operand, wanted));
    }

    /** Whether there are more parameters than anyone can handle: layers that contain each other twice double them. */
    boolean isTooLarge() {
        return instances.values().stream()
                        .mapToLong(layer -> layer.layerParameters().size())
                        .sum()
                > MOST_PARAMETERS;
    }

    private record Use(FunctionInstance layer, Span call, int step) {}

    /** All parameters that are owned here, own ones and those of layers, by their paths and in the order of the text. */
    List<TypedModel.Parameter> parameters(Map<String, TypedModel.Parameter> own) {
        Map<String, List<String>> byName = new HashMap<>();
        instances.keySet().stream()
                .filter(place -> !lent.contains(name(place)))
                .forEach(place -> byName.computeIfAbsent(name(place), n -> new ArrayList<>())
                        .add(place));
        List<TypedModel.Parameter> parameters = new ArrayList<>();
        for (String name : order) {
            Optional.ofNullable(own.get(name)).ifPresent(parameters::add);
            List<String> found = byName.getOrDefault(name, List.of());
            found.stream()
                    .sorted(BY_INDEX)
                    .forEach(place -> instances
                            .get(place)
                            .layerParameters()
                            .forEach(parameter -> parameters.add(parameter.within(place))));
        }
        return parameters;
    }
}
