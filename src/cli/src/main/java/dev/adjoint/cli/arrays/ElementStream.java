package dev.adjoint.cli.arrays;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Reads the elements of an array from the bytes of a file. */
final class ElementStream {
    /** A multiple of every element's size. */
    private static final int BUFFER_BYTES = 1 << 16;

    private final ElementType type;
    private final ByteOrder order;
    private final ArrayShape shape;
    private final boolean columnMajor;

    /** @param columnMajor whether the first axis varies fastest, rather than the last */
    ElementStream(ElementType type, ByteOrder order, ArrayShape shape, boolean columnMajor) {
        this.type = type;
        this.order = order;
        this.shape = shape;
        this.columnMajor = columnMajor;
    }

    ArrayShape shape() {
        return shape;
    }

    long bytes() {
        return (long) shape.count() * type.size();
    }

    /** @throws ArrayFormatException if the bytes end early */
    void read(InputStream in, ElementSink sink) throws IOException, ArrayFormatException {
        byte[] bytes = new byte[BUFFER_BYTES];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
        Positions positions = columnMajor ? new Positions(shape.sizes()) : null;
        int done = 0;
        while (done < shape.count()) {
            int count = Math.min(BUFFER_BYTES / type.size(), shape.count() - done);
            if (in.readNBytes(bytes, 0, count * type.size()) < count * type.size()) {
                throw new ArrayFormatException("the file ends within an array of " + shape.describe());
            }
            for (int i = 0; i < count; i++) {
                int position = positions == null ? done + i : positions.next();
                sink.accept(position, type.decode(buffer, i * type.size()));
            }
            done += count;
        }
    }

    /** Where the elements of a column-major array, one after the other, are in row-major order. */
    private static final class Positions {
        private final int[] sizes;
        private final int[] strides;
        private final int[] index;
        private int position;

        Positions(List<Integer> sizes) {
            this.sizes = sizes.stream().mapToInt(size -> size).toArray();
            this.strides = new int[sizes.size()];
            this.index = new int[sizes.size()];
            int stride = 1;
            for (int axis = sizes.size() - 1; axis >= 0; axis--) {
                strides[axis] = stride;
                stride *= sizes.get(axis);
            }
        }

        int next() {
            int current = position;
            for (int axis = 0; axis < sizes.length; axis++) {
                position += strides[axis];
                if (++index[axis] < sizes[axis]) {
                    break;
                }
                position -= sizes[axis] * strides[axis];
                index[axis] = 0;
            }
            return current;
        }
    }
}
