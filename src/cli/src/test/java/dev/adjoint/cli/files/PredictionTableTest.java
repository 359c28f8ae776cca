package dev.adjoint.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import dev.adjoint.source.SourceFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PredictionTableTest {
    private final Map<String, Tensor> outputs = new LinkedHashMap<>();

    @Test
    void aRowForEachSample() {
        outputs.put("y", Tensor.vector(0.1, -2));
        outputs.put("scale", Tensor.scalar(3));
        outputs.put("p", new Tensor(List.of(2, 2), RealArray.of(1.5f, 2.5f, 0.1f, Float.NaN)));

        assertThat(new PredictionTable(outputs).toCsv())
                .isEqualTo("y,scale,p[0],p[1]\n0.1,3.0,1.5,2.5\n-2.0,3.0,0.1,NaN\n");
    }

    @Test
    void ignoresWhatABufferHoldsBeyondItsSize() {
        outputs.put("y", new Tensor(List.of(1), RealArray.of(1, 2, 3.0)));

        assertThat(new PredictionTable(outputs).toCsv()).isEqualTo("y\n1.0\n");
    }

    @Test
    void singleNumbersAreOneRow() {
        outputs.put("y", Tensor.scalar(2));

        assertThat(new PredictionTable(outputs).toCsv()).isEqualTo("y\n2.0\n");
    }

    @Test
    void elementsFurtherInAreNumberedByAxis() {
        outputs.put("t", new Tensor(List.of(1, 2, 2), RealArray.of(1, 2, 3, 4.0)));

        assertThat(new PredictionTable(outputs).toCsv())
                .isEqualTo("\"t[0,0]\",\"t[0,1]\",\"t[1,0]\",\"t[1,1]\"\n1.0,2.0,3.0,4.0\n");
    }

    @Test
    void differentSamplesDoNotFitOneTable() {
        outputs.put("a", Tensor.vector(1, 2));
        outputs.put("b", Tensor.vector(1, 2, 3));

        assertThatThrownBy(() -> new PredictionTable(outputs))
                .isInstanceOf(FileFailure.class)
                .hasMessageContaining("2 and 3 rows");
    }

    @Test
    void whatIsWrittenReadsBackTheSame() {
        Signature.Axis n = new Signature.Axis("n", Signature.Axis.UNBOUND);
        Signature.Axis a = new Signature.Axis("a", Signature.Axis.UNBOUND);
        Signature.Axis b = new Signature.Axis("b", 2);
        Signature signature = new Signature(
                "M",
                Precision.F64,
                List.of(new Signature.Value("x", List.of(n, a)), new Signature.Value("t", List.of(n, a, b))),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        outputs.put("x", new Tensor(List.of(2, 3), RealArray.of(1, 2, 3, 4, 5, 0.1)));
        outputs.put("t", new Tensor(List.of(2, 3, 2), RealArray.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12.0)));

        SourceFile file = new SourceFile("p.csv", new PredictionTable(outputs).toCsv());
        Map<String, Tensor> read = Samples.read(List.of(DataFile.of(file)), signature, false);

        outputs.forEach((name, tensor) -> {
            assertThat(read.get(name).sizes()).isEqualTo(tensor.sizes());
            assertThat(read.get(name).values().toDoubles())
                    .containsExactly(tensor.values().toDoubles());
        });
    }
}
