package dev.adjoint.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What GradBench would ask, and what it must be answered: the content of a file of {@code reference.py} in GradBench's
 * own form.
 */
record GradBenchCall(String function, ObjectNode input, JsonNode output) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<GradBenchCall> of(String module, JsonNode file) {
        ObjectNode input = file.get("data").deepCopy();
        JsonNode gradients = file.get("gradients");
        return switch (module) {
            case "lse" -> calls("primal", "gradient", input, file.get("loss"), gradients.get("x"));
            case "llsq" -> {
                input.put("n", input.remove("t").size());
                yield calls("primal", "gradient", input, file.get("loss"), gradients.get("x"));
            }
            case "gmm" -> {
                input.remove(List.of("place", "wishart"));
                input.put("d", input.get("mu").get(0).size());
                yield calls("objective", "jacobian", input, file.get("loss"), gradients);
            }
            case "lstm" -> {
                input.set("main_params", rows(input.remove("main")));
                input.set("extra_params", input.remove("extra"));
                input.set("state", rows(input.get("state")));
                ArrayNode gradient = flat(gradients.get("main"), JSON.createArrayNode());
                yield calls("objective", "jacobian", input, file.get("loss"), flat(gradients.get("extra"), gradient));
            }
            case "kmeans" -> calls("cost", "dir", input, file.get("loss"), file.get("direction"));
            case "ba" -> observations(file);
            default -> throw new AssertionError(module);
        };
    }

    private static List<GradBenchCall> calls(
            String primal, String derivative, ObjectNode input, JsonNode value, JsonNode gradient) {
        return List.of(new GradBenchCall(primal, input, value), new GradBenchCall(derivative, input, gradient));
    }

    /** The first two axes become one, and so do those that follow. */
    private static ArrayNode rows(JsonNode nested) {
        ArrayNode rows = JSON.createArrayNode();
        for (JsonNode outer : nested) {
            outer.forEach(inner -> rows.add(flat(inner, JSON.createArrayNode())));
        }
        return rows;
    }

    private static ArrayNode flat(JsonNode nested, ArrayNode elements) {
        if (nested.isArray()) {
            nested.forEach(element -> flat(element, elements));
        } else {
            elements.add(nested);
        }
        return elements;
    }

    /** GradBench's data are copies of one observation: every one of the file's is asked for by itself. */
    private static List<GradBenchCall> observations(JsonNode file) {
        JsonNode data = file.get("data");
        JsonNode outputs = file.get("outputs");
        JsonNode jacobian = file.get("jacobian");
        List<GradBenchCall> calls = new ArrayList<>();
        for (int i = 0; i < data.get("weights").size(); i++) {
            ObjectNode input = JSON.createObjectNode().put("n", 2).put("m", 3).put("p", 12);
            input.set(
                    "cam", data.get("cameras").get(data.get("camera_of").get(i).asInt()));
            input.set("x", data.get("points").get(data.get("point_of").get(i).asInt()));
            input.set("w", data.get("weights").get(i));
            input.set("feat", data.get("features").get(i));

            ObjectNode errors = JSON.createObjectNode();
            errors.putObject("reproj_error")
                    .put("repeated", 12)
                    .set("elements", outputs.get("reprojection_error").get(i));
            errors.putObject("w_err")
                    .put("repeated", 12)
                    .set("element", outputs.get("weight_error").get(i));
            calls.add(new GradBenchCall("objective", input, errors));
            calls.add(new GradBenchCall(
                    "jacobian",
                    input,
                    sparse(
                            jacobian.get("reprojection_error").get(i),
                            jacobian.get("weight_error").get(i))));
        }
        return calls;
    }

    /**
     * The first 30 and the last of: where each of 24 rows of 15 and 12 rows of 1 begins, and the end; columns, 22 of cameras
     * before 9 of points before 12 of weights; values.
     */
    private static ObjectNode sparse(JsonNode block, JsonNode last) {
        ObjectNode sparse = JSON.createObjectNode();
        ArrayNode rows = sparse.putArray("rows");
        for (int row = 0; row < 30; row++) {
            rows.add(row <= 24 ? 15 * row : 360 + row - 24);
        }
        rows.add(372);
        ArrayNode columns = sparse.putArray("cols");
        for (int row = 0; row < 2; row++) {
            for (int column : new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 22, 23, 24, 31}) {
                columns.add(column);
            }
        }
        columns.add(42);
        flat(block, sparse.putArray("vals")).add(last);
        return sparse;
    }
}
