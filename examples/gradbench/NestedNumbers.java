package examples.gradbench;

import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads arrays of numbers into one flat array as they come, which takes little more memory than the numbers. */
final class NestedNumbers {
    private static final int UNKNOWN = -1;
    private static final int MOST_AXES = 8;

    private final JsonReader reader;
    private final List<Integer> sizes = new ArrayList<>();
    private double[] elements = new double[16];
    private int count;

    /** Once there was a number, all numbers must be as deep in brackets as it was. */
    private boolean hasRank;

    private boolean isRegular = true;

    private NestedNumbers(JsonReader reader) {
        this.reader = reader;
    }

    /** Empty if the value is not a number, or an array of numbers, or an array of such arrays with as many elements each. */
    static Optional<Tensor> read(JsonReader reader) throws IOException {
        NestedNumbers numbers = new NestedNumbers(reader);
        numbers.read(0);
        if (!numbers.isRegular) {
            return Optional.empty();
        }
        double[] elements = Arrays.copyOf(numbers.elements, numbers.count);
        return Optional.of(new Tensor(numbers.sizes, RealArray.of(elements)));
    }

    private void read(int depth) throws IOException {
        if (isRegular && depth < MOST_AXES && reader.peek() == '[') {
            readArray(depth);
        } else if (isRegular && reader.isAtNumber()) {
            add(reader.number(), depth);
        } else {
            reader.skipValue();
            isRegular = false;
        }
    }

    private void readArray(int depth) throws IOException {
        if (sizes.size() == depth && !hasRank) {
            sizes.add(UNKNOWN);
        }
        isRegular &= depth < sizes.size();
        reader.expect('[');
        int size = 0;
        if (!reader.accept(']')) {
            do {
                read(depth + 1);
                size++;
            } while (reader.accept(','));
            reader.expect(']');
        }
        if (isRegular && sizes.get(depth) == UNKNOWN) {
            sizes.set(depth, size);
        }
        isRegular = isRegular && sizes.get(depth) == size;
    }

    private void add(double number, int depth) {
        hasRank = true;
        isRegular &= depth == sizes.size();
        if (count == elements.length) {
            elements = Arrays.copyOf(elements, 2 * count);
        }
        elements[count++] = number;
    }
}
