package dev.adjoint.check;

import dev.adjoint.source.Span;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a layer or function of a pipeline, which sees nothing of what surrounds it: {@code |> dense(hidden) |> f |> tanh} is
 * {@code layer (x, hidden, |> f) { x |> dense(hidden) |> f |> tanh }}. What counts, arguments and axes of stages mention is
 * evaluated around the pipeline, and becomes an argument.
 */
final class Lifting {
    private final Scope scope;
    private final Functions functions;
    private final Map<String, Ast.Expression> captured = new LinkedHashMap<>();
    private final Map<String, Ast.Formal> pipelines = new LinkedHashMap<>();
    private final Map<String, Ast.Item> instances = new LinkedHashMap<>();
    private boolean isLayer;

    private Lifting(Scope scope, Functions functions) {
        this.scope = scope;
        this.functions = functions;
    }

    /**
     * @param code its parameters are the head, then those of {@code captured}, then pipelines of the scope
     * @param captured expressions of the scope by the names that {@code code} has for their values
     */
    record Lifted(Ast.Function code, Map<String, Ast.Expression> captured) {}

    /** @param scope around the pipeline */
    static Lifted lift(Ast.Pipeline pipeline, Scope scope, Functions functions) {
        return new Lifting(scope, functions).lift(pipeline);
    }

    private Lifted lift(Ast.Pipeline pipeline) {
        List<Ast.Stage> stages = pipeline.stages().stream().map(this::stage).toList();
        Span whole = pipeline.span();
        Span arrow = whole.file().span(whole.start(), whole.start() + 2);
        String head = "x";
        while (captured.containsKey(head)) {
            head += "_";
        }
        List<Ast.Formal> formals = new ArrayList<>(List.of(formal(arrow, head, false)));
        captured.forEach((name, value) -> formals.add(formal(value.span(), name, false)));
        formals.addAll(pipelines.values());
        Ast.Expression result = new Ast.Reference(arrow, head);
        for (Ast.Stage stage : stages) {
            result = stage.after(whole.file().span(whole.start(), stage.span().end()), result);
        }
        Ast.Body body = new Ast.Body(whole, List.copyOf(instances.values()), result);
        Ast.Name name = new Ast.Name(whole, name(pipeline.stages()));
        return new Lifted(new Ast.Function(whole, "", isLayer, name, List.of(), formals, body), captured);
    }

    /** By its ends, as generated classes have it. */
    private static String name(List<Ast.Stage> stages) {
        String first = stages.get(0).call().function().text();
        String last = stages.get(stages.size() - 1).call().function().text();
        return stages.size() == 1 ? first : first + "_to_" + last;
    }

    private static Ast.Formal formal(Span span, String name, boolean isPipeline) {
        return new Ast.Formal(
                span, isPipeline, new Ast.Name(span, name), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** A stage of the pipeline itself, or of another that is an argument in it. */
    private Ast.Stage stage(Ast.Stage stage) {
        function(stage.call().function());
        return captured(stage);
    }

    private void function(Ast.Name name) {
        Optional<Ast.Instance> instance = scope.layers().flatMap(layers -> layers.declared(name.text()));
        if (instance.isPresent()) {
            Ast.Instance declared = instance.get();
            isLayer = true;
            if (!instances.containsKey(name.text())) {
                instances.put(name.text(), declared); // in its place, whatever its arguments bring
                Ast.Stage layer = captured(declared.layer());
                instances.put(name.text(), new Ast.Instance(declared.span(), declared.doc(), declared.name(), layer));
            }
        } else if (scope.hasPipeline(name.text())) {
            pipelines.putIfAbsent(name.text(), formal(name.span(), name.text(), true));
            isLayer |= scope.pipeline(name.text())
                    .filter(pipeline -> pipeline.code().isLayer())
                    .isPresent();
        } else {
            isLayer |= functions.isLayer(name);
        }
    }

    private Ast.Stage captured(Ast.Stage stage) {
        Ast.Call call = stage.call();
        Optional<Ast.Expression> count = stage.count().map(this::captured);
        List<Ast.Expression> arguments =
                call.arguments().stream().map(this::captured).toList();
        List<Ast.Argument> named = call.named().stream()
                .map(argument -> new Ast.Argument(argument.span(), argument.name(), captured(argument.value())))
                .toList();
        Optional<List<Ast.Axis>> axes =
                call.axes().map(all -> all.stream().map(this::captured).toList());
        return new Ast.Stage(stage.span(), count, new Ast.Call(call.span(), call.function(), axes, arguments, named));
    }

    private Ast.Axis captured(Ast.Axis axis) {
        axis.plainName()
                .filter(name -> scope.names().contains(name.text()))
                .ifPresent(name -> captured(new Ast.Reference(name.span(), name.text())));
        return new Ast.Axis(axis.span(), axis.name(), axis.size().map(this::captured));
    }

    private Ast.Expression captured(Ast.Expression expression) {
        if (expression instanceof Ast.Pipeline inner) {
            List<Ast.Stage> stages = inner.stages().stream().map(this::stage).toList();
            return new Ast.Pipeline(inner.span(), stages);
        }
        if (isClosed(expression)) {
            return expression;
        }
        String name = expression instanceof Ast.Reference reference ? reference.name() : free(expression);
        captured.putIfAbsent(name, expression);
        return new Ast.Reference(expression.span(), name);
    }

    /** Whether it means the same everywhere. */
    private static boolean isClosed(Ast.Expression expression) {
        Mentions mentions = Mentions.in(expression);
        return ExpressionChecker.CONSTANTS.containsAll(mentions.values().keySet())
                && mentions.functions().keySet().stream().allMatch(Builtins::has);
    }

    /** After the text: {@code exp(s)} is {@code exp_s}. */
    private String free(Ast.Expression expression) {
        String words =
                expression.span().text().replaceAll("[^\\p{L}\\p{Nd}]+", "_").replaceAll("^_|_$", "");
        String base = words.isEmpty() || !Character.isLetter(words.charAt(0)) ? "_" + words : words;
        String name = base;
        for (int i = 2; captured.containsKey(name) || scope.names().contains(name); i++) {
            name = base + i;
        }
        return name;
    }
}
