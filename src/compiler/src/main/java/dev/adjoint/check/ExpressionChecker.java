package dev.adjoint.check;

import static dev.adjoint.expr.ElementType.BOOL;
import static dev.adjoint.expr.ElementType.REAL;

import dev.adjoint.check.TypedExpression.Broken;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Kind;
import dev.adjoint.expr.Primitive;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Span;
import dev.adjoint.source.Spelling;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;

/** Resolves names and finds types of expressions in one scope. */
final class ExpressionChecker implements Ast.Visitor<TypedExpression> {
    private static final String PI = "pi";
    private static final String TRUE = "true";
    private static final String FALSE = "false";

    /** Names that no declaration may have. */
    static final Set<String> CONSTANTS = Set.of(PI, TRUE, FALSE);

    static final String TRAINING = "training";

    private final Session session;
    private final Scope scope;
    private final SizeExpressions sizes;
    private final IndexRanges ranges;
    private final BracketAxes brackets;
    private final ConstantParts constants = new ConstantParts();
    private Map<String, Axis> indices = Map.of();

    ExpressionChecker(Session session, Scope scope) {
        this.session = session;
        this.scope = scope;
        this.sizes = new SizeExpressions(session, scope);
        this.ranges = new IndexRanges(session, scope, sizes);
        this.brackets = new BracketAxes(session, scope, ranges);
    }

    Session session() {
        return session;
    }

    Scope scope() {
        return scope;
    }

    SizeExpressions sizes() {
        return sizes;
    }

    /** What the index variables of reductions and definitions run over. */
    IndexRanges ranges() {
        return ranges;
    }

    /** The axes that calls name in brackets. */
    BracketAxes brackets() {
        return brackets;
    }

    /** The index variables that are bound here, by name. */
    Map<String, Axis> indices() {
        return indices;
    }

    /** The index variable of that name that is bound here. */
    Optional<Axis> index(String name) {
        return Optional.ofNullable(indices.get(name));
    }

    /** Checks with further index variables bound. */
    <T> T within(Map<String, Axis> bound, Supplier<T> check) {
        Map<String, Axis> outer = indices;
        indices = new HashMap<>(outer);
        indices.putAll(bound);
        try {
            return check.get();
        } finally {
            indices = outer;
        }
    }

    /** {@link Broken} if something was reported. */
    TypedExpression check(Ast.Expression expression) {
        if (!session.enter(1, expression.span())) {
            return new Broken(expression.span());
        }
        TypedExpression result;
        try {
            result = expression.accept(this);
        } catch (ArithmeticException overflow) {
            result = broken(expression.span(), DiagnosticCode.SIZE_TOO_LARGE);
        }
        session.leave(1);
        return finite(result);
    }

    /** What is made of numbers alone is a finite number, or a mistake in this very place. */
    private TypedExpression finite(TypedExpression result) {
        OptionalDouble value = constants.value(result);
        if (value.isPresent() && !Double.isFinite(value.getAsDouble())) {
            Constants.reportNotFinite(session, result.span(), value.getAsDouble());
            return new Broken(result.span());
        }
        return result;
    }

    /** Checks an expression whose elements must be of a kind. */
    TypedExpression check(Ast.Expression expression, Kind kind) {
        return require(kind, check(expression));
    }

    /** Checks an expression that must be a number for each index. */
    TypedExpression checkNumber(Ast.Expression expression) {
        return check(expression, Kind.REAL);
    }

    @Override
    public TypedExpression visit(Ast.Literal literal) {
        return new TypedExpression.Literal(literal.span(), literal.value());
    }

    /** A variable is its position, but that of a dim's name, like any name of a dim, is a size. */
    @Override
    public TypedExpression visit(Ast.Reference reference) {
        if (reference.name().equals(PI)) {
            return new TypedExpression.Literal(reference.span(), Math.PI);
        }
        if (CONSTANTS.contains(reference.name())) {
            return new TypedExpression.Truth(reference.span(), reference.name().equals(TRUE));
        }
        if (reference.isPath()) {
            return ofLayer(reference);
        }
        Optional<Axis> index = index(reference.name())
                .filter(axis -> scope.axis(reference.name()).isEmpty());
        if (index.isPresent()) {
            return new TypedExpression.Position(reference.span(), index.get());
        }
        return scope.find(reference).or(() -> training(reference)).orElseGet(() -> unknown(reference));
    }

    /** A parameter of a layer that was applied before. */
    private TypedExpression ofLayer(Ast.Reference reference) {
        if (!scope.knowsTypes() && scope.layers().isPresent()) { // calls will tell
            return new Broken(reference.span());
        }
        Optional<TypedModel.Parameter> found = scope.layers().flatMap(layers -> layers.parameter(reference.name()));
        if (found.isEmpty()) {
            Collection<String> paths = scope.layers().map(Layers::paths).orElse(List.of());
            String near = Spelling.nearest(reference.name(), paths)
                    .map(n -> "did you mean '" + n + "'?")
                    .or(() -> ofValue(reference.name()))
                    .orElse("a layer has its parameters where it was applied before");
            return broken(reference.span(), DiagnosticCode.UNKNOWN_PATH, reference.name(), near);
        }
        ValueType type = ValueType.real(found.get().shape());
        return new TypedExpression.Reference(reference.span(), type, reference.name());
    }

    /** Other languages have attributes of values, and write transposes so. */
    private Optional<String> ofValue(String path) {
        int dot = path.indexOf('.');
        String value = path.substring(0, dot);
        if (!scope.names().contains(value)) {
            return Optional.empty();
        }
        return Optional.of(
                path.substring(dot).equals(".T")
                        ? "write 'transpose(" + value + ")'"
                        : "'" + value + "' is a value and has no parts with names");
    }

    private static Optional<TypedExpression> training(Ast.Reference reference) {
        return reference.name().equals(TRAINING)
                ? Optional.of(new TypedExpression.Training(reference.span()))
                : Optional.empty();
    }

    private TypedExpression unknown(Ast.Reference reference) {
        String name = reference.name();
        if (scope.hasPipeline(name)) {
            return broken(reference.span(), DiagnosticCode.FUNCTION_AS_VALUE, name);
        }
        Optional<String> near = Spelling.nearest(name, scope.names());
        if (near.isEmpty() && isFunction(reference.span(), name)) {
            return broken(reference.span(), DiagnosticCode.FUNCTION_AS_VALUE, name);
        }
        String hint = near.map(n -> "did you mean '" + n + "'?").orElse(scope.hint());
        return broken(reference.span(), DiagnosticCode.UNKNOWN_NAME, name, hint);
    }

    private boolean isFunction(Span where, String name) {
        return Builtins.has(name)
                || session.functions().find(where.file(), name).isPresent()
                || scope.layers()
                        .filter(layers -> layers.declared(name).isPresent())
                        .isPresent();
    }

    @Override
    public TypedExpression visit(Ast.Subscript subscript) {
        return new SubscriptChecker(this).check(subscript);
    }

    @Override
    public TypedExpression visit(Ast.Sum sum) {
        List<TypedExpression> values = checkAll(sum.operands(), Kind.REAL);
        Optional<Broadcast.Aligned> aligned = broadcast(sum.span(), values);
        if (aligned.isEmpty()) {
            return new Broken(sum.span());
        }
        List<TypedExpression.Term> terms = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            TypedExpression value = aligned.get().operands().get(i);
            terms.add(new TypedExpression.Term(sum.terms().get(i).negative(), value));
        }
        return new TypedExpression.Sum(sum.span(), ValueType.real(aligned.get().shape()), terms);
    }

    @Override
    public TypedExpression visit(Ast.Product product) {
        return new ProductChecker(this).check(product);
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
        List<TypedExpression> values = checkAll(power.operands(), Kind.REAL);
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
        return new ComparisonChecker(this).check(comparison);
    }

    @Override
    public TypedExpression visit(Ast.Logic logic) {
        Primitive primitive = logic.operator().equals(Primitive.AND.symbol()) ? Primitive.AND : Primitive.OR;
        return apply(logic.span(), primitive, checkAll(logic.operands(), Kind.BOOL));
    }

    @Override
    public TypedExpression visit(Ast.Not not) {
        TypedExpression operand = check(not.operand(), Kind.BOOL);
        return not.negated() ? apply(not.span(), Primitive.NOT, List.of(operand)) : operand;
    }

    @Override
    public TypedExpression visit(Ast.If choice) {
        TypedExpression condition = check(choice.condition(), Kind.BOOL);
        TypedExpression whenTrue = check(choice.whenTrue());
        TypedExpression whenFalse = check(choice.whenFalse());
        List<TypedExpression> all = List.of(condition, whenTrue, whenFalse);
        if (anyBroken(all)) {
            return new Broken(choice.span());
        }
        if (!whenTrue.type().kind().equals(whenFalse.type().kind())) {
            return broken(
                    choice.span(),
                    DiagnosticCode.BRANCHES_DIFFER,
                    whenTrue.type().toString(),
                    whenFalse.type().toString());
        }
        Kind kind = whenTrue.type().kind();
        return broadcast(choice.span(), all)
                .<TypedExpression>map(aligned -> new TypedExpression.If(
                        choice.span(),
                        new ValueType(kind, aligned.shape()),
                        aligned.operands().get(0),
                        aligned.operands().get(1),
                        aligned.operands().get(2)))
                .orElseGet(() -> new Broken(choice.span()));
    }

    @Override
    public TypedExpression visit(Ast.Call call) {
        CallChecker declared = new CallChecker(this);
        if (declared.knows(call.function())) {
            return declared.check(call);
        }
        String name = call.function().text();
        if (!call.named().isEmpty() && Builtins.has(name)) {
            Ast.Name argument = call.named().get(0).name();
            return broken(argument.span(), DiagnosticCode.UNKNOWN_ARGUMENT, name, argument.text());
        }
        if (DerivativeChecker.NAMES.contains(name)) {
            return new DerivativeChecker(session, scope, this).check(call);
        }
        if (BuiltinCalls.has(name)) {
            return new BuiltinCalls(this).check(call);
        }
        if (Builtins.reduces(call)) {
            return new ReductionChecker(this).check(call);
        }
        List<TypedExpression> arguments = new ArrayList<>();
        for (Ast.Expression argument : call.arguments()) {
            arguments.add(check(argument));
        }
        Optional<Primitive> primitive = Builtins.pointwise(name);
        if (primitive.isEmpty()) {
            return unknownFunction(call);
        }
        return call.axes().isPresent()
                ? broken(call.function().span(), DiagnosticCode.AXES_OF_POINTWISE, name)
                : pointwise(call, primitive.get(), arguments);
    }

    @Override
    public TypedExpression visit(Ast.Repeat repeat) {
        Ast.Name name = repeat.call().function();
        if (new CallChecker(this).knows(name)) {
            return new CallChecker(this).check(repeat);
        }
        return Builtins.has(name.text())
                ? broken(name.span(), DiagnosticCode.NOT_A_LAYER, name.text())
                : unknownFunction(repeat.call());
    }

    @Override
    public TypedExpression visit(Ast.Pipeline pipeline) {
        return broken(pipeline.span(), DiagnosticCode.PIPELINE_AS_VALUE);
    }

    @Override
    public TypedExpression visit(Ast.Scan scan) {
        return new ScanChecker(this).check(scan);
    }

    private TypedExpression pointwise(Ast.Call call, Primitive primitive, List<TypedExpression> arguments) {
        boolean folds = primitive == Primitive.MIN || primitive == Primitive.MAX;
        if (!folds && arguments.size() != primitive.arity()) {
            return wrongArity(call, primitive.arity() == 1 ? "1 argument" : primitive.arity() + " arguments");
        }
        List<TypedExpression> numbers = new ArrayList<>();
        arguments.forEach(argument -> numbers.add(require(Kind.REAL, argument)));
        return apply(call.span(), primitive, numbers);
    }

    private TypedExpression unknownFunction(Ast.Call call) {
        Ast.Name name = call.function();
        if (scope.names().contains(name.text()) || CONSTANTS.contains(name.text())) {
            return broken(name.span(), DiagnosticCode.VALUE_AS_FUNCTION, name.text());
        }
        Set<String> names = new HashSet<>(Builtins.names());
        names.addAll(session.functions().names(name.span().file()));
        String near = Spelling.nearest(name.text(), names).orElse("");
        return broken(name.span(), DiagnosticCode.UNKNOWN_FUNCTION, name.text(), near);
    }

    /** @param takes how many arguments there should be, in words */
    TypedExpression wrongArity(Ast.Call call, String takes) {
        String found = String.valueOf(call.arguments().size());
        return broken(call.span(), DiagnosticCode.WRONG_ARITY, call.function().text(), takes, found);
    }

    /** In order; {@link Broken} where something was reported. */
    List<TypedExpression> checkAll(List<Ast.Expression> expressions, Kind kind) {
        List<TypedExpression> typed = new ArrayList<>(expressions.size());
        for (Ast.Expression expression : expressions) { // a loop, as a stream would deepen the stack
            typed.add(check(expression, kind));
        }
        return typed;
    }

    /** A primitive on operands of its type; {@link Broken} if one of them is, or they do not fit together. */
    TypedExpression apply(Span span, Primitive primitive, List<TypedExpression> operands) {
        Kind kind = primitive.resultType() == BOOL ? Kind.BOOL : Kind.REAL;
        return broadcast(span, operands)
                .<TypedExpression>map(aligned -> new TypedExpression.Apply(
                        span, new ValueType(kind, aligned.shape()), primitive, aligned.operands()))
                .orElseGet(() -> new Broken(span));
    }

    /** With axes that agree; empty if one is broken, or they do not fit together. */
    Optional<Broadcast.Aligned> broadcast(Span span, List<TypedExpression> operands) {
        return anyBroken(operands) ? Optional.empty() : new Broadcast(session, scope).of(span, operands);
    }

    TypedExpression require(Kind kind, TypedExpression found) {
        if (found instanceof Broken || found.type().kind().equals(kind)) {
            return found;
        }
        String text = found.span().text();
        String shown = text.length() <= 40 && !text.contains("\n") ? text : "...";
        if (ValueType.counted(found.type().kind()).isPresent()) {
            String is = ValueType.single(found.type().kind());
            return kind.element() == REAL
                    ? broken(
                            found.span(),
                            DiagnosticCode.WRONG_ELEMENT_TYPE,
                            "a number",
                            is,
                            "real(" + shown + ") is it as a number")
                    : broken(
                            found.span(),
                            DiagnosticCode.WRONG_ELEMENT_TYPE,
                            "a truth value",
                            is,
                            "compare it, as in '" + shown + " == 0'");
        }
        if (kind.element() == REAL) {
            return broken(found.span(), DiagnosticCode.BOOL_AS_NUMBER, shown);
        }
        boolean isLiteral = found instanceof TypedExpression.Literal;
        String hint =
                isLiteral ? "truth values are written 'true' and 'false'" : "compare it, as in '" + shown + " > 0'";
        return broken(found.span(), DiagnosticCode.NUMBER_AS_BOOL, hint);
    }

    private TypedExpression broken(Span span, DiagnosticCode code, String... args) {
        session.report(code, span, args);
        return new Broken(span);
    }

    private static boolean anyBroken(List<TypedExpression> all) {
        return all.stream().anyMatch(Broken.class::isInstance);
    }
}
