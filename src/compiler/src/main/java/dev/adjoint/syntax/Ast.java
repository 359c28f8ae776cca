package dev.adjoint.syntax;

import dev.adjoint.source.SourceFile;
import dev.adjoint.source.Span;
import java.util.List;
import java.util.Optional;
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

        @Override
        public Span span() {
            return source.span(0, source.text().length());
        }
    }

    /** @param path as written, relative to the importing file */
    record Import(Span span, String path) implements Ast {}

    /** {@code fn name(parameters) = body}. */
    record Function(Span span, String doc, Name name, List<Name> parameters, Expression body) implements Ast {
        public Function {
            parameters = List.copyOf(parameters);
        }
    }

    /** @param span the word {@code model} and the name */
    record Model(Span span, String doc, Name name, List<Item> items) implements Ast {
        public Model {
            items = List.copyOf(items);
        }
    }

    /** A declaration in a model. A list such as {@code param a, b} gives one item for each name. */
    sealed interface Item extends Ast {}

    record Precision(Span span, Name name) implements Item {}

    record Dim(Span span, String doc, Name name, Optional<Expression> size) implements Item {}

    /** @param isTarget whether it was declared by {@code target} rather than {@code input} */
    record Data(Span span, String doc, boolean isTarget, Name name, List<Name> axes) implements Item {
        public Data {
            axes = List.copyOf(axes);
        }
    }

    record Parameter(
            Span span,
            String doc,
            Name name,
            List<Name> axes,
            Optional<Constraint> constraint,
            Optional<Initialiser> initialiser,
            boolean frozen)
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

    /** {@code ~ name(arguments)}. */
    record Distribution(Span span, Name name, List<Expression> arguments) implements Initialiser {
        public Distribution {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * A {@code let} or an {@code output}.
     *
     * @param axes the declared storage order; empty if none is declared
     */
    record Definition(Span span, String doc, boolean isOutput, Name name, Optional<List<Name>> axes, Expression value)
            implements Item {
        public Definition {
            axes = axes.map(List::copyOf);
        }
    }

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

    record Reference(Span span, String name) implements Expression {
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
     * {@code function(arguments)} or {@code function[axes](arguments)}.
     *
     * @param axes empty without brackets
     */
    record Call(Span span, Name function, Optional<List<Name>> axes, List<Expression> arguments) implements Expression {
        public Call {
            axes = axes.map(List::copyOf);
            arguments = List.copyOf(arguments);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public List<Expression> operands() {
            return arguments;
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

    /** {@code a * b / c}, two or more factors, worked off from the left. */
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

    /** @param divides whether a slash precedes it; never the first */
    record Factor(boolean divides, Expression value) {}

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
