package dev.adjoint.check;

import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What items are made of. */
final class Items {
    private Items() {}

    /** The expressions in it that stand for values rather than for constants and sizes. */
    static List<Ast.Expression> values(Ast.Item item) {
        if (item instanceof Ast.Definition definition) {
            return List.of(definition.value());
        }
        if (item instanceof Ast.Loss loss) {
            return List.of(loss.value());
        }
        if (item instanceof Ast.Update update) {
            return List.of(update.value());
        }
        return item instanceof Ast.Instance instance ? instance.layer().call().operands() : List.of();
    }

    /** The name that an item declares. */
    static Optional<Ast.Name> name(Ast.Item item) {
        if (item instanceof Ast.Parameter parameter) {
            return Optional.of(parameter.name());
        }
        if (item instanceof Ast.Instance instance) {
            return Optional.of(instance.name());
        }
        if (item instanceof Ast.Dim dim) {
            return Optional.of(dim.name());
        }
        if (item instanceof Ast.Data data) {
            return Optional.of(data.name());
        }
        return item instanceof Ast.Definition definition ? Optional.of(definition.name()) : Optional.empty();
    }

    /** What a function calls, in its items and its result; and which layers it declares instances of. */
    static List<Ast.Name> calls(Ast.Body body) {
        List<Ast.Name> calls = new ArrayList<>();
        for (Ast.Item item : body.items()) {
            if (item instanceof Ast.Instance instance) {
                calls.add(instance.layer().call().function());
            }
        }
        Stream.concat(body.items().stream().flatMap(item -> values(item).stream()), Stream.of(body.result()))
                .forEach(value -> calls.addAll(Mentions.in(value).functions().values()));
        return calls;
    }
}
