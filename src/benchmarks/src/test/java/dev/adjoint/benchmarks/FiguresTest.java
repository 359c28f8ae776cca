package dev.adjoint.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything that is measured runs; how fast is not tested. */
final class FiguresTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Figures figures = new Figures(new PrintStream(bytes, true, StandardCharsets.UTF_8), Effort.TOKEN);

    private List<String> rows() {
        return bytes.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("| "))
                .skip(1)
                .toList();
    }

    @Test
    void tableOfCompiling() throws Exception {
        figures.compile();
        assertThat(rows())
                .hasSize(3)
                .allSatisfy(row -> assertThat(row.split("\\|")).hasSize(4));
    }

    @Test
    void tableOfTraining() throws Exception {
        figures.training();
        assertThat(rows())
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.split("\\|")).hasSize(5));
    }

    @Test
    void tableOfDepths() {
        figures.depth();
        assertThat(rows())
                .hasSize(3)
                .allSatisfy(row -> assertThat(row.split("\\|")).hasSize(3));
    }

    @Test
    void tableOfNetworks() {
        figures.networks();
        assertThat(rows())
                .hasSize(4)
                .allSatisfy(row -> assertThat(row.split("\\|")).hasSize(4));
    }

    @Test
    void tableOfContractions() {
        figures.contraction();
        assertThat(rows())
                .hasSameSizeAs(MatrixProduct.ALL)
                .allSatisfy(row -> assertThat(row.split("\\|")).hasSize(8));
    }

    @Test
    void tableOfScaling() throws Exception {
        figures.scaling();
        assertThat(rows())
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.split("\\|")).hasSize(9));
    }

    @ParameterizedTest
    @EnumSource
    void generatedAndHandWrittenStepsAgree(Training training) {
        training.requireAgreement();
    }

    @Test
    void aCommandThatFailsIsNoFigure() throws Exception {
        ProcessTime time = ProcessTime.measure(ProcessTime.java("-version"), 3);
        assertThat(time.least()).isPositive().isLessThanOrEqualTo(time.median());
        assertThatThrownBy(() -> ProcessTime.measure(ProcessTime.java("no.such.Class"), 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("status 1");
    }
}
