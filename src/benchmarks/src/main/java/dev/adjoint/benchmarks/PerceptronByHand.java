package dev.adjoint.benchmarks;

import java.util.Arrays;

/** Three dense layers with relu and cross-entropy as one writes them: loops whose innermost runs along memory. */
final class PerceptronByHand {
    private static final int[] WIDTHS = {784, 512, 256, 10};

    private final float[] parameters;
    private final float[] gradient;
    private final float[][] values = new float[WIDTHS.length][];
    private final float[][] adjoints = new float[WIDTHS.length][];
    private final int[] labels;
    private final int samples;
    private final float rate;

    PerceptronByHand(float[] parameters, float[] x, int[] labels, float rate) {
        this.parameters = parameters;
        this.gradient = new float[parameters.length];
        this.labels = labels;
        this.samples = labels.length;
        this.rate = rate;
        for (int layer = 0; layer < WIDTHS.length; layer++) {
            values[layer] = layer == 0 ? x : new float[samples * WIDTHS[layer]];
            adjoints[layer] = new float[samples * WIDTHS[layer]];
        }
    }

    float[] gradient() {
        return gradient;
    }

    void step() {
        lossAndGradient();
        for (int i = 0; i < gradient.length; i++) {
            parameters[i] -= rate * gradient[i];
        }
    }

    double lossAndGradient() {
        int at = 0;
        int last = WIDTHS.length - 1;
        for (int layer = 0; layer < last; layer++) {
            forward(layer, at);
            at += (WIDTHS[layer] + 1) * WIDTHS[layer + 1];
        }
        double loss = crossEntropy(values[last], adjoints[last], WIDTHS[last]);
        Arrays.fill(gradient, 0);
        for (int layer = last - 1; layer >= 0; layer--) {
            at -= (WIDTHS[layer] + 1) * WIDTHS[layer + 1];
            backward(layer, at);
        }
        return loss;
    }

    private void forward(int layer, int at) {
        int in = WIDTHS[layer];
        int out = WIDTHS[layer + 1];
        float[] x = values[layer];
        float[] y = values[layer + 1];
        for (int n = 0; n < samples; n++) {
            System.arraycopy(parameters, at + in * out, y, n * out, out);
            for (int i = 0; i < in; i++) {
                float factor = x[n * in + i];
                for (int o = 0; o < out; o++) {
                    y[n * out + o] += factor * parameters[at + i * out + o];
                }
            }
        }
        if (layer < WIDTHS.length - 2) {
            for (int i = 0; i < y.length; i++) {
                y[i] = Math.max(y[i], 0);
            }
        }
    }

    private double crossEntropy(float[] logits, float[] adjoint, int classes) {
        double loss = 0;
        for (int n = 0; n < samples; n++) {
            int row = n * classes;
            double sum = 0;
            for (int k = 0; k < classes; k++) {
                sum += Math.exp(logits[row + k]);
            }
            for (int k = 0; k < classes; k++) {
                double own = k == labels[n] ? 1 : 0;
                adjoint[row + k] = (float) ((Math.exp(logits[row + k]) / sum - own) / samples);
            }
            loss += Math.log(sum) - logits[row + labels[n]];
        }
        return loss / samples;
    }

    private void backward(int layer, int at) {
        int in = WIDTHS[layer];
        int out = WIDTHS[layer + 1];
        float[] x = values[layer];
        float[] dy = adjoints[layer + 1];
        for (int n = 0; n < samples; n++) {
            for (int o = 0; o < out; o++) {
                gradient[at + in * out + o] += dy[n * out + o];
            }
            for (int i = 0; i < in; i++) {
                float factor = x[n * in + i];
                float sum = 0;
                for (int o = 0; o < out; o++) {
                    gradient[at + i * out + o] += factor * dy[n * out + o];
                    sum += dy[n * out + o] * parameters[at + i * out + o];
                }
                adjoints[layer][n * in + i] = layer > 0 && factor > 0 ? sum : 0;
            }
        }
    }
}
