package dev.adjoint.check;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Shape;
import dev.adjoint.runtime.Initialiser;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Spelling;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Checks how a parameter starts: {@code = 0}, {@code ~ normal(0, 1)}, {@code ~ glorot_uniform}, {@code ~ kaiming_uniform[o]}.
 *
 * <p>Fans come from the axes. The last axis, or those in brackets, are the outputs. Fan-in is the product of the other sizes.
 * Fan-out is the size of the last axis; with outputs in brackets all sizes but that of the first other axis, which for
 * {@code k[o, c, r, s]} and {@code [o]} is o*r*s, as PyTorch has it.
 */
final class InitialiserChecker {
    private static final Initialiser MISSING = new Initialiser.Missing();

    private static final int TOO_MANY = Integer.MAX_VALUE;

    /** How many arguments: least and most. */
    private static final Map<String, List<Integer>> ARGUMENTS = Map.of(
            "zeros", List.of(0, 0),
            "constant", List.of(1, 1),
            "normal", List.of(2, 2),
            "uniform", List.of(2, 2),
            "glorot_uniform", List.of(0, 1),
            "glorot_normal", List.of(0, 1),
            "kaiming_uniform", List.of(0, 1),
            "kaiming_normal", List.of(0, 1),
            "orthogonal", List.of(0, 1));

    private final Constants constants;
    private final Session session;
    private final SizeExpressions sizes;

    InitialiserChecker(Constants constants, Session session, SizeExpressions sizes) {
        this.constants = constants;
        this.session = session;
        this.sizes = sizes;
    }

    /** @param shape of fixed dims; others were reported */
    Initialiser check(Ast.Initialiser written, Shape shape) {
        if (written instanceof Ast.Value value) {
            OptionalDouble constant = constants.finite(value.value());
            return constant.isPresent() ? new Initialiser.Constant(constant.getAsDouble()) : MISSING;
        }
        Ast.Distribution distribution = (Ast.Distribution) written;
        Ast.Name name = distribution.name();
        List<Integer> expected = ARGUMENTS.get(name.text());
        if (expected == null) {
            String near = Spelling.nearest(name.text(), ARGUMENTS.keySet())
                    .map(n -> "did you mean '" + n + "'?")
                    .orElse("there are "
                            + String.join(
                                    ", ", ARGUMENTS.keySet().stream().sorted().toList()));
            session.report(DiagnosticCode.UNKNOWN_INITIALISER, name.span(), name.text(), near);
            return MISSING;
        }
        int found = distribution.arguments().size();
        if (found < expected.get(0) || found > expected.get(1)) {
            String takes = expected.get(0) == 2 ? "2 arguments" : expected.get(1) == 0 ? "no arguments" : "1 argument";
            session.report(DiagnosticCode.WRONG_ARITY, distribution.span(), name.text(), takes, String.valueOf(found));
            return MISSING;
        }
        List<Double> arguments = new ArrayList<>();
        for (Ast.Expression argument : distribution.arguments()) {
            constants.finite(argument).ifPresent(arguments::add);
        }
        return arguments.size() < found ? MISSING : distribution(distribution, arguments, shape);
    }

    private Initialiser distribution(Ast.Distribution written, List<Double> arguments, Shape shape) {
        return switch (written.name().text()) {
            case "zeros" -> new Initialiser.Constant(0);
            case "constant" -> new Initialiser.Constant(arguments.get(0));
            case "normal" -> normal(written, arguments.get(0), arguments.get(1));
            case "uniform" -> uniform(written, arguments.get(0), arguments.get(1));
            default -> byFans(written, arguments, shape);
        };
    }

    private Initialiser normal(Ast.Distribution written, double mean, double deviation) {
        if (deviation < 0) {
            return impossible(written, "a standard deviation cannot be negative");
        }
        return new Initialiser.Normal(mean, deviation);
    }

    private Initialiser uniform(Ast.Distribution written, double low, double high) {
        if (low >= high) {
            return impossible(
                    written,
                    "uniform needs its lower bound before its upper, found " + Numbers.text(low) + " and "
                            + Numbers.text(high));
        }
        return new Initialiser.Uniform(low, high);
    }

    private Initialiser byFans(Ast.Distribution written, List<Double> arguments, Shape shape) {
        String name = written.name().text();
        boolean isKaiming = name.startsWith("kaiming");
        double gain = arguments.isEmpty() ? isKaiming ? Math.sqrt(2) : 1 : arguments.get(0);
        if (gain <= 0) {
            return impossible(written, "a gain is positive, found " + Numbers.text(gain));
        }
        if (name.equals("orthogonal") && written.axes().isPresent()) {
            return impossible(written, "orthogonal takes no axes: its columns are the last axis");
        }
        Optional<List<Axis>> outputs = outputs(written, shape);
        if (outputs.isEmpty()
                || shape.axes().stream().anyMatch(axis -> !axis.dim().isFixed())) {
            return MISSING;
        }
        List<Axis> inputs = shape.minus(outputs.get()).axes();
        if (count(shape.axes()) == TOO_MANY) {
            return MISSING;
        }
        int fanIn = count(inputs);
        int fanOut = written.axes().isPresent()
                ? count(shape.axes()) / count(inputs.subList(0, Math.min(1, inputs.size())))
                : count(outputs.get());
        return switch (name) {
            case "glorot_uniform" -> new Initialiser.GlorotUniform(fanIn, fanOut, gain);
            case "glorot_normal" -> new Initialiser.GlorotNormal(fanIn, fanOut, gain);
            case "kaiming_uniform" -> new Initialiser.KaimingUniform(fanIn, gain);
            case "kaiming_normal" -> new Initialiser.KaimingNormal(fanIn, gain);
            default -> new Initialiser.Orthogonal(fanIn, fanOut, gain);
        };
    }

    /** Empty if something was reported. */
    private Optional<List<Axis>> outputs(Ast.Distribution written, Shape shape) {
        int rank = shape.rank();
        if (written.axes().isEmpty()) {
            return Optional.of(shape.axes().subList(Math.max(0, rank - 1), rank));
        }
        List<Axis> outputs = new ArrayList<>();
        for (Ast.Axis axis : written.axes().get()) {
            Optional<Axis> output = sizes.declared(axis).map(Axis::of);
            if (output.isEmpty()) {
                return Optional.empty();
            }
            if (!shape.contains(output.get())) {
                session.report(
                        DiagnosticCode.MISSING_AXIS,
                        axis.span(),
                        written.name().text(),
                        axis.span().text(),
                        ValueType.real(shape).toString());
                return Optional.empty();
            }
            outputs.add(output.get());
        }
        return Optional.of(outputs);
    }

    /** How many elements, or that they are too many, which was reported. */
    private static int count(List<Axis> axes) {
        long count = 1;
        for (Axis axis : axes) {
            count = Math.min(TOO_MANY, count * axis.dim().size().orElseThrow());
        }
        return (int) count;
    }

    private Initialiser impossible(Ast.Distribution written, String why) {
        session.report(DiagnosticCode.BAD_INITIALISER, written.span(), why);
        return MISSING;
    }
}
