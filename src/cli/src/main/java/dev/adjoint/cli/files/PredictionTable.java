package dev.adjoint.cli.files;

import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Outputs of a model as CSV: a row for each sample, a column for each output. An output without axes stands in every row;
 * one with further axes takes a column for each of its elements, {@code p[0]}, {@code p[1]}, ... or {@code "t[0,0]"}, ...
 */
public final class PredictionTable {
    private final List<Column> columns = new ArrayList<>();
    private final int rows;

    /**
     * @param outputs by name, in the order of columns
     * @throws FileFailure if they are not over the same samples
     */
    public PredictionTable(Map<String, Tensor> outputs) {
        List<Integer> sizes = outputs.values().stream()
                .filter(t -> !t.sizes().isEmpty())
                .map(t -> t.sizes().get(0))
                .distinct()
                .toList();
        if (sizes.size() > 1) {
            throw new FileFailure("outputs of " + sizes.get(0) + " and " + sizes.get(1)
                    + " rows do not fit one table: write JSON, as in --output predictions.json");
        }
        this.rows = sizes.isEmpty() ? 1 : sizes.get(0);
        outputs.forEach(this::addColumns);
    }

    /** The whole table, header first. */
    public String toCsv() {
        StringBuilder out = new StringBuilder();
        StringJoiner header = new StringJoiner(",", "", "\n");
        columns.forEach(column -> header.add(column.heading));
        out.append(header);
        for (int row = 0; row < rows; row++) {
            StringJoiner line = new StringJoiner(",", "", "\n");
            for (Column column : columns) {
                line.add(column.text(row));
            }
            out.append(line);
        }
        return out.toString();
    }

    private void addColumns(String name, Tensor tensor) {
        if (tensor.sizes().size() <= 1) {
            columns.add(new Column(name, tensor.values(), tensor.sizes().size(), 0));
            return;
        }
        List<Integer> inner = tensor.sizes().subList(1, tensor.sizes().size());
        int width = inner.stream().reduce(1, Math::multiplyExact);
        for (int i = 0; i < width; i++) {
            columns.add(new Column(heading(name, i, inner), tensor.values(), width, i));
        }
    }

    /** In quotes if there is a comma in it. */
    private static String heading(String name, int element, List<Integer> sizes) {
        List<Integer> index = new ArrayList<>();
        int rest = element;
        for (int axis = sizes.size() - 1; axis >= 0; axis--) {
            index.add(0, rest % sizes.get(axis));
            rest /= sizes.get(axis);
        }
        String heading = CsvHeading.text(name, index);
        return index.size() > 1 ? "\"" + heading + "\"" : heading;
    }

    /** @param stride distance between rows; 0 if all show the same number */
    private record Column(String heading, RealArray values, int stride, int first) {
        String text(int row) {
            return DecimalNumber.exact(values.get(first + row * stride), values.precision());
        }
    }
}
