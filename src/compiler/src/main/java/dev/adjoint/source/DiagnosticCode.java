package dev.adjoint.source;

import static dev.adjoint.source.Severity.ERROR;
import static dev.adjoint.source.Severity.WARNING;

import java.util.Locale;

/**
 * Everything that can be wrong with a text, one row each: the message, and a hint what to do about it.
 *
 * <p>{@code {0}}, {@code {1}}, ... stand for the arguments of the {@link Diagnostic}. A hint is shown only if all the
 * arguments it mentions are there, so a row may offer one that fits some cases only.
 */
public enum DiagnosticCode {
    // The characters.
    STRAY_CHARACTER(ERROR, "'{0}' has no meaning here", "{1}"),
    UNCLOSED_STRING(ERROR, "the string is not closed in its line", "end it with '\"'"),
    UNCLOSED_COMMENT(ERROR, "the comment is never closed", "end it with '*/'"),
    MALFORMED_NUMBER(ERROR, "'{0}' is not a number", "{1}"),
    NUMBER_OUT_OF_RANGE(ERROR, "{0} is too large for a number"),

    // The grammar.
    EXPECTED(ERROR, "expected {0}, found {1}", "{2}"),
    MISSING_OPERATOR(ERROR, "expected an operator between {0} and {1}", "a product is written with '*'"),
    UNCLOSED_BRACKET(ERROR, "'{0}' is not closed: expected '{1}' before {2}"),
    RESERVED_WORD(ERROR, "'{0}' is a word of the language and cannot be a name", "choose another name"),
    CHAINED_COMPARISON(ERROR, "comparisons cannot be chained", "write '{0}'"),
    NESTING_TOO_DEEP(ERROR, "this is nested more than {0} levels deep", "name parts of it with 'let'"),
    MISPLACED_ITEM(ERROR, "'{0}' cannot stand in {1}", "there may stand {2}"),
    NAMED_BEFORE_POSITIONAL(
            ERROR, "an argument without a name stands behind '{0} = ...'", "arguments with names come last"),
    SECOND_MODEL(ERROR, "a file holds one model, and '{0}' stands in line {1}", "move this model to its own file"),

    // Files.
    UNREADABLE_FILE(ERROR, "cannot read this file: {0}"),
    UNREADABLE_IMPORT(ERROR, "cannot read '{0}': {1}", "the path is relative to the importing file"),
    IMPORT_CYCLE(ERROR, "files import each other: {0}"),

    // Names.
    UNKNOWN_NAME(ERROR, "'{0}' is not declared", "{1}"),
    UNKNOWN_PATH(ERROR, "no layer has a parameter '{0}' here", "{1}"),
    UNKNOWN_FUNCTION(ERROR, "there is no function '{0}'", "did you mean '{1}'?"),
    UNKNOWN_DIM(ERROR, "there is no dim '{0}'", "did you mean '{1}'?"),
    DUPLICATE_NAME(ERROR, "'{0}' is already declared in line {1}"),
    DUPLICATE_FUNCTION(ERROR, "function '{0}' is already declared at {1}"),
    BUILTIN_FUNCTION(ERROR, "'{0}' is a builtin function and cannot be declared anew", "choose another name"),
    FUNCTION_AS_VALUE(ERROR, "'{0}' is a function, not a value", "call it: {0}(...)"),
    VALUE_AS_FUNCTION(ERROR, "'{0}' is a value, not a function", "a product is written with '*'"),
    NOT_CONSTANT(ERROR, "'{0}' is not constant", "only numbers, pi and functions of them may stand here"),

    // Functions.
    WRONG_ARITY(ERROR, "'{0}' takes {1}, found {2}"),
    NOT_A_SIZE(ERROR, "'{0}' is used as a size, so it must be given as an integer or a dim"),
    MISSING_ARGUMENT(ERROR, "'{0}' needs a value for '{1}'"),
    DUPLICATE_ARGUMENT(ERROR, "the argument '{0}' is given twice"),
    PATTERN_RANK(ERROR, "'{0}' takes {1}, found {2}"),
    PATTERN_DIM(ERROR, "argument '{1}' of '{0}' has dim '{2}' where it needs {3}"),
    PIPELINE_AS_VALUE(
            ERROR, "a pipeline stands in place of a value", "pipelines are for parameters that are declared '|> f'"),
    VALUE_AS_PIPELINE(ERROR, "'{0}' of '{1}' is a pipeline, found a value", "write '|> {2}'"),
    PIPELINE_RESULT(ERROR, "this pipeline gives {0}, where '{1}' needs {2}"),
    UNKNOWN_ARGUMENT(ERROR, "'{0}' has no parameter '{1}'", "did you mean '{2}'?"),
    RECURSIVE_FUNCTION(ERROR, "function '{0}' calls itself: {1}"),
    RECURSIVE_LAYER(ERROR, "layer '{0}' contains itself: {1}"),
    LAYER_IN_FUNCTION(
            ERROR, "'{0}' owns parameters, and a function owns none", "declare a layer instead: 'layer ... { ... }'"),
    NOT_A_LAYER(ERROR, "'{0}' is a function, not a layer", "a function needs no instance: call it"),
    INSTANCE_DIFFERS(ERROR, "'{0}' has other parameters here than where it was used before"),
    TOO_MANY_PARAMETERS(ERROR, "'{0}' has more than {1} parameters"),
    BAD_COUNT(ERROR, "a count is an integer from 1 to {0} that is known beforehand, found {1}"),
    AXES_OF_POINTWISE(ERROR, "'{0}' works on each element and takes no axes", "sum, mean, max, min and prod take axes"),
    MISSING_AXIS(ERROR, "{0} over '{1}', but its argument is {2} and has no axis '{1}'"),
    DUPLICATE_AXIS(ERROR, "axis '{0}' appears twice"),

    // Types.
    BOOL_AS_NUMBER(ERROR, "expected a number, found a truth value", "write 'if {0} then 1 else 0'"),
    NUMBER_AS_BOOL(ERROR, "expected a truth value, found a number", "{0}"),
    NO_STATE(ERROR, "'{0}' has no next value, as it is no state", "declare it with 'state {0} = 0'"),
    STATE_MISMATCH(ERROR, "the state '{0}' is {1}, but its next value is {2}"),
    STATE_IN_SCAN(
            ERROR,
            "'{0}' keeps state, which has one next value in a training step, and a scan takes many steps",
            "apply it to what goes into the scan or comes out of it: 'let z = {0}(x)' before 'scan'"),
    SIZE_AS_INDEX(ERROR, "'{0}' is the size of the dim here, not the index along it", "{1}"),
    RANDOM_KEY(ERROR, "the key of random numbers is {0}, expected a single number"),
    BRANCHES_DIFFER(ERROR, "'then' gives {0}, but 'else' gives {1}"),

    WRONG_ELEMENT_TYPE(ERROR, "expected {0}, found {1}", "{2}"),

    // Axes.
    AMBIGUOUS_BROADCAST(
            ERROR,
            "{0} and {1}: it is not clear which axis over '{2}' is meant",
            "name the axes: 'let z[i: {2}, j: {2}] = ... x[i, j] ... y[j]'"),
    AMBIGUOUS_AXIS(ERROR, "{0} over '{1}', but its argument has the axes {2}", "name the axes: '{0}[i](x[i, j])'"),
    CONTRACTION_OF_SCALAR(ERROR, "'@' contracts axes, found {0}", "a product is written with '*'"),
    CONTRACTION_MISMATCH(ERROR, "'@' contracts '{0}' (last of {1}) with '{2}' (first of {3})", "{4}"),
    LEFT_OVER_AXIS(
            ERROR, "'{0}' is declared over {1}, but its value is {2}", "sum over {3} or add it to the left side"),
    INCOMPLETE_ORDER(ERROR, "{0} is no order of the axes {1}", "name each of them once"),
    NOT_ADJACENT(ERROR, "{0} are not neighbours in this order among the axes {1}", "transpose first"),
    TOO_FEW_AXES(ERROR, "'{0}' needs at least {1} of them, found {2}"),
    ONE_AXIS(ERROR, "'{0}' works along one axis, found {1}", "name it: '{0}[k](x)'"),
    RESHAPE_SIZES(ERROR, "{0} cannot become {1}: that is {2} elements in place of {3}"),
    CONCAT_AXES(ERROR, "besides '{0}', {2} has other axes than {1}"),
    SLICE_OUT_OF_RANGE(ERROR, "from {0} to {1} is not a part of '{2}', which has {3}"),

    // Index notation.
    UNBOUND_INDEX(ERROR, "'{0}' is no index variable here", "bind it: 'sum[{0}](...)', or 'let y[{0}] = ...'"),
    UNCLEAR_RANGE(ERROR, "it is not clear what the index '{0}' runs over", "say it: '{0}: n'"),
    EMPTY_RANGE(ERROR, "there is no index '{0}' at which '{1}' stays inside of '{2}'"),
    INDEX_MISMATCH(ERROR, "'{0}' indexes '{1}' here, but runs over {2}", "{3}"),
    DIM_AS_INDEX(ERROR, "'{0}' is the name of a dim and cannot run over '{1}'", "choose another name"),
    INDEX_OUT_OF_RANGE(ERROR, "'{0}' runs from {1} to {2}, but the indices of '{3}' from 0 to {4}", "{5}"),
    WRONG_RANK(ERROR, "'{0}' has the axes {1}, found {2} for them"),
    WRONG_INDEX(
            ERROR,
            "'{0}' is {1}, which cannot be an index",
            "an index is a sum of index variables times integers, or a value of type index or class"),

    // Derivatives.
    DERIVATIVE_OUTSIDE_MODEL(ERROR, "'{0}' needs values of a model", "a function cannot differentiate its arguments"),
    DERIVATIVE_BY_EXPRESSION(ERROR, "'{0}' differentiates by a value with a name", "name the expression with 'let'"),
    GRADIENT_OF_TENSOR(ERROR, "'{0}' needs a single number, found {1}", "jacobian(y, x) differentiates every element"),
    DIRECTION_AXES(ERROR, "the direction is {0}, but what moves along it is {1}"),
    NOT_SEPARABLE(
            ERROR,
            "an element at one index of '{0}' depends on elements at others",
            "leave '{0}' out of the brackets: the derivative then has the axis twice"),

    // Declarations.
    UNKNOWN_PRECISION(ERROR, "there is no precision '{0}'", "write f32 or f64"),
    DUPLICATE_ITEM(ERROR, "a model has one '{0}', and it stands in line {1}"),
    BAD_DIM_SIZE(ERROR, "the size of a dim is a positive integer, found {0}"),
    BAD_SIZE_DIVISOR(ERROR, "a size can be divided by a positive integer only, found {0}"),
    DIM_WITHOUT_DATA(
            ERROR, "no input or target has the dim '{0}', so that its size is never known", "write 'dim {0} = 10'"),
    SIZE_TOO_LARGE(ERROR, "there are sizes beyond 2^31 here"),
    UNKNOWN_KIND(
            ERROR, "there is no element type '{0}'", "write class(k), index(k), bool or real, with a dim or number k"),
    UNBOUND_PARAMETER_DIM(
            ERROR,
            "parameter '{0}' has the dim '{1}', whose size is not fixed",
            "parameters exist before any data: write 'dim {2} = 10'"),
    NOT_FINITE(ERROR, "this is {0}, expected a finite number"),
    EMPTY_CONSTRAINT(ERROR, "no number lies between {0} and {1}"),
    UNKNOWN_INITIALISER(ERROR, "there is no distribution '{0}'", "{1}"),
    BAD_INITIALISER(ERROR, "{0}"),
    INITIAL_OUTSIDE_CONSTRAINT(ERROR, "parameter '{1}' must be {2}, but starts as {0}"),

    // The model as a whole.
    MISSING_LOSS(ERROR, "model '{0}' has no loss", "write what training shall make small: 'loss mean((yhat - y)^2)'"),
    NON_SCALAR_LOSS(ERROR, "the loss is {0}, expected a single number", "write 'loss mean({1})'"),
    CYCLIC_DEFINITION(ERROR, "'{0}' depends on itself: {1}"),
    SCAN_WITHOUT_CARRY(
            ERROR,
            "this scan carries nothing from step to step",
            "what needs no carry is written with an index: 'let y[t] = ...'"),
    MISSING_NEXT(ERROR, "'{0}' is carried, but has no next value", "write 'next {0} = ...'"),
    UNKNOWN_CARRY(ERROR, "'{0}' is not carried by this scan", "did you mean '{1}'?"),
    SECOND_UPDATE(ERROR, "'{0}' stands in line {1} already"),
    CARRY_MISMATCH(ERROR, "'{0}' is carried as {1}, but its {2} value is {3}", "{4}"),
    TARGET_IN_OUTPUT(
            ERROR,
            "output '{0}' depends on the target '{1}': {2}",
            "targets are not known when predicting; only metrics and the loss may use them"),

    NOT_DIFFERENTIABLE(
            ERROR,
            "the loss depends on a trained parameter through '{0}', whose derivative is 0 everywhere it exists",
            "a smooth function such as tanh can be trained; 'if x > 0 then 1 else -1' says that the jump is meant"),

    TOO_MANY_VALUES(
            ERROR,
            "model '{0}' has {1} inputs and targets, more than a Java method can be handed",
            "gather those of one kind: 'dim k = {1}  input x[n, k]'"),

    // The train block.
    UNKNOWN_TRAIN_ENTRY(ERROR, "'train' has no entry '{0}'", "{1}"),
    DUPLICATE_TRAIN_ENTRY(ERROR, "'{0}' stands twice in 'train'"),
    BAD_TRAIN_VALUE(ERROR, "'{0}' needs {1}, found {2}"),
    UNKNOWN_OPTIMIZER(ERROR, "there is no optimizer '{0}'", "{1}"),
    UNKNOWN_OPTIMIZER_ARGUMENT(ERROR, "{0} has no argument '{1}'", "{2}"),
    DUPLICATE_OPTIMIZER_ARGUMENT(ERROR, "argument '{0}' stands twice"),

    // Data files, and files of parameter values.
    DUPLICATE_COLUMN(ERROR, "column '{0}' appears twice"),
    DUPLICATE_KEY(ERROR, "'{0}' appears twice"),
    EMPTY_DATA(ERROR, "there are no values of '{0}'"),
    EXTRA_COLUMN(ERROR, "there is no element '{0}': the model says {1} = {2}"),
    INVALID_ARRAYS(ERROR, "{0}"),
    INVALID_CSV(ERROR, "a quoted field is not closed, or goes on behind its quotes"),
    INVALID_JSON(ERROR, "{0}"),
    MISSING_COLUMN(ERROR, "there is no column '{0}'; there are: {1}", "did you mean '{2}'?"),
    MISSING_KEY(ERROR, "there is no '{0}'; there are: {1}", "did you mean '{2}'?"),
    MISSING_PARAMETER(ERROR, "there is no value of parameter '{0}', and the model gives it no initial value"),
    MISSING_VALUE(ERROR, "there is no value of '{0}'"),
    NOT_A_NUMBER(ERROR, "expected a number, found {0}"),
    OUTSIDE_CONSTRAINT(ERROR, "parameter '{0}' is {1}, but the model says {2}"),
    RAGGED_ARRAY(ERROR, "expected {0} like its neighbours, found {1}"),
    RAGGED_ROW(ERROR, "the row has {0}, but the first line names {1}"),
    TOO_LARGE_FOR_F32(ERROR, "{0} is too large for a model of precision f32"),
    UNKNOWN_PARAMETER(ERROR, "the model has no parameter '{0}'", "did you mean '{1}'?"),
    WRONG_ELEMENT(ERROR, "each element of '{0}' is {1}; found {2}", "{3}"),
    WRONG_SEPARATOR(
            ERROR,
            "the columns seem to be separated by {0}, expected ','",
            "write the table with commas between columns, and points in numbers"),
    WRONG_SHAPE(ERROR, "'{0}' is {1}, but the file gives {2}", "{3}"),
    WRONG_SIZE(ERROR, "'{0}' has {1} along {2}, but {3}"),

    // What is allowed, but hardly meant.
    SPREAD_BY_SIZE(
            WARNING,
            "{0} and {1}: '{2}' and '{3}' are of one size, but two axes of the result, which is over {4}",
            "name the axis: 'let z[.., {2}] = ...'"),
    UNUSED(WARNING, "{0} '{1}' is never used"),
    PARAMETER_WITHOUT_EFFECT(
            WARNING,
            "the loss does not depend on parameter '{0}'",
            "training cannot change it: remove it, or mark it frozen");

    private final Severity severity;
    private final String message;
    private final String hint;

    DiagnosticCode(Severity severity, String message) {
        this(severity, message, "");
    }

    DiagnosticCode(Severity severity, String message, String hint) {
        this.severity = severity;
        this.message = message;
        this.hint = hint;
    }

    /** As it appears in a rendered diagnostic, such as {@code unknown-name}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public Severity severity() {
        return severity;
    }

    /** With places for the arguments. */
    public String message() {
        return message;
    }

    /** With places for the arguments; empty if there is nothing to say. */
    public String hint() {
        return hint;
    }
}
