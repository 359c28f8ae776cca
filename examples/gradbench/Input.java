package examples.gradbench;

import dev.adjoint.runtime.Tensor;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The input of a function: numbers, and arrays of numbers, by name. */
final class Input {
    private final Map<String, Optional<Tensor>> values = new HashMap<>();

    /** Reads an object; of anything else nothing is kept. */
    static Input read(JsonReader reader) throws IOException {
        Input input = new Input();
        if (!reader.accept('{')) {
            reader.skipValue();
            return input;
        }
        if (!reader.accept('}')) {
            do {
                String name = reader.string();
                reader.expect(':');
                input.values.put(name, NestedNumbers.read(reader));
            } while (reader.accept(','));
            reader.expect('}');
        }
        return input;
    }

    /** @throws IllegalArgumentException if there is no such value, or it is not made of numbers */
    Tensor tensor(String name) {
        return value(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "input." + name + " must be a number, or arrays of numbers with as many elements each"));
    }

    /** @throws IllegalArgumentException if there is no such value, or it is not a number */
    double number(String name) {
        Tensor value = tensor(name);
        if (!value.sizes().isEmpty()) {
            throw new IllegalArgumentException("input." + name + " must be a single number");
        }
        return value.values().get(0);
    }

    double number(String name, double otherwise) {
        return values.containsKey(name) ? number(name) : otherwise;
    }

    /** @throws IllegalArgumentException if there is no such value, or it is not a whole number from {@code least} */
    int wholeNumber(String name, int least) {
        double number = number(name);
        if (number != (int) number || number < least) {
            throw new IllegalArgumentException(
                    "input." + name + " is " + number + ", expected a whole number from " + least);
        }
        return (int) number;
    }

    /** @throws IllegalArgumentException if there is no such value, or it does not have two axes */
    Tensor matrix(String name) {
        Tensor value = tensor(name);
        if (value.sizes().size() != 2) {
            throw new IllegalArgumentException("input." + name + " must be an array of arrays of numbers");
        }
        return value;
    }

    /**
     * The elements of a value in the same order, over other axes.
     *
     * @throws IllegalArgumentException if there is no such value, or it has not as many elements as the sizes say
     */
    Tensor reshaped(String name, Integer... sizes) {
        Tensor value = tensor(name);
        int count = Stream.of(sizes).reduce(1, Math::multiplyExact);
        if (value.count() != count) {
            throw new IllegalArgumentException(
                    "input." + name + " has " + value.count() + " elements, expected " + count);
        }
        return new Tensor(List.of(sizes), value.values());
    }

    private Optional<Tensor> value(String name) {
        Optional<Tensor> value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("input." + name + " is missing");
        }
        return value;
    }
}
