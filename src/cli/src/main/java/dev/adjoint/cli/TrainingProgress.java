package dev.adjoint.cli;

import dev.adjoint.runtime.train.ProgressListener;
import java.io.PrintWriter;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows on standard error how far a training run is: as a bar on a terminal, as plain lines elsewhere. */
interface TrainingProgress extends ProgressListener, AutoCloseable {
    @Override
    void close();

    static TrainingProgress start(int epochs, PrintWriter err) {
        return Terminal.isErrorStream() ? new Bar(epochs) : new Lines(epochs, err);
    }

    /** A line for each tenth of the run. */
    final class Lines implements TrainingProgress {
        private static final int INTERVALS = 10;

        private final int epochs;
        private final PrintWriter err;

        Lines(int epochs, PrintWriter err) {
            this.epochs = epochs;
            this.err = err;
        }

        @Override
        public void epochDone(int epoch, double loss, double gradientNorm) {
            if (epoch % Math.max(1, epochs / INTERVALS) == 0) {
                String padding = " "
                        .repeat(String.valueOf(epochs).length()
                                - String.valueOf(epoch).length());
                err.println("epoch " + padding + epoch + "/" + epochs + "  loss " + Numbers.brief(loss));
                err.flush();
            }
        }

        @Override
        public void close() {}
    }

    /** A bar that says the loss too. */
    final class Bar implements TrainingProgress {
        /** Steps of the bar; more could not be seen, and an epoch may take less than a microsecond. */
        private static final int UPDATES = 500;

        private final int interval;
        private final ProgressBar bar;

        Bar(int epochs) {
            this.interval = Math.max(1, epochs / UPDATES);
            this.bar = new ProgressBarBuilder()
                    .setTaskName("training")
                    .setInitialMax(epochs)
                    .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                    .setUpdateIntervalMillis(100)
                    .setConsumer(new ConsoleProgressBarConsumer(System.err, Terminal.width()))
                    .build();
        }

        @Override
        public void epochDone(int epoch, double loss, double gradientNorm) {
            if (epoch % interval == 0) {
                bar.stepTo(epoch);
                bar.setExtraMessage("loss " + Numbers.brief(loss));
            }
        }

        @Override
        public void close() {
            bar.close();
        }
    }
}
