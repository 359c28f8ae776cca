package dev.adjoint.cli.plot;

import dev.adjoint.cli.files.DecimalNumber;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The loss curve and, for a model of one input, its fit before and after training. */
public final class TrainingPlot {
    private static final int PANEL_WIDTH = 640;
    private static final int HEIGHT = 440;

    /** Pixels for each unit of length in PNG, so that it is sharp on today's screens. */
    private static final int PNG_SCALE = 2;

    /** Pixels between labels of the horizontal axis: about twice the width of one. */
    private static final int TICK_SPACING = 90;

    private static final Color INK = new Color(0x33, 0x38, 0x40);
    private static final Color GRID = new Color(0xe6, 0xe8, 0xec);
    private static final Color BLUE = new Color(0x1f, 0x6f, 0xb4);
    private static final Color ORANGE = new Color(0xe8, 0x7a, 0x22);
    private static final Color GREY = new Color(0x8a, 0x91, 0x9c);
    private static final Color POINTS = new Color(0x33, 0x38, 0x40, 0x70);

    private final List<XYChart> panels = new ArrayList<>();

    /** @param title the model's name */
    public TrainingPlot(String title, LossCurve loss, Optional<Fit> fit) {
        fit.map(f -> fitPanel(title, f.sorted())).ifPresent(panels::add);
        panels.add(lossPanel(fit.isPresent() ? "Loss" : title + ": loss", loss));
    }

    public byte[] toPng() {
        BufferedImage image = new BufferedImage(width() * PNG_SCALE, HEIGHT * PNG_SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(PNG_SCALE, PNG_SCALE);
        paint(graphics);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toByteArray();
    }

    public byte[] toSvg() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
            SVGGraphics2D graphics = new SVGGraphics2D(DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument("http://www.w3.org/2000/svg", "svg", null));
            graphics.setSVGCanvasSize(new Dimension(width(), HEIGHT));
            paint(graphics);
            graphics.stream(writer, true);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK's XML parser", e);
        }
        return out.toByteArray();
    }

    private int width() {
        return PANEL_WIDTH * panels.size();
    }

    private void paint(Graphics2D graphics) {
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width(), HEIGHT);
        for (XYChart panel : panels) {
            panel.paint(graphics, PANEL_WIDTH, HEIGHT);
            graphics.translate(PANEL_WIDTH, 0);
        }
    }

    private static XYChart fitPanel(String title, Fit fit) {
        XYChart chart = panel(title, fit.inputName(), fit.targetName());
        breakEqualSpacing(chart, fit.inputs(), fit.before()[0]);
        if (fit.targets().length > 0) {
            XYSeries points = chart.addSeries("data", fit.inputs(), fit.targets());
            points.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
            points.setMarker(SeriesMarkers.CIRCLE);
            points.setMarkerColor(POINTS);
        }
        line(chart, "before training", fit.inputs(), fit.before(), GREY);
        line(chart, "after training", fit.inputs(), fit.after(), ORANGE);
        return chart;
    }

    private static XYChart lossPanel(String title, LossCurve loss) {
        XYChart chart = panel(title, "epoch", "loss");
        double[] losses = loss.losses();
        if (loss.isLogarithmic()) {
            // XChart's own logarithmic axis labels every decade, which overlap where there are many.
            losses = Arrays.stream(losses).map(Math::log10).toArray();
            chart.setCustomYAxisTickLabelsFormatter(exponent -> DecimalNumber.rounded(Math.pow(10, exponent), 2));
        }
        breakEqualSpacing(chart, loss.epochs(), losses[0]);
        line(chart, "loss", loss.epochs(), losses, BLUE);
        return chart;
    }

    /**
     * Adds a point that is not drawn. Where all samples are equally spaced, XChart puts its labels at samples, at odd
     * numbers such as 189 and 378; one sample out of step makes it choose round ones.
     */
    private static void breakEqualSpacing(XYChart chart, double[] x, double y) {
        double low = Arrays.stream(x).min().orElseThrow();
        double high = Arrays.stream(x).max().orElseThrow();
        XYSeries point = chart.addSeries("spacing", new double[] {low + (high - low) / Math.E}, new double[] {y});
        point.setMarker(SeriesMarkers.NONE);
        point.setLineStyle(SeriesLines.NONE);
        point.setShowInLegend(false);
    }

    private static XYSeries line(XYChart chart, String name, double[] x, double[] y, Color color) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(color);
        series.setLineStyle(new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        return series;
    }

    private static XYChart panel(String title, String xLabel, String yLabel) {
        XYChart chart = new XYChartBuilder()
                .width(PANEL_WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(xLabel)
                .yAxisTitle(yLabel)
                .build();
        XYStyler style = chart.getStyler();
        style.setChartBackgroundColor(Color.WHITE);
        style.setPlotBackgroundColor(Color.WHITE);
        style.setPlotBorderVisible(false);
        style.setPlotGridLinesColor(GRID);
        style.setPlotGridLinesStroke(new BasicStroke(1));
        style.setAxisTickMarksColor(GRID);
        style.setAxisTickLabelsColor(INK);
        style.setChartFontColor(INK);
        style.setChartTitleFont(font(Font.BOLD, 15));
        style.setAxisTitleFont(font(Font.PLAIN, 13));
        style.setAxisTickLabelsFont(font(Font.PLAIN, 12));
        style.setLegendFont(font(Font.PLAIN, 12));
        style.setLegendPosition(Styler.LegendPosition.OutsideS);
        style.setLegendLayout(Styler.LegendLayout.Horizontal);
        style.setLegendBorderColor(Color.WHITE);
        style.setMarkerSize(7);
        style.setXAxisTickMarkSpacingHint(TICK_SPACING);
        style.setYAxisTickMarkSpacingHint(TICK_SPACING / 2);
        style.setPlotContentSize(0.96);
        style.setChartPadding(16);
        return chart;
    }

    private static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }
}
