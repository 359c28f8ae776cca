package dev.adjoint.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.adjoint.driver.CompiledModel;
import dev.adjoint.driver.Derivation;
import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.RealArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Formulas of one number against SymPy, derivatives of both orders, and against mpmath where they are hard to compute. */
class FormulaTest {
    /** Derived formulas are sums of terms that partly cancel at the sample points. */
    private static final DoubleBinaryOperator SYMPY_TOLERANCE = (x, expected) -> 1e-12 * Math.abs(expected);

    /** What a few correctly rounded operations and library functions of one or two ulps can lose. */
    private static final double MPMATH_TOLERANCE = 2e-15;

    @TestFactory
    List<DynamicTest> derivativesAgreeWithSymPy() {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode row : Oracle.read(Oracle.FOLDER.resolve("scalar-derivatives.json"))) {
            String formula = row.get("formula").asText();
            tests.add(DynamicTest.dynamicTest(formula, () -> {
                CompiledModel compiled = compile(formula);
                Scalar value = new Scalar(compiled);
                Scalar first = derived(compiled, 1);
                Scalar second = derived(compiled, 2);
                for (JsonNode point : row.get("points")) {
                    double x = point.get("x").asDouble();
                    close(formula, x, value.at(x), point.get("value"), SYMPY_TOLERANCE);
                    close("gradient", x, value.gradient(), point.get("first"), SYMPY_TOLERANCE);
                    close("first", x, first.at(x), point.get("first"), SYMPY_TOLERANCE);
                    close("gradient of first", x, first.gradient(), point.get("second"), SYMPY_TOLERANCE);
                    close("second", x, second.at(x), point.get("second"), SYMPY_TOLERANCE);
                }
            }));
        }
        return tests;
    }

    @TestFactory
    List<DynamicTest> writtenOutFormulasAreRightEverywhere() {
        return farAndNear("written-out-formulas.json", (x, expected) -> MPMATH_TOLERANCE * Math.abs(expected));
    }

    @TestFactory
    List<DynamicTest> differencesAreRightToTheLastPlaceOfTheirTerms() {
        return farAndNear("differences.json", (x, expected) -> MPMATH_TOLERANCE * Math.max(1, Math.abs(x)));
    }

    private static List<DynamicTest> farAndNear(String fixture, DoubleBinaryOperator tolerance) {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode row : Oracle.read(Oracle.FOLDER.resolve(fixture))) {
            String formula = row.get("formula").asText();
            tests.add(DynamicTest.dynamicTest(formula, () -> {
                Scalar scalar = new Scalar(compile(formula));
                for (JsonNode point : row.get("points")) {
                    double x = point.get("x").asDouble();
                    close(formula, x, scalar.at(x), point.get("value"), tolerance);
                    close("gradient", x, scalar.gradient(), point.get("gradient"), tolerance);
                }
            }));
        }
        return tests;
    }

    private static CompiledModel compile(String formula) {
        return Oracle.compile("formula.nn", "model Formula { param x = 1 loss " + formula + " }");
    }

    /** Derived formulas are valid in the language: this compiles what {@code derive} prints. */
    private static Scalar derived(CompiledModel compiled, int order) {
        Derivation derivation = compiled.derive("loss", List.of("x"), order);
        StringBuilder text = new StringBuilder("model Derived { param x = 1 ");
        for (Derivation.Definition part : derivation.where()) {
            text.append("let ")
                    .append(part.name())
                    .append(" = ")
                    .append(part.formula())
                    .append('\n');
        }
        text.append("loss ").append(derivation.formulas().get(0).formula()).append(" }");
        return new Scalar(Oracle.compile("derived.nn", text.toString()));
    }

    private static void close(String what, double x, double actual, JsonNode expected, DoubleBinaryOperator tolerance) {
        double value = Double.parseDouble(expected.asText());
        assertThat(Math.abs(actual - value))
                .as("%s at %s: %s, not %s", what, x, actual, value)
                .isLessThanOrEqualTo(tolerance.applyAsDouble(x, value));
    }

    /** A model of one parameter and no data. */
    private static final class Scalar {
        private final Model model;
        private final RealArray gradient = RealArray.of(new double[1]);

        Scalar(CompiledModel compiled) {
            this.model = compiled.load(List.of());
            model.bind(Map.of());
        }

        double at(double x) {
            model.parameters().flat().set(0, x);
            return model.lossAndGradient(gradient);
        }

        /** At the point last asked for. */
        double gradient() {
            return gradient.get(0);
        }
    }
}
