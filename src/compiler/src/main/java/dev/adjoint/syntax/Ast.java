package dev.adjoint.syntax;

import dev.adjoint.source.SourceFile;
import dev.adjoint.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a file says, as written: nothing is resolved, checked or simplified. */
public sealed interface Ast {
    Span span();

    /** A name where it is written. */
    record Name(Span span, String text) implements Ast {}

    /**
     * A file.
     *
     * @param model empty for a library of functions
     */
    record File(SourceFile source, List<Import> imports, List<Function> functions, Optional<Model> model)
            implements Ast {
        public File {
            imports = List.copyOf(imports);
            functions = List.copyOf(functions);
        }

        /** The same with further items at the end of its model, if there is one. */
        public File with(List<Item> items) {
            return new File(source, imports, functions, model.map(m -> m.with(items)));
        }

        @Override
        public Span span() {
            return source.span(0, source.text().length());
        }
    }

    /** @param path as written, relative to the importing file */
    record Import(Span span, String path) implements Ast {}

    /**
     * {@code fn name[axes](parameters) = body}, or {@code layer name[axes](parameters) body}: a function that may own
     * parameters of the model.
     *
     * @param span the whole declaration
     * @param axes the axis parameters
     */
    record Function(
            Span span, String doc, boolean isLayer, Name name, List<Name> axes, List<Formal> parameters, Body body)
            implements Ast {
        public Function {
            axes = List.copyOf(axes);
            parameters = List.copyOf(parameters);
        }

        /** Names of parameters that take pipelines. */
        public Set<String> pipelines() {
            return parameters.stream()
                    .filter(Formal::isPipeline)
                    .map(formal -> formal.name().text())
                    .collect(Collectors.toSet());
        }
    }

    /**
     * A parameter of a function.
     *
     * @param isPipeline whether it is {@code |> name}, which takes a {@link Pipeline}
     * @param pattern names for its axes, of a pipeline for those of what it gives; empty if any shape will do
     * @param kind what its elements must be; empty if they may be anything, and for a pipeline
     * @param value what it is where a call leaves it out
     */
    record Formal(
            Span span,
            boolean isPipeline,
            Name name,
            Optional<Pattern> pattern,
            Optional<Kind> kind,
            Optional<Expression> value)
            implements Ast {}

    /**
     * {@code [leading, .., trailing]}.
     *
     * @param leading all axes if the pattern is not open
     * @param isOpen whether it has {@code ..}, which stands for any axes in between
     */
    record Pattern(Span span, List<Axis> leading, boolean isOpen, List<Axis> trailing) implements Ast {
        public Pattern {
            leading = List.copyOf(leading);
            trailing = List.copyOf(trailing);
        }
    }

    /**
     * What a function does.
     *
     * @param items of the kinds that may stand in such a body
     */
    record Body(Span span, List<Item> items, Expression result) implements Ast {
        public Body {
            items = List.copyOf(items);
        }
    }

    /**
     * An axis: {@code name}, {@code size} or {@code name: size}. A lone name is the name; whether it means a dim or an index
     * depends on where it stands.
     *
     * @param size an integer, a dim or an expression of both
     */
    record Axis(Span span, Optional<Name> name, Optional<Expression> size) implements Ast {
        /** Its name if it is nothing else. */
        public Optional<Name> plainName() {
            return size.isPresent() ? Optional.empty() : name;
        }
    }

    /** @param span the word {@code model} and the name */
    record Model(Span span, String doc, Name name, List<Item> items) implements Ast {
        public Model {
            items = List.copyOf(items);
        }

        private Model with(List<Item> more) {
            List<Item> all = new ArrayList<>(items);
            all.addAll(more);
            return new Model(span, doc, name, all);
        }
    }

    /** A declaration in a model or body. A list such as {@code param a, b} gives one item for each name. */
    sealed interface Item extends Ast {}

    record Precision(Span span, Name name) implements Item {}

    record Dim(Span span, String doc, Name name, Optional<Expression> size) implements Item {}

    /** @param isTarget whether it was declared by {@code target} rather than {@code input} */
    record Data(Span span, String doc, boolean isTarget, Name name, List<Axis> axes, Optional<Kind> kind)
            implements Item {
        public Data {
            axes = List.copyOf(axes);
        }
    }

    /** {@code class(size)}, {@code index(size)}, {@code bool}: what the elements are, if not real numbers. */
    record Kind(Span span, Name name, Optional<Expression> size) implements Ast {}

    /**
     * A parameter.
     *
     * @param frozen whether training leaves it alone, as it does with state
     * @param isState whether it was declared by {@code state}, and may be given its next value
     */
    record Parameter(
            Span span,
            String doc,
            Name name,
            List<Axis> axes,
            Optional<Constraint> constraint,
            Optional<Initialiser> initialiser,
            boolean frozen,
            boolean isState)
            implements Item {
        public Parameter {
            axes = List.copyOf(axes);
        }
    }

    /** The open interval between two bounds; an empty one is no bound. */
    record Constraint(Span span, Optional<Expression> low, Optional<Expression> high) implements Ast {}

    sealed interface Initialiser extends Ast {}

    /** {@code = value}. */
    record Value(Span span, Expression value) implements Initialiser {}

    /**
     * {@code ~ name[axes](arguments)}.
     *
     * @param axes empty without brackets
     */
    record Distribution(Span span, Name name, Optional<List<Axis>> axes, List<Expression> arguments)
            implements Initialiser {
        public Distribution {
            axes = axes.map(List::copyOf);
            arguments = List.copyOf(arguments);
        }
    }

    /** What a definition is for. */
    enum DefinitionRole {
        /** For other definitions. */
        LET,
        /** What prediction gives. */
        OUTPUT,
        /** What evaluation gives beside the loss: it may depend on targets. */
        METRIC
    }

    /**
     * A {@code let}, an {@code output} or a {@code metric}.
     *
     * @param axes the declared axes in storage order; empty if none are declared
     */
    record Definition(
            Span span, String doc, DefinitionRole role, Name name, Optional<List<Axis>> axes, Expression value)
            implements Item {
        public Definition {
            axes = axes.map(List::copyOf);
        }
    }

    /** {@code layer name = layer}: a layer with its parameters, which all uses of the name share. */
    record Instance(Span span, String doc, Name name, Stage layer) implements Item {}

    /** {@code next name = value}: of a state the value after a training step, of a carry that after a step of the scan. */
    record Update(Span span, Name name, Expression value) implements Item {}

    /** {@code emit value}, in a scan. */
    record Emission(Span span, Expression value) implements Item {}

    record Loss(Span span, Expression value) implements Item {}

    record Train(Span span, List<Entry> entries) implements Item {
        public Train {
            entries = List.copyOf(entries);
        }
    }

    /** {@code word value} in a {@code train} block. */
    record Entry(Span span, Name word, Setting value) implements Ast {}

    /** The value of an entry. */
    sealed interface Setting extends Ast {}

    /** @param text without the quotes */
    record Text(Span span, String text) implements Setting {}

    record Quantity(Span span, double value) implements Setting {}

    /** A word, perhaps with arguments in brackets. */
    record Choice(Span span, Name name, List<Argument> arguments) implements Setting {
        public Choice {
            arguments = List.copyOf(arguments);
        }
    }

    record Argument(Span span, Name name, Expression value) implements Ast {}

    /** Chains of one level of precedence are one flat expression, however long. */
    sealed interface Expression extends Ast {
        <R> R accept(Visitor<R> visitor);

        /** The expressions directly within, in the order they are written. */
        List<Expression> operands();
    }

    record Literal(Span span, double value) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public List<Expression> operands() {
            return List.of();
        }
    }

    /** A value by its name, or a parameter of a layer by its path. */
    record Reference(Span span, String name) implements Expression {
        /** Whether it names a parameter of a layer: {@code encoder.0.W}. */
        public boolean isPath() {
            return name.indexOf('.') >= 0;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public List<Expression> operands() {
            return List.of();
        }
    }

    /**
     * {@code function[axes](arguments, name = value)}, or the same with the first argument before {@code |>}.
     *
     * @param axes empty without brackets
     * @param arguments those without a name, which come first
     */
    record Call(Span span, Name function, Optional<List<Axis>> axes, List<Expression> arguments, List<Argument> named)
            implements Expression {
        public Call {
            axes = axes.map(List::copyOf);
            arguments = List.copyOf(arguments);
            named = List.copyOf(named);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public List<Expression> operands() {
            return Stream.concat(arguments.stream(), named.stream().map(Argument::value))
                    .toList();
        }
    }

    /**
     * {@code value[indices else outside]}.
     *
     * @param outside what stands where an index runs out of its axis
     */
    record Subscript(Span span, Expression value, List<Expression> indices, Optional<Expression> outside)
            implements Expression {
        public Subscript {
            indices = List.copyOf(indices);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public List<Expression> operands() {
            return Stream.of(Stream.of(value), indices.stream(), outside.stream())
                    .flatMap(all -> all)
                    .toList();
        }
    }

    /**
     * {@code value |> repeat count f(args)}: {@code f} applied {@code count} times, each time to what the time before gave.
     *
     * @param call the first application
     */
    record Repeat(Span span, Expression count, Call call) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public List<Expression> operands() {
            return List.of(count, call);
        }
    }

    /**
     * A function or layer that lacks its first argument: {@code f}, {@code f(args)} or {@code repeat count f(args)}.
     *
     * @param count how many layers in a row; empty for one
     * @param call with the arguments behind the first
     */
    record Stage(Span span, Optional<Expression> count, Call call) implements Ast {
        /** It with its first argument. */
        public Expression after(Span span, Expression first) {
            List<Expression> arguments = new ArrayList<>(List.of(first));
            arguments.addAll(call.arguments());
            Call whole = new Call(span, call.function(), call.axes(), arguments, call.named());
            return count.isEmpty() ? whole : new Repeat(span, count.get(), whole);
        }
    }

    /**
     * {@code |> f |> repeat count g(args)} as an argument: a function or layer made of one or more in a row.
     */
    record Pipeline(Span span, List<Stage> stages) implements Expression {
        public Pipeline {
            stages = List.copyOf(stages);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        /** Counts and arguments, which belong to what surrounds the pipeline. */
        @Override
        public List<Expression> operands() {
            return stages.stream()
                    .flatMap(stage -> Stream.concat(stage.count().stream(), stage.call().operands().stream()))
                    .toList();
        }
    }

    /**
     * {@code scan index over dim reverse carry carries { ... }}.
     *
     * @param index runs over a dim, in reverse or not
     */
    record Scan(
            Span span,
            Axis index,
            boolean isReverse,
            List<Carry> carries,
            List<Definition> definitions,
            List<Update> updates,
            List<Emission> emissions)
            implements Expression {
        public Scan {
            carries = List.copyOf(carries);
            definitions = List.copyOf(definitions);
            updates = List.copyOf(updates);
            emissions = List.copyOf(emissions);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public List<Expression> operands() {
            return Stream.of(
                            carries.stream().map(Carry::initial),
                            definitions.stream().map(Definition::value),
                            updates.stream().map(Update::value),
                            emissions.stream().map(Emission::value))
                    .flatMap(all -> all)
                    .toList();
        }
    }

    /**
     * What a scan hands from step to step.
     *
     * @param axes empty if its initial value tells them
     */
    record Carry(Span span, Name name, Optional<List<Axis>> axes, Expression initial) implements Ast {
        public Carry {
            axes = axes.map(List::copyOf);
        }
    }

    /** {@code a + b - c}, two or more terms. */
    record Sum(Span span, List<Term> terms) implements Expression {
        public Sum {
            terms = List.copyOf(terms);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public List<Expression> operands() {
            return terms.stream().map(Term::value).toList();
        }
    }

    /** @param negative whether a minus precedes it; never the first */
    record Term(boolean negative, Expression value) {}

    /** {@code a * b / c @ d}, two or more factors, worked off from the left. */
    record Product(Span span, List<Factor> factors) implements Expression {
        public Product {
            factors = List.copyOf(factors);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public List<Expression> operands() {
            return factors.stream().map(Factor::value).toList();
        }
    }

    /** @param operator what precedes it; of the first, {@link Operator#TIMES} */
    record Factor(Operator operator, Expression value) {}

    /** {@code *}, {@code /}, {@code @}. */
    enum Operator {
        TIMES,
        DIVIDED_BY,
        CONTRACT
    }

    /**
     * One or more signs before an operand.
     *
     * @param negative whether they amount to a minus
     */
    record Signed(Span span, boolean negative, Expression operand) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public List<Expression> operands() {
            return List.of(operand);
        }
    }

    /** {@code base ^ e1 ^ e2}, worked off from the right; a sign of an exponent applies to all that follows it. */
    record Power(Span span, Expression base, List<Exponent> exponents) implements Expression {
        public Power {
            exponents = List.copyOf(exponents);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public List<Expression> operands() {
            return Stream.concat(Stream.of(base), exponents.stream().map(Exponent::value))
                    .toList();
        }
    }

    record Exponent(boolean negative, Expression value) {}

    /** @param operator as written: {@code <}, {@code ==}, ... */
    record Comparison(Span span, String operator, Expression left, Expression right) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public List<Expression> operands() {
            return List.of(left, right);
        }
    }

    /**
     * {@code a and b and c}, or the same with {@code or}; two or more operands.
     *
     * @param operator {@code and} or {@code or}
     */
    record Logic(Span span, String operator, List<Expression> operands) implements Expression {
        public Logic {
            operands = List.copyOf(operands);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * One or more {@code not} before an operand.
     *
     * @param negated whether they amount to one
     */
    record Not(Span span, boolean negated, Expression operand) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public List<Expression> operands() {
            return List.of(operand);
        }
    }

    record If(Span span, Expression condition, Expression whenTrue, Expression whenFalse) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public List<Expression> operands() {
            return List.of(condition, whenTrue, whenFalse);
        }
    }

    /** One case for each kind of expression. */
    interface Visitor<R> {
        R visit(Literal literal);

        R visit(Reference reference);

        R visit(Call call);

        R visit(Subscript subscript);

        R visit(Repeat repeat);

        R visit(Pipeline pipeline);

        R visit(Scan scan);

        R visit(Sum sum);

        R visit(Product product);

        R visit(Signed signed);

        R visit(Power power);

        R visit(Comparison comparison);

        R visit(Logic logic);

        R visit(Not not);

        R visit(If choice);
    }
}
