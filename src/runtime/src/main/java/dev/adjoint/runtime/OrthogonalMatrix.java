package dev.adjoint.runtime;

/**
 * Random matrices with orthonormal columns or rows, evenly distributed.
 *
 * <p>The Q of A = QR for a matrix A of normal numbers; it is evenly distributed if the diagonal of R is positive (F. Mezzadri,
 * "How to generate random matrices from the classical compact groups", Notices of the AMS 54, 2007), as it is in the process
 * of Gram and Schmidt. Modified, and run twice over each vector, that process gives vectors that are orthogonal to working
 * precision (L. Giraud, J. Langou, M. Rozložník, "The loss of orthogonality in the Gram-Schmidt orthogonalization process",
 * 2005), unless A is nearly singular, which a matrix of normal numbers hardly ever is.
 */
final class OrthogonalMatrix {
    private OrthogonalMatrix() {}

    /** The elements of the matrix, row by row. */
    static double[] of(Initialiser.Orthogonal matrix, long seed, long stream) {
        boolean wide = matrix.rows() < matrix.columns();
        int count = Math.min(matrix.rows(), matrix.columns());
        int length = Math.max(matrix.rows(), matrix.columns());
        double[][] vectors = new double[count][length];
        for (int v = 0; v < count; v++) {
            for (int i = 0; i < length; i++) {
                vectors[v][i] = CounterRandom.normal(seed, stream, (long) v * length + i);
            }
            orthonormalise(vectors, v);
        }
        double[] elements = new double[Math.multiplyExact(count, length)];
        for (int v = 0; v < count; v++) {
            for (int i = 0; i < length; i++) {
                elements[wide ? v * length + i : i * count + v] = matrix.gain() * vectors[v][i];
            }
        }
        return elements;
    }

    /** Takes from vector {@code v} its parts along those before it, and gives it length 1. */
    private static void orthonormalise(double[][] vectors, int v) {
        double[] vector = vectors[v];
        for (int pass = 0; pass < 2; pass++) {
            for (int other = 0; other < v; other++) {
                add(-dot(vector, vectors[other]), vectors[other], vector);
            }
            double scale = 1 / Math.sqrt(dot(vector, vector));
            for (int i = 0; i < vector.length; i++) {
                vector[i] *= scale;
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double factor, double[] source, double[] target) {
        for (int i = 0; i < source.length; i++) {
            target[i] += factor * source[i];
        }
    }
}
