package dev.adjoint.check;

import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a parameter {@code |> f} stands for: a layer or function that {@link Lifting} made of the argument. What it needs of
 * the caller, the body that receives it has under names of its own: {@code f:hidden} is what the pipeline calls
 * {@code hidden}.
 *
 * @param code takes the head of the pipeline, then what its stages need: values, and parameters {@code |> g} of the caller;
 *     instances of the caller it declares anew
 * @param pipelines what the latter stand for
 */
record Pipeline(Ast.Function code, Map<String, Pipeline> pipelines) {
    Pipeline {
        pipelines = Map.copyOf(pipelines);
    }

    /** The name that a body which calls it {@code pipeline} has for what it calls {@code name}. */
    static String within(String pipeline, String name) {
        return pipeline + ":" + name;
    }

    /** Names of the values it needs, also through other pipelines. */
    List<String> values() {
        List<String> names = new ArrayList<>();
        for (Ast.Formal formal : code.parameters().subList(1, code.parameters().size())) {
            if (!formal.isPipeline()) {
                names.add(formal.name().text());
            }
        }
        pipelines.forEach((name, other) -> other.values().forEach(value -> names.add(within(name, value))));
        return names;
    }

    /** Names of instances that it uses and others own. */
    List<String> lent() {
        List<String> names = new ArrayList<>();
        for (Ast.Item item : code.body().items()) {
            Items.name(item).ifPresent(name -> names.add(name.text()));
        }
        pipelines.forEach((name, other) -> {
            names.add(name);
            other.lent().forEach(instance -> names.add(within(name, instance)));
        });
        return names;
    }

    /** By place: two pipelines with code of one place differ in what is compared then. */
    @Override
    public int hashCode() {
        return code.name().hashCode();
    }
}
