package dev.adjoint.runtime;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a model takes and gives, by name: enough to feed, train and read any generated model without knowing its class.
 *
 * @param name the model's name
 * @param precision what it computes in
 * @param inputs what prediction needs, in declared order
 * @param targets what only the loss needs, in declared order
 * @param parameters in the order of the flat array: those that are trained first, then frozen ones
 * @param outputs what prediction gives, in declared order
 * @param metrics what evaluation gives beside the loss, in declared order
 * @param inputGradients names of inputs (or targets) for which the model was generated with gradients
 * @param leastSizes what the data must have along unbound dims; at most one for each
 */
public record Signature(
        String name,
        Precision precision,
        List<Value> inputs,
        List<Value> targets,
        List<Parameter> parameters,
        List<Value> outputs,
        List<Value> metrics,
        List<String> inputGradients,
        List<LeastSize> leastSizes) {
    public Signature {
        Objects.requireNonNull(name);
        Objects.requireNonNull(precision);
        inputs = List.copyOf(inputs);
        targets = List.copyOf(targets);
        parameters = List.copyOf(parameters);
        outputs = List.copyOf(outputs);
        metrics = List.copyOf(metrics);
        inputGradients = List.copyOf(inputGradients);
        leastSizes = List.copyOf(leastSizes);
        int offset = 0;
        boolean frozen = false;
        for (Parameter parameter : parameters) {
            if (parameter.offset() != offset || frozen && !parameter.frozen()) {
                throw new IllegalArgumentException("parameter " + parameter.name() + " out of place");
            }
            offset += parameter.count();
            frozen = parameter.frozen();
        }
    }

    /** Of a model that takes data of any size. */
    public Signature(
            String name,
            Precision precision,
            List<Value> inputs,
            List<Value> targets,
            List<Parameter> parameters,
            List<Value> outputs,
            List<Value> metrics,
            List<String> inputGradients) {
        this(name, precision, inputs, targets, parameters, outputs, metrics, inputGradients, List.of());
    }

    /** Length of the flat parameter array. */
    public int parameterCount() {
        return parameters.stream().mapToInt(Parameter::count).sum();
    }

    /** How many leading elements of the flat parameter array are trained: the length of a gradient. */
    public int trainableCount() {
        return parameters.stream()
                .filter(p -> !p.frozen())
                .mapToInt(Parameter::count)
                .sum();
    }

    public Optional<Parameter> parameter(String name) {
        return parameters.stream().filter(p -> p.name().equals(name)).findFirst();
    }

    /**
     * The dim that samples run along: the first unbound dim of the first input that has one, or else of the first target.
     * Empty if every size is fixed.
     */
    public Optional<Axis> sampleDim() {
        return Stream.concat(inputs.stream(), targets.stream())
                .flatMap(value -> value.axes().stream())
                .filter(axis -> !axis.isBound())
                .findFirst();
    }

    /** The parameters that {@link Parameters#initialise} leaves alone: their values must come from elsewhere. */
    public List<Parameter> withoutInitialValue() {
        return parameters.stream()
                .filter(p -> p.initialiser() instanceof Initialiser.Missing)
                .toList();
    }

    /**
     * An axis of a value.
     *
     * @param dim the dim's name
     * @param size its fixed size, or {@link #UNBOUND}
     */
    public record Axis(String dim, int size) {
        /** The size is that of the data. */
        public static final int UNBOUND = -1;

        public boolean isBound() {
            return size != UNBOUND;
        }
    }

    /**
     * That a dim must not be shorter, since the model reads a certain element along it.
     *
     * @param dim the dim's name
     * @param size at least 1
     * @param reason what needs it, and where it stands: {@code x[n, time - 1] (rnn.nn:7)}
     */
    public record LeastSize(String dim, int size, String reason) {
        /** What is wrong with data that have fewer elements. */
        public String describe(int actual) {
            return dim + " is " + actual + ", but the model needs at least " + size + ": " + reason;
        }

        /** @throws TooFewElementsException if there are fewer elements */
        public void check(int actual) {
            if (actual < size) {
                throw new TooFewElementsException(describe(actual));
            }
        }
    }

    /**
     * An input, target or output.
     *
     * @param axes in storage order; empty for a scalar
     * @param kind what its elements are
     */
    public record Value(String name, List<Axis> axes, ElementKind kind) {
        public Value {
            axes = List.copyOf(axes);
            Objects.requireNonNull(kind);
        }

        /** Of real numbers. */
        public Value(String name, List<Axis> axes) {
            this(name, axes, ElementKind.REAL);
        }
    }

    /**
     * A parameter and its place in the flat array.
     *
     * @param offset index of its first element
     * @param sizes one fixed size for each axis, in storage order; empty for a scalar
     * @param initialiser how its values start
     * @param constraint the interval its values stay in
     * @param frozen whether training leaves it alone
     */
    public record Parameter(
            String name,
            int offset,
            List<Integer> sizes,
            Initialiser initialiser,
            Interval constraint,
            boolean frozen) {
        public Parameter {
            sizes = List.copyOf(sizes);
            Objects.requireNonNull(initialiser);
            Objects.requireNonNull(constraint);
        }

        /** Number of elements. */
        public int count() {
            return sizes.stream().reduce(1, Math::multiplyExact);
        }
    }
}
