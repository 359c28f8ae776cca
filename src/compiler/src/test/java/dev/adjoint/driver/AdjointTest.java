package dev.adjoint.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Tensor;
import dev.adjoint.source.Diagnostic;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The facade: what it reports, answers and refuses. */
class AdjointTest {
    private static final String LINE = """
            model Line {
              dim n
              input x[n]
              target y[n]
              param w = 1, b = 0
              output yhat = w*x + b
              loss mean((yhat - y)^2)
            }
            """;

    @Test
    void aFileThatCannotBeReadIsADiagnostic(@TempDir Path folder) {
        Analysis analysis = Adjoint.analyse(folder.resolve("nothing.nn"));
        assertThat(analysis.ok()).isFalse();
        assertThat(analysis.diagnostics()).extracting(Diagnostic::code).containsExactly(DiagnosticCode.UNREADABLE_FILE);
    }

    @Test
    void aLibraryHasNoModel() {
        Analysis analysis = analyse("fn twice(x) = 2*x");
        assertThat(analysis.ok()).isTrue();
        assertThat(analysis.model()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'loss sign(w - 2)', true",
        "'let s = sign(w)  loss (s - 2)^2 + w^2', true",
        "'frozen', false",
        "'loss abs(w - 2)', false",
        "'loss if sign(w) > 0 then w else -w', false",
        "'loss jump(jump(w))', true",
        "'loss jump(2) + jump(3) + w^2', false",
        "'loss w |> repeat 3 jumps', true",
        "'loss w * (scan t over 3 carry h = w { next h = sign(h) })', true",
        "'loss scan t over 3 carry h = 0 { next h = h + w * sign(t) }', false"
    })
    void aLossThatJumpsInsteadOfSlopingIsAnError(String items, boolean expected) {
        String text = items.equals("frozen")
                ? "model M { param w = 1 frozen, v = 1 loss v*sign(w) }"
                : "layer jump(x) { param p = 1; p * sign(x) } layer jumps(x) { x |> repeat 2 jump } "
                        + "model M { param w = 1 " + items + " }";
        assertThat(analyse(text).diagnostics())
                .extracting(Diagnostic::code)
                .containsExactlyElementsOf(expected ? List.of(DiagnosticCode.NOT_DIFFERENTIABLE) : List.of());
    }

    /** Around the limit, what is accepted must load. */
    @ParameterizedTest
    @CsvSource({"[n], 240, true", "[n], 260, false", "'', 120, true", "'', 130, false"})
    void moreInputsThanAJavaMethodTakesAreAnError(String axes, int count, boolean accepted) {
        String names = IntStream.range(0, count).mapToObj(i -> "x" + i + axes).collect(Collectors.joining(", "));
        String sum = IntStream.range(0, count).mapToObj(i -> "x" + i).collect(Collectors.joining(" + "));
        String dim = axes.isEmpty() ? "" : "dim n ";
        Analysis analysis = analyse(
                "model M { " + dim + "input " + names + " param w = 1 output y = w*(" + sum + ") loss sum(y) }");
        assertThat(analysis.diagnostics().stream().filter(Diagnostic::isError))
                .extracting(Diagnostic::code)
                .containsExactlyElementsOf(accepted ? List.of() : List.of(DiagnosticCode.TOO_MANY_VALUES));
        analysis.model().ifPresent(model -> assertThat(model.load(List.of())).isNotNull());
    }

    @ParameterizedTest
    @CsvSource({
        "'w = 1e300', TOO_LARGE_FOR_F32",
        "'w in (0, 1) = 0.9999999999', INITIAL_OUTSIDE_CONSTRAINT",
        "'w > 0 = 1e-60', INITIAL_OUTSIDE_CONSTRAINT"
    })
    void initialValuesAreCheckedInThePrecisionOfTheModel(String parameter, DiagnosticCode expected) {
        assertThat(analyse("model M { precision f32 param " + parameter + " loss w^2 }")
                        .diagnostics())
                .extracting(Diagnostic::code)
                .containsExactly(expected);
        assertThat(analyse("model M { param " + parameter + " loss w^2 }").diagnostics())
                .isEmpty();
    }

    @Test
    void infinitiesOnTheWayToAFiniteLossAreNoFailure() {
        CompiledModel model = model("model M { param w = 0.1, b = 1 loss sin(w)*tanh(b + 900) }");
        assertThat(model.firstNonFinite(Map.of(), RealArray.of(0.1, 1.0))).isEmpty();
    }

    @Test
    void labelsOfSecondDerivativesAreWrittenAsPowers() {
        Derivation derivation = model("model M { param w11 = 1 loss w11^3 }").derive("loss", List.of("w11"), 2);
        assertThat(derivation.unicode()).isEqualTo("∂²loss/∂w₁₁² = 6w₁₁\n");
        assertThat(derivation.latex()).contains("\\partial w_{11}^{2}");
    }

    /** By hand: r = w·x + b - y; d/dw mean(r²) = 2·mean(x·r), d²/dw² = 2·mean(x²), d²/dw db = 2·mean(x). */
    @Test
    void derivesFirstAndSecondDerivatives() {
        CompiledModel model = model(LINE);
        assertThat(model.derive("loss", List.of("w", "b"), 1).formulas())
                .containsExactly(
                        new Derivation.Definition("d loss/d w", "2*mean[n](x*(yhat - y))"),
                        new Derivation.Definition("d loss/d b", "2*mean[n](yhat - y)"));
        assertThat(model.derive("loss", List.of("w", "b"), 2).formulas())
                .containsExactly(
                        new Derivation.Definition("d2 loss/d w^2", "2*mean[n](x^2)"),
                        new Derivation.Definition("d2 loss/d w d b", "2*mean[n](x)"),
                        new Derivation.Definition("d2 loss/d b^2", "2"));
        assertThat(model.derive("yhat", List.of("w", "x"), 1).formulas())
                .containsExactly(
                        new Derivation.Definition("d yhat/d w", "x"), new Derivation.Definition("d yhat/d x", "w"));
    }

    @ParameterizedTest
    @CsvSource({"nothing, w, no value 'nothing'", "loss, nothing, no parameter"})
    void refusesUnknownNames(String of, String wrt, String text) {
        assertThatThrownBy(() -> model(LINE).derive(of, List.of(wrt), 1))
                .isInstanceOf(QuestionException.class)
                .hasMessageContaining(text);
    }

    @Test
    void findsWhereTheFirstNaNArises() {
        CompiledModel model =
                model("model M {\n dim n input x[n] param w = 1\n let r = sqrt(w*x)\n loss mean(r + 1) }");
        NonFiniteValue found = model.firstNonFinite(Map.of("x", Tensor.vector(4, -9)), RealArray.of(1.0))
                .orElseThrow();
        assertThat(found.formula()).isEqualTo("sqrt(w*x)");
        assertThat(found.value()).isNaN();
        assertThat(found.operands()).isEqualTo("w*x = -9.0");
        assertThat(found.span().orElseThrow().line()).isEqualTo(3);
        assertThat(model.firstNonFinite(Map.of("x", Tensor.vector(4, 9)), RealArray.of(1.0)))
                .isEmpty();
    }

    /** The check must be able to fail: log of a negative number has neither loss nor differences. */
    @Test
    void gradientCheckAgreesForSmoothModelsAndFailsWhereTheLossIsNotFinite() {
        Map<String, Tensor> data = Map.of("x", Tensor.vector(1, -2, 3), "y", Tensor.vector(0, 1, 5));
        assertThat(model(LINE).checkGradient(data, RealArray.of(0.3, 0.1), 1).ok())
                .isTrue();
        CompiledModel broken = model("model M { param w = 1 loss log(w) }");
        assertThat(broken.checkGradient(Map.of(), RealArray.of(-1.0), 1).ok()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void everyStageCanBeDumpedAndNamesTheModelsWords(Stage stage) {
        String dump = model(LINE).dump(stage);
        assertThat(dump).isNotBlank();
        assertThat(dump).isEqualTo(model(LINE).dump(stage));
    }

    @Test
    void theSignatureIsThatOfTheGeneratedClass() {
        CompiledModel model = model("""
                model M { dim n, k = 3 input x[n, k] param c = 2 frozen, w[k] > 0 ~ uniform(1, 2)
                  output y = sum[k](w*x)*c loss mean(y^2) }""");
        assertThat(model.load(List.of()).signature()).isEqualTo(model.signature());
    }

    private static Analysis analyse(String text) {
        return Adjoint.analyse(new SourceFile("test.nn", text));
    }

    private static CompiledModel model(String text) {
        Analysis analysis = analyse(text);
        assertThat(analysis.ok())
                .as(() -> analysis.diagnostics().get(0).render())
                .isTrue();
        return analysis.model().orElseThrow();
    }

    @Test
    void itemsAreAddedToAModel(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("line.nn"), LINE);

        Analysis analysis =
                Adjoint.analyse(file, List.of("output slope = jacobian[n](yhat, x)", "dim k; param c[k] = 1"));

        // yhat = w*x + b, so its derivative by x is w = 1; the dim that was added has no size.
        assertThat(analysis.diagnostics())
                .extracting(Diagnostic::code)
                .containsExactly(DiagnosticCode.UNBOUND_PARAMETER_DIM);
        Model model = Adjoint.analyse(file, List.of("output slope = jacobian[n](yhat, x)"))
                .model()
                .orElseThrow()
                .load(List.of());
        model.parameters().initialise(0);
        model.bind(Map.of("x", Tensor.vector(3, 5)));
        model.predict();
        assertThat(model.output("slope").values().get(0)).isEqualTo(1);
    }

    @Test
    void whatIsWrongWithAnAddedItemIsSaidThere(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("line.nn"), LINE);

        Analysis analysis = Adjoint.analyse(file, List.of("output slope = jacobian(yhat, q)"));

        assertThat(analysis.ok()).isFalse();
        assertThat(analysis.diagnostics().get(0).span()).hasToString("addition 1:1:31");
    }

    /** Of a sum of squares the Hessian is twice the Gram matrix; a linear value's Jacobian is its matrix. */
    @Test
    void derivativesByVectorsAreMatrices() {
        CompiledModel model =
                Adjoint.analyse(new SourceFile("squares.nn", """
                        model Squares {
                          dim n, k = 3
                          input x[n, k]
                          target y[n]
                          param w[k] = 0.5
                          output yhat = x @ w
                          loss mean((yhat - y)^2)
                        }
                        """)).model().orElseThrow();

        assertThat(model.derive("loss", List.of("w"), 2).text()).startsWith("d2 loss/d w^2 = 2*(transpose(x) @ x)/n");
        assertThat(model.derive("yhat", List.of("w"), 1).text()).startsWith("d yhat/d w = x");
    }
}
