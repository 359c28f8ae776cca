package dev.adjoint.syntax;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes expressions with all their structure: {@code a + b * c} is {@code (+ a (* b c))}. */
final class AstText implements Ast.Visitor<String> {
    static String of(Ast.Expression expression) {
        return expression.accept(new AstText());
    }

    /** Items of layers. */
    static String of(Ast.Item item) {
        if (item instanceof Ast.Parameter parameter) {
            return parameter.name().text() + (parameter.isState() ? "!" : "");
        }
        if (item instanceof Ast.Instance instance) {
            return instance.name().text() + "=" + stage(instance.layer());
        }
        if (item instanceof Ast.Update update) {
            return "next " + update.name().text() + "=" + of(update.value());
        }
        Ast.Definition definition = (Ast.Definition) item;
        return definition.name().text() + axes(definition.axes()) + "=" + of(definition.value());
    }

    private static String stage(Ast.Stage stage) {
        return stage.count().map(n -> of(n) + "x").orElse("") + of(stage.call());
    }

    private static String list(String head, Stream<String> rest) {
        return Stream.concat(Stream.of(head), rest).collect(Collectors.joining(" ", "(", ")"));
    }

    private static Stream<String> all(List<Ast.Expression> expressions) {
        return expressions.stream().map(AstText::of);
    }

    private static String axes(Optional<List<Ast.Axis>> axes) {
        return axes.map(list -> list.stream().map(AstText::axis).collect(Collectors.joining(" ", "[", "]")))
                .orElse("");
    }

    private static String axis(Ast.Axis axis) {
        return Stream.concat(axis.name().map(Ast.Name::text).stream(), axis.size().map(AstText::of).stream())
                .collect(Collectors.joining(":"));
    }

    @Override
    public String visit(Ast.Literal literal) {
        return String.valueOf(literal.value()).replaceAll("\\.0$", "");
    }

    @Override
    public String visit(Ast.Reference reference) {
        return reference.name();
    }

    @Override
    public String visit(Ast.Call call) {
        Stream<String> named = call.named().stream().map(n -> n.name().text() + "=" + of(n.value()));
        return list(call.function().text() + axes(call.axes()), Stream.concat(all(call.arguments()), named));
    }

    @Override
    public String visit(Ast.Subscript subscript) {
        Stream<String> outside = subscript.outside().map(value -> "else " + of(value)).stream();
        return list("at " + of(subscript.value()), Stream.concat(all(subscript.indices()), outside));
    }

    @Override
    public String visit(Ast.Repeat repeat) {
        return list("repeat", Stream.of(of(repeat.count()), of(repeat.call())));
    }

    @Override
    public String visit(Ast.Pipeline pipeline) {
        return list("|>", pipeline.stages().stream().map(AstText::stage));
    }

    @Override
    public String visit(Ast.Scan scan) {
        Stream<String> body = Stream.of(
                        scan.carries().stream()
                                .map(c -> "carry " + c.name().text() + axes(c.axes()) + "=" + of(c.initial())),
                        scan.definitions().stream().map(d -> d.name().text() + axes(d.axes()) + "=" + of(d.value())),
                        scan.updates().stream().map(u -> "next " + u.name().text() + "=" + of(u.value())),
                        scan.emissions().stream().map(e -> "emit " + of(e.value())))
                .flatMap(items -> items);
        return list((scan.isReverse() ? "reverse " : "scan ") + axis(scan.index()), body);
    }

    @Override
    public String visit(Ast.Sum sum) {
        return list("+", sum.terms().stream().map(t -> (t.negative() ? "-" : "") + of(t.value())));
    }

    @Override
    public String visit(Ast.Product product) {
        return list("*", product.factors().stream().map(f -> switch (f.operator()) {
            case TIMES -> of(f.value());
            case DIVIDED_BY -> "/" + of(f.value());
            case CONTRACT -> "@" + of(f.value());
        }));
    }

    @Override
    public String visit(Ast.Signed signed) {
        return list(signed.negative() ? "-" : "+", Stream.of(of(signed.operand())));
    }

    @Override
    public String visit(Ast.Power power) {
        return list(
                "^",
                Stream.concat(
                        Stream.of(of(power.base())),
                        power.exponents().stream().map(e -> (e.negative() ? "-" : "") + of(e.value()))));
    }

    @Override
    public String visit(Ast.Comparison comparison) {
        return list(comparison.operator(), all(comparison.operands()));
    }

    @Override
    public String visit(Ast.Logic logic) {
        return list(logic.operator(), all(logic.operands()));
    }

    @Override
    public String visit(Ast.Not not) {
        return list(not.negated() ? "not" : "not not", Stream.of(of(not.operand())));
    }

    @Override
    public String visit(Ast.If choice) {
        return list("if", all(choice.operands()));
    }
}
