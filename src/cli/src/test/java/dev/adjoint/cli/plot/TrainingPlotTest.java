package dev.adjoint.cli.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class TrainingPlotTest {
    private static final LossCurve LOSS = LossCurve.of(new double[] {8, 4, 2}, 1);
    private static final Fit FIT = new Fit(
            "x", "y", new double[] {2, 0, 1}, new double[] {4, 0, 2}, new double[] {0, 0, 0}, new double[] {4, 0, 2});

    @BeforeAll
    static void drawWithoutScreen() {
        System.setProperty("java.awt.headless", "true");
    }

    @Test
    void thePngHasAPanelForEachPart() throws Exception {
        BufferedImage loss = png(Optional.empty());
        BufferedImage both = png(Optional.of(FIT));

        assertThat(both.getWidth()).isEqualTo(2 * loss.getWidth());
        assertThat(both.getHeight()).isEqualTo(loss.getHeight());
        assertThat(IntStream.range(0, loss.getWidth() * loss.getHeight())
                        .map(i -> loss.getRGB(i % loss.getWidth(), i / loss.getWidth()))
                        .distinct()
                        .count())
                .isGreaterThan(10);
    }

    @Test
    void theSvgIsXmlOfTheSameProportions() throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        byte[] svg = new TrainingPlot("Test", LOSS, Optional.of(FIT)).toSvg();

        Element root = factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg))
                .getDocumentElement();

        assertThat(root.getTagName()).isEqualTo("svg");
        assertThat(root.getAttribute("width")).isEqualTo("1280");
        assertThat(root.getElementsByTagName("path").getLength()).isGreaterThan(10);
    }

    @Test
    void drawsARunOfNoEpochs() throws Exception {
        LossCurve curve = LossCurve.of(new double[0], 3);

        assertThat(ImageIO.read(new ByteArrayInputStream(new TrainingPlot("Test", curve, Optional.empty()).toPng())))
                .isNotNull();
    }

    @Test
    void drawsGapsForWhatIsNotANumber() throws Exception {
        Fit gap = new Fit(
                "x", "y", new double[] {0, 1}, new double[0], new double[] {Double.NaN, Double.NaN}, new double[] {1, 2
                });

        assertThat(png(Optional.of(gap))).isNotNull();
    }

    @Test
    void theAxisIsLogarithmicOnlyForPositiveLossesOverTwoDecades() {
        assertThat(LossCurve.of(new double[] {1000, 10}, 1).isLogarithmic()).isTrue();
        assertThat(LossCurve.of(new double[] {99, 10}, 1).isLogarithmic()).isFalse();
        assertThat(LossCurve.of(new double[] {1000, 10}, 0).isLogarithmic()).isFalse();
        assertThat(LossCurve.of(new double[] {1000, 10}, -1).isLogarithmic()).isFalse();
    }

    @Test
    void thinsOutLongRunsButKeepsTheEnd() {
        LossCurve curve = LossCurve.of(new double[100_000], 7);

        assertThat(curve.epochs()).hasSizeLessThan(2000).endsWith(100_000);
        assertThat(curve.losses()).hasSameSizeAs(curve.epochs()).endsWith(7);
    }

    @Test
    void sortsSamplesByInput() {
        Fit sorted = FIT.sorted();

        assertThat(sorted.inputs()).containsExactly(0, 1, 2);
        assertThat(sorted.targets()).containsExactly(0, 2, 4);
        assertThat(sorted.after()).containsExactly(0, 2, 4);
    }

    private static BufferedImage png(Optional<Fit> fit) throws Exception {
        return ImageIO.read(new ByteArrayInputStream(new TrainingPlot("Test", LOSS, fit).toPng()));
    }
}
