package dev.adjoint.check;

import static dev.adjoint.expr.ElementType.BOOL;
import static dev.adjoint.expr.ElementType.REAL;

import dev.adjoint.check.TypedExpression.Broken;
import dev.adjoint.expr.ElementType;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Shape;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Span;
import dev.adjoint.source.Spelling;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Resolves names and finds types of expressions in one scope. */
final class ExpressionChecker implements Ast.Visitor<TypedExpression> {
    static final String PI = "pi";

    private static final Map<String, Primitive> COMPARISONS = Arrays.stream(Primitive.values())
            .filter(p -> p.resultType() == BOOL && p.operandType() == REAL)
            .collect(Collectors.toMap(Primitive::symbol, Function.identity()));

    private final Session session;
    private final Scope scope;

    ExpressionChecker(Session session, Scope scope) {
        this.session = session;
        this.scope = scope;
    }

    /** {@link Broken} if something was reported. */
    TypedExpression check(Ast.Expression expression) {
        if (!session.enter(1, expression.span())) {
            return new Broken(expression.span());
        }
        TypedExpression result = expression.accept(this);
        session.leave(1);
        return result;
    }

    /** Checks an expression that must be a number for each index. */
    TypedExpression checkNumber(Ast.Expression expression) {
        return require(REAL, check(expression));
    }

    @Override
    public TypedExpression visit(Ast.Literal literal) {
        return new TypedExpression.Literal(literal.span(), literal.value());
    }

    @Override
    public TypedExpression visit(Ast.Reference reference) {
        if (reference.name().equals(PI)) {
            return new TypedExpression.Literal(reference.span(), Math.PI);
        }
        return scope.find(reference).orElseGet(() -> unknown(reference));
    }

    private TypedExpression unknown(Ast.Reference reference) {
        String name = reference.name();
        Optional<String> near = Spelling.nearest(name, scope.names());
        if (near.isEmpty() && isFunction(reference.span(), name)) {
            return broken(reference.span(), DiagnosticCode.FUNCTION_AS_VALUE, name);
        }
        String hint = near.map(n -> "did you mean '" + n + "'?").orElse(scope.hint());
        return broken(reference.span(), DiagnosticCode.UNKNOWN_NAME, name, hint);
    }

    private boolean isFunction(Span where, String name) {
        return Builtins.has(name)
                || session.functions().find(where.file(), name).isPresent();
    }

    @Override
    public TypedExpression visit(Ast.Sum sum) {
        List<TypedExpression> values = checkAll(sum.operands(), REAL);
        if (anyBroken(values)) {
            return new Broken(sum.span());
        }
        List<TypedExpression.Term> terms = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            terms.add(new TypedExpression.Term(sum.terms().get(i).negative(), values.get(i)));
        }
        return new TypedExpression.Sum(sum.span(), new ValueType(REAL, union(values)), terms);
    }

    @Override
    public TypedExpression visit(Ast.Product product) {
        List<TypedExpression> values = checkAll(product.operands(), REAL);
        if (anyBroken(values)) {
            return new Broken(product.span());
        }
        List<TypedExpression.Factor> factors = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Ast.Operator operator = product.factors().get(i).operator();
            if (operator == Ast.Operator.CONTRACT) {
                return notYet(product.span(), "the matrix product '@'");
            }
            factors.add(new TypedExpression.Factor(operator == Ast.Operator.DIVIDED_BY, values.get(i)));
        }
        return new TypedExpression.Product(product.span(), new ValueType(REAL, union(values)), factors);
    }

    @Override
    public TypedExpression visit(Ast.Signed signed) {
        TypedExpression operand = checkNumber(signed.operand());
        return signed.negative() ? apply(signed.span(), Primitive.NEG, List.of(operand)) : operand;
    }

    @Override
    public TypedExpression visit(Ast.Power power) {
        int levels = 2 * power.exponents().size(); // each a power and perhaps a sign, within the one before
        if (!session.enter(levels, power.span())) {
            return new Broken(power.span());
        }
        List<TypedExpression> values = checkAll(power.operands(), REAL);
        session.leave(levels);
        return powers(power, values);
    }

    private TypedExpression powers(Ast.Power power, List<TypedExpression> values) {
        List<Ast.Exponent> exponents = power.exponents();
        TypedExpression result = values.get(exponents.size());
        for (int i = exponents.size() - 1; i >= 0; i--) {
            Span span = values.get(i)
                    .span()
                    .to(power.span()
                            .file()
                            .span(result.span().start(), power.span().end()));
            if (exponents.get(i).negative()) {
                result = apply(result.span(), Primitive.NEG, List.of(result));
            }
            result = apply(span, Primitive.POW, List.of(values.get(i), result));
        }
        return result;
    }

    @Override
    public TypedExpression visit(Ast.Comparison comparison) {
        List<TypedExpression> operands = checkAll(comparison.operands(), REAL);
        return apply(comparison.span(), COMPARISONS.get(comparison.operator()), operands);
    }

    @Override
    public TypedExpression visit(Ast.Logic logic) {
        Primitive primitive = logic.operator().equals(Primitive.AND.symbol()) ? Primitive.AND : Primitive.OR;
        return apply(logic.span(), primitive, checkAll(logic.operands(), BOOL));
    }

    @Override
    public TypedExpression visit(Ast.Not not) {
        TypedExpression operand = require(BOOL, check(not.operand()));
        return not.negated() ? apply(not.span(), Primitive.NOT, List.of(operand)) : operand;
    }

    @Override
    public TypedExpression visit(Ast.If choice) {
        TypedExpression condition = require(BOOL, check(choice.condition()));
        TypedExpression whenTrue = check(choice.whenTrue());
        TypedExpression whenFalse = check(choice.whenFalse());
        List<TypedExpression> all = List.of(condition, whenTrue, whenFalse);
        if (anyBroken(all)) {
            return new Broken(choice.span());
        }
        if (whenTrue.type().element() != whenFalse.type().element()) {
            return broken(
                    choice.span(),
                    DiagnosticCode.BRANCHES_DIFFER,
                    whenTrue.type().toString(),
                    whenFalse.type().toString());
        }
        ValueType type = new ValueType(whenTrue.type().element(), union(all));
        return new TypedExpression.If(choice.span(), type, condition, whenTrue, whenFalse);
    }

    @Override
    public TypedExpression visit(Ast.Call call) {
        String name = call.function().text();
        if (DerivativeChecker.NAMES.contains(name)) {
            return new DerivativeChecker(session, scope, this).check(call);
        }
        List<TypedExpression> arguments = new ArrayList<>();
        for (Ast.Expression argument : call.arguments()) {
            arguments.add(check(argument));
        }
        Optional<Primitive> primitive = Builtins.pointwise(name);
        if (!call.named().isEmpty()) {
            return notYet(call.named().get(0).span(), "an argument with a name");
        }
        boolean reduces = Builtins.reduction(name).isPresent() && (arguments.size() < 2 || primitive.isEmpty());
        if (reduces) {
            return new ReductionChecker(session).check(call, arguments);
        }
        if (call.axes().isPresent()) {
            return broken(call.function().span(), DiagnosticCode.AXES_OF_POINTWISE, name);
        }
        if (primitive.isPresent()) {
            return pointwise(call, primitive.get(), arguments);
        }
        Optional<Ast.Function> function = session.functions().find(call.span().file(), name);
        return function.map(f -> call(call, f, arguments)).orElseGet(() -> unknownFunction(call));
    }

    @Override
    public TypedExpression visit(Ast.Subscript subscript) {
        return notYet(subscript.span(), "index notation");
    }

    @Override
    public TypedExpression visit(Ast.Repeat repeat) {
        return notYet(repeat.span(), "repetition with 'repeat'");
    }

    @Override
    public TypedExpression visit(Ast.Scan scan) {
        return notYet(scan.span(), "recurrence with 'scan'");
    }

    private TypedExpression notYet(Span span, String construct) {
        return broken(span, DiagnosticCode.NOT_YET, construct);
    }

    private TypedExpression pointwise(Ast.Call call, Primitive primitive, List<TypedExpression> arguments) {
        boolean folds = primitive == Primitive.MIN || primitive == Primitive.MAX;
        if (!folds && arguments.size() != primitive.arity()) {
            return wrongArity(call, primitive.arity());
        }
        arguments.forEach(argument -> require(REAL, argument));
        return anyWrong(REAL, arguments) ? new Broken(call.span()) : apply(call.span(), primitive, arguments);
    }

    private TypedExpression call(Ast.Call call, Ast.Function function, List<TypedExpression> arguments) {
        if (arguments.size() != function.parameters().size()) {
            return wrongArity(call, function.parameters().size());
        }
        if (anyBroken(arguments) || session.functions().isRecursive(function)) {
            return new Broken(call.span());
        }
        List<ValueType> types = arguments.stream().map(TypedExpression::type).toList();
        FunctionInstance instance = session.instance(function, call, types);
        return instance.body() instanceof Broken
                ? new Broken(call.span())
                : new TypedExpression.Call(call.span(), instance, arguments);
    }

    private TypedExpression unknownFunction(Ast.Call call) {
        Ast.Name name = call.function();
        if (scope.names().contains(name.text()) || name.text().equals(PI)) {
            return broken(name.span(), DiagnosticCode.VALUE_AS_FUNCTION, name.text());
        }
        Set<String> names = new HashSet<>(Builtins.names());
        names.addAll(session.functions().names(name.span().file()));
        String near = Spelling.nearest(name.text(), names).orElse("");
        return broken(name.span(), DiagnosticCode.UNKNOWN_FUNCTION, name.text(), near);
    }

    private TypedExpression wrongArity(Ast.Call call, int expected) {
        String takes = expected == 1 ? "1 argument" : expected + " arguments";
        String found = String.valueOf(call.arguments().size());
        return broken(call.span(), DiagnosticCode.WRONG_ARITY, call.function().text(), takes, found);
    }

    private List<TypedExpression> checkAll(List<Ast.Expression> expressions, ElementType type) {
        List<TypedExpression> typed = new ArrayList<>(expressions.size());
        for (Ast.Expression expression : expressions) { // a loop, as a stream would deepen the stack
            typed.add(require(type, check(expression)));
        }
        return typed;
    }

    private TypedExpression apply(Span span, Primitive primitive, List<TypedExpression> operands) {
        if (anyBroken(operands)) {
            return new Broken(span);
        }
        ValueType type = new ValueType(primitive.resultType(), union(operands));
        return new TypedExpression.Apply(span, type, primitive, operands);
    }

    private TypedExpression require(ElementType type, TypedExpression found) {
        if (found instanceof Broken || found.type().element() == type) {
            return found;
        }
        DiagnosticCode code = type == REAL ? DiagnosticCode.BOOL_AS_NUMBER : DiagnosticCode.NUMBER_AS_BOOL;
        String text = found.span().text();
        return broken(found.span(), code, text.length() <= 40 && !text.contains("\n") ? text : "...");
    }

    private TypedExpression broken(Span span, DiagnosticCode code, String... args) {
        session.report(code, span, args);
        return new Broken(span);
    }

    private static boolean anyWrong(ElementType type, List<TypedExpression> all) {
        return all.stream().anyMatch(e -> e instanceof Broken || e.type().element() != type);
    }

    private static boolean anyBroken(List<TypedExpression> all) {
        return all.stream().anyMatch(Broken.class::isInstance);
    }

    private static Shape union(List<TypedExpression> operands) {
        Shape shape = Shape.SCALAR;
        for (TypedExpression operand : operands) {
            shape = shape.union(operand.type().shape());
        }
        return shape;
    }
}
