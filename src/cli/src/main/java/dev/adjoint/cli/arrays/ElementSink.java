package dev.adjoint.cli.arrays;

/** Takes the elements of an array as they are read. */
@FunctionalInterface
public interface ElementSink {
    /**
     * @param position in row-major order, whatever the file's is
     * @param value widened, or rounded if it is an integer of 64 bits that no double is
     */
    void accept(int position, double value);
}
