package dev.adjoint.driver;

import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import dev.adjoint.runtime.TrainSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A checked model and everything one can ask the compiler about it. Not thread-safe. */
public final class CompiledModel {
    CompiledModel() {}

    public String name() {
        throw new IllegalStateException();
    }

    /** What goes in and comes out, without gradients of inputs. */
    public Signature signature() {
        throw new IllegalStateException();
    }

    /** What its {@code train} block says. */
    public TrainSettings trainSettings() {
        throw new IllegalStateException();
    }

    /** The values that formulas can be asked for: {@code loss}, outputs and lets. */
    public List<String> values() {
        throw new IllegalStateException();
    }

    /**
     * Derived formulas.
     *
     * @param of one of {@link #values}
     * @param wrt names of parameters, inputs or targets
     * @param order 1 or 2
     * @throws QuestionException if a name is unknown or the derivative asked for is not available, saying so
     */
    public Derivation derive(String of, List<String> wrt, int order) {
        throw new IllegalStateException();
    }

    /**
     * The generated Java files.
     *
     * @param packageName a Java package
     * @param inputGradients inputs or targets whose gradients the classes shall also compute
     * @throws QuestionException if a name is unknown
     */
    public List<JavaSource> generate(String packageName, List<String> inputGradients) {
        throw new IllegalStateException();
    }

    /**
     * Generates, compiles and instantiates the model; parameters are not initialised.
     *
     * @throws QuestionException if a name is unknown
     */
    public Model load(List<String> inputGradients) {
        throw new IllegalStateException();
    }

    /**
     * The chain rule from the loss to one scalar parameter, step by step with numbers, as text.
     *
     * @param data inputs and targets by name
     * @param parameters the flat parameter array
     * @throws QuestionException if there is no such scalar parameter
     */
    public String explain(String parameter, Map<String, Tensor> data, RealArray parameters) {
        throw new IllegalStateException();
    }

    /** Compares the generated gradients with finite differences and with the dot-product test at one point. */
    public GradientCheck checkGradient(Map<String, Tensor> data, RealArray parameters, long seed) {
        throw new IllegalStateException();
    }

    /** The first value, in order of computation, that is NaN or infinite although what it is computed from is finite. */
    public Optional<NonFiniteValue> firstNonFinite(Map<String, Tensor> data, RealArray parameters) {
        throw new IllegalStateException();
    }

    /** One of the compiler's forms of the model, as text. */
    public String dump(Stage stage) {
        throw new IllegalStateException();
    }
}
