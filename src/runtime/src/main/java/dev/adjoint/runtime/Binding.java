package dev.adjoint.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Data for a model, checked against its signature: what a generated {@link Model#bind} takes its arrays from. */
public final class Binding {
    private final Precision precision;
    private final Map<String, Tensor> tensors = new HashMap<>();
    private final Map<String, Integer> sizes = new HashMap<>();
    private final Map<String, String> origins = new HashMap<>();

    private Binding(Precision precision) {
        this.precision = precision;
    }

    /**
     * Takes all inputs, and the targets that are there.
     *
     * @throws IllegalArgumentException if an input is missing, a size contradicts a fixed dim or another value or is
     *     less than the model needs, an array has the wrong precision, or an element is not of its value's {@linkplain ElementKind kind}
     */
    public static Binding of(Signature signature, Map<String, Tensor> values) {
        Binding binding = new Binding(signature.precision());
        for (Signature.Value input : signature.inputs()) {
            if (!values.containsKey(input.name())) {
                throw new IllegalArgumentException("input " + input.name() + " is missing");
            }
        }
        List<Signature.Value> all = new ArrayList<>(signature.inputs());
        all.addAll(signature.targets());
        for (Signature.Value value : all) {
            Tensor tensor = values.get(value.name());
            if (tensor != null) {
                binding.add(value, tensor);
            }
        }
        for (Signature.LeastSize least : signature.leastSizes()) {
            least.check(binding.sizes.getOrDefault(least.dim(), least.size()));
        }
        all.forEach(binding::checkElements); // when all sizes are known
        return binding;
    }

    /** The size that the data give to a dim; 0 if no bound value has it. */
    public int size(String dim) {
        return sizes.getOrDefault(dim, 0);
    }

    /**
     * Holds the data to a size that is computed from others.
     *
     * @throws IllegalArgumentException if a bound value has another size along the dim
     */
    public void checkSize(String dim, int expected) {
        Integer actual = sizes.get(dim);
        if (actual != null && actual != expected) {
            throw new IllegalArgumentException(origins.get(dim) + " has " + actual + " elements along " + dim
                    + ", which is " + expected + " for this data");
        }
    }

    public boolean has(String name) {
        return tensors.containsKey(name);
    }

    /** The elements of a value, or null if it is not bound. */
    public double[] doubles(String name) {
        Tensor tensor = tensors.get(name);
        return tensor == null ? null : ((RealArray.F64) tensor.values()).values();
    }

    /** The elements of a value, or null if it is not bound. */
    public float[] floats(String name) {
        Tensor tensor = tensors.get(name);
        return tensor == null ? null : ((RealArray.F32) tensor.values()).values();
    }

    /** The first element of a value, or NaN if it is not bound. */
    public double scalar(String name) {
        Tensor tensor = tensors.get(name);
        return tensor == null ? Double.NaN : tensor.values().get(0);
    }

    /**
     * The {@code double[]} of a gradient.
     *
     * @throws IllegalArgumentException if it is of another precision or length
     */
    public static double[] doubles(RealArray gradient, int length) {
        checkLength(gradient.length(), length);
        if (gradient instanceof RealArray.F64 array) {
            return array.values();
        }
        throw new IllegalArgumentException("gradient in f32 for a model in f64");
    }

    /**
     * The {@code float[]} of a gradient.
     *
     * @throws IllegalArgumentException if it is of another precision or length
     */
    public static float[] floats(RealArray gradient, int length) {
        checkLength(gradient.length(), length);
        if (gradient instanceof RealArray.F32 array) {
            return array.values();
        }
        throw new IllegalArgumentException("gradient in f64 for a model in f32");
    }

    /** @throws IllegalArgumentException unless a gradient has one element for each trained parameter */
    public static void checkLength(int actual, int expected) {
        if (actual != expected) {
            throw new IllegalArgumentException(
                    "gradient of " + actual + " elements for " + expected + " trained parameters");
        }
    }

    /**
     * Holds labels, indices and truth values to their range.
     *
     * @param count how many different ones there are
     * @throws IllegalArgumentException if an element is not of the value's kind; positions are those in the array
     */
    public static void checkElements(Signature.Value value, int count, double[] elements) {
        for (int i = 0; i < elements.length; i++) {
            if (!ElementKind.isBelow(count, elements[i])) {
                throw wrongElement(value, "[" + i + "]", elements[i], count);
            }
        }
    }

    /** {@link #checkElements(Signature.Value, int, double[])} in single precision. */
    public static void checkElements(Signature.Value value, int count, float[] elements) {
        for (int i = 0; i < elements.length; i++) {
            if (!ElementKind.isBelow(count, elements[i])) {
                throw wrongElement(value, "[" + i + "]", elements[i], count);
            }
        }
    }

    /** The same of a single one. */
    public static void checkElements(Signature.Value value, int count, double element) {
        if (!ElementKind.isBelow(count, element)) {
            throw wrongElement(value, "", element, count);
        }
    }

    private static IllegalArgumentException wrongElement(
            Signature.Value value, String position, double element, int count) {
        return new IllegalArgumentException(value.name() + position + " is " + element + ", expected "
                + value.kind().describe(count));
    }

    private void add(Signature.Value value, Tensor tensor) {
        List<Signature.Axis> axes = value.axes();
        if (tensor.values().precision() != precision) {
            throw new IllegalArgumentException(
                    value.name() + " is " + tensor.values().precision() + ", the model computes in " + precision);
        }
        if (tensor.sizes().size() != axes.size()) {
            throw new IllegalArgumentException(
                    value.name() + " has " + tensor.sizes().size() + " axes instead of " + axes.size());
        }
        for (int i = 0; i < axes.size(); i++) {
            check(value.name(), axes.get(i), tensor.sizes().get(i));
        }
        tensors.put(value.name(), tensor);
    }

    private void check(String name, Signature.Axis axis, int size) {
        if (axis.isBound() && axis.size() != size) {
            throw new IllegalArgumentException(
                    name + " has " + size + " elements along " + axis.dim() + ", which is " + axis.size());
        }
        Integer known = axis.isBound() ? null : sizes.putIfAbsent(axis.dim(), size);
        String first = origins.computeIfAbsent(axis.dim(), dim -> name);
        if (known != null && known != size) {
            throw new IllegalArgumentException(
                    first + " has " + known + " elements, " + name + " has " + size + ": both run over " + axis.dim());
        }
    }

    private void checkElements(Signature.Value value) {
        Tensor tensor = tensors.get(value.name());
        if (value.kind().isReal() || tensor == null) {
            return;
        }
        int count = value.kind().count(sizes, precision);
        for (int i = 0; i < tensor.count(); i++) {
            double element = tensor.values().get(i);
            if (!ElementKind.isBelow(count, element)) {
                throw wrongElement(value, tensor.position(i), element, count);
            }
        }
    }
}
