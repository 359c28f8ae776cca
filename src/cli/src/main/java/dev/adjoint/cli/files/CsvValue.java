package dev.adjoint.cli.files;

import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** A value in a table: samples run down the rows, the elements of each are columns. */
final class CsvValue {
    private final Signature.Value value;
    private final Span heading;
    private final List<Integer> inner;
    /** By element of a sample, in storage order. */
    private final int[] columns;

    private final NumberList numbers = new NumberList();

    /**
     * @param inner the sizes of a sample
     * @param columns by index, one for each of its elements
     */
    CsvValue(Signature.Value value, Span heading, List<Integer> inner, Map<List<Integer>, Integer> columns) {
        this.value = value;
        this.heading = heading;
        this.inner = inner;
        this.columns = new int[columns.size()];
        columns.forEach((index, column) -> this.columns[position(index)] = column);
    }

    Signature.Value value() {
        return value;
    }

    int[] columns() {
        return columns;
    }

    /** Takes the next number: row by row, and within each in the order of {@link #columns}. */
    void add(double number) {
        numbers.add(number);
    }

    /**
     * The value in its own order of axes.
     *
     * @param rowAxis which of its axes the rows run along
     * @param places from row and column to the field
     */
    FoundValue found(int rowAxis, Precision precision, BiFunction<Integer, Integer, Span> places) {
        int width = columns.length;
        int rows = numbers.size() / width;
        if (value.axes().isEmpty() && rows == 1) {
            return new FoundValue(heading, List.of(), numbers.toArray(precision), i -> places.apply(0, columns[0]));
        }
        List<Integer> sizes = new ArrayList<>(inner);
        sizes.add(rowAxis, rows);
        int within = inner.subList(rowAxis, inner.size()).stream().reduce(1, Math::multiplyExact);
        RealArray array = RealArray.allocate(precision, numbers.size());
        for (int row = 0; row < rows; row++) {
            for (int e = 0; e < width; e++) {
                int target = (e / within * rows + row) * within + e % within;
                array.set(target, numbers.get(row * width + e));
            }
        }
        return new FoundValue(heading, sizes, array, i -> {
            int row = i / within % rows;
            int element = i / within / rows * within + i % within;
            return places.apply(row, columns[element]);
        });
    }

    private int position(List<Integer> index) {
        int position = 0;
        for (int axis = 0; axis < inner.size(); axis++) {
            position = position * inner.get(axis) + index.get(axis);
        }
        return position;
    }
}
