package dev.adjoint.cli;

import dev.adjoint.cli.files.DataFile;
import dev.adjoint.cli.files.ParameterFile;
import dev.adjoint.cli.files.Slice;
import dev.adjoint.cli.files.StagedFiles;
import dev.adjoint.cli.plot.Fit;
import dev.adjoint.cli.plot.LossCurve;
import dev.adjoint.cli.plot.TrainingPlot;
import dev.adjoint.driver.Adjoint;
import dev.adjoint.driver.CompiledModel;
import dev.adjoint.driver.NonFiniteValue;
import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import dev.adjoint.runtime.TooFewElementsException;
import dev.adjoint.runtime.TrainSettings;
import dev.adjoint.runtime.train.Trainer;
import dev.adjoint.runtime.train.TrainingResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code adjoint train}: fits a model's parameters to data. */
@Command(
        name = "train",
        description = "Fit a model's parameters to data.",
        footer = {
            "",
            "What is not said here, the model's train block says; a data file named there",
            "is relative to the model file.",
            "",
            "Examples:",
            "  adjoint train model.nn --data data.csv --save parameters.json",
            "  adjoint train model.nn --optimizer sgd --learning-rate 0.1 --plot fit.png"
        })
final class TrainCommand extends ModelCommand {
    @Mixin
    private DataOption data;

    @Mixin
    private ParametersOption parameters;

    @Mixin
    private TrainingOptions training;

    @Option(
            names = "--save",
            paramLabel = "P",
            description = "Write the trained parameters to this .json or .safetensors file.")
    private Path save;

    @Option(
            names = "--plot",
            paramLabel = "F",
            description = "Draw the loss and, for a model of one input, the fit: a .svg or .png file.")
    private Path plot;

    @Override
    void run() {
        training.validate();
        requireOutputs();
        Adjoint.warmUp();
        CompiledModel compiled = compile();
        TrainSettings settings = training.over(compiled.trainSettings());
        Map<String, Tensor> samples =
                data.read(compiled.signature(), settings.data().map(file()::resolveSibling));
        Model model = compiled.load(List.of());
        parameters.fill(model.parameters(), settings.seed().getAsLong());

        Optional<FittedCurve> curve = plot == null ? Optional.empty() : FittedCurve.of(model.signature(), samples);
        Optional<double[]> before = curve.map(c -> c.predict(model));
        TrainingResult result = train(model, settings, samples);
        if (save != null) {
            StagedFiles.write(save, ParameterFile.content(save, model.parameters()));
        }
        if (plot != null) {
            draw(compiled.name(), result, curve.map(c -> c.toFit(before.get(), c.predict(model))));
        }
        if (result.failure().isPresent()) {
            throw new RunFailure(describe(result.failure().get(), compiled));
        }
        print(result, model, settings, samples);
    }

    /** Complains before a long run rather than after it. */
    private void requireOutputs() {
        if (save != null) {
            if (DataFile.isNumpy(save)) {
                throw usage(
                        "Invalid value for option '--save': must end in .json or .safetensors but was '" + save + "'");
            }
            StagedFiles.requireWritable(save);
        }
        if (plot != null) {
            if (!isSvg() && !plotName().endsWith(".png")) {
                throw usage("Invalid value for option '--plot': must end in .svg or .png but was '" + plot + "'");
            }
            StagedFiles.requireWritable(plot);
        }
    }

    private TrainingResult train(Model model, TrainSettings settings, Map<String, Tensor> samples) {
        try (TrainingProgress progress =
                TrainingProgress.start(settings.epochs().getAsInt(), err())) {
            return Trainer.of(model).settings(settings).listener(progress).train(samples);
        } catch (TooFewElementsException e) { // in a batch: all samples together were checked when they were read
            throw new RunFailure("the last batch is too small: " + e.getMessage());
        }
    }

    private void print(TrainingResult result, Model model, TrainSettings settings, Map<String, Tensor> samples) {
        String epochs = result.epochs() == 1 ? "1 epoch" : result.epochs() + " epochs";
        String reason = result.stop() == TrainingResult.Stop.GRADIENT
                ? ": the gradient's norm is below "
                        + Numbers.brief(settings.untilGradient().getAsDouble())
                : "";
        out().println("loss " + Numbers.brief(result.finalLoss()) + " after " + epochs + reason);
        if (!model.signature().metrics().isEmpty()) {
            model.bind(samples);
            model.forward();
            Outputs.metrics(model).forEach((name, value) -> out().println(name + " " + Numbers.brief(value)));
        }
        for (Signature.Parameter parameter : model.signature().parameters()) {
            Tensor value = Slice.of(parameter, model.parameters().flat());
            out().println(parameter.name() + " = " + Numbers.brief(value));
        }
    }

    private void draw(String title, TrainingResult result, Optional<Fit> fit) {
        TrainingPlot picture = new TrainingPlot(title, LossCurve.of(result.losses(), result.finalLoss()), fit);
        StagedFiles.write(plot, isSvg() ? picture.toSvg() : picture.toPng());
    }

    private boolean isSvg() {
        return plotName().endsWith(".svg");
    }

    private String plotName() {
        return plot.toString().toLowerCase(Locale.ROOT);
    }

    private String describe(TrainingResult.Failure failure, CompiledModel compiled) {
        boolean gradient = Double.isFinite(failure.loss());
        StringBuilder text =
                new StringBuilder(gradient ? "the gradient is not finite" : "the loss is " + failure.loss());
        text.append(" in epoch ")
                .append(failure.epoch())
                .append(", after ")
                .append(failure.step())
                .append(failure.step() == 1 ? " step\n" : " steps\n");
        compiled.firstNonFinite(failure.batch(), failure.parameters()).ifPresent(value -> text.append(describe(value)));
        if (save != null) {
            text.append("the last good parameters are in ").append(save).append('\n');
        }
        String advice = failure.step() == 0
                ? "it is so where training starts: look at the data and the initial values"
                : "a smaller --learning-rate may help";
        return text.append(advice).toString();
    }

    private static String describe(NonFiniteValue value) {
        String place = value.span().map(span -> span + ": ").orElse("");
        String line = value.span()
                .map(span -> "    " + span.file().line(span.line()).strip() + "\n")
                .orElse("");
        String operands = value.operands().isEmpty() ? "" : ", where " + value.operands();
        return place + value.formula() + " is " + value.value() + operands + "\n" + line;
    }
}
