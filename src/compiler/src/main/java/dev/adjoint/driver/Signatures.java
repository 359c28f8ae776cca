package dev.adjoint.driver;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Kind;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Shape;
import dev.adjoint.runtime.ElementKind;
import dev.adjoint.runtime.Signature;
import java.util.ArrayList;
import java.util.List;

/** The runtime's view of a model's interface. */
final class Signatures {
    private Signatures() {}

    static Signature of(ModelDag model, List<String> inputGradients) {
        return new Signature(
                model.name(),
                model.precision(),
                values(model.inputs()),
                values(model.targets()),
                parameters(model),
                results(model.outputs()),
                results(model.metrics()),
                inputGradients,
                model.leastSizes().stream()
                        .map(least -> new Signature.LeastSize(least.dim().name(), least.size(), least.reason()))
                        .toList());
    }

    private static List<Signature.Value> results(List<ModelDag.Output> all) {
        return all.stream()
                .map(output -> new Signature.Value(output.name(), axes(output.shape())))
                .toList();
    }

    private static List<Signature.Value> values(List<ModelDag.Data> all) {
        return all.stream()
                .map(data -> new Signature.Value(
                        data.variable().name(), axes(data.variable().shape()), kind(data.kind())))
                .toList();
    }

    private static ElementKind kind(Kind kind) {
        if (kind instanceof Kind.Index index) {
            return new ElementKind.Index(axis(Axis.of(index.along())));
        }
        if (kind instanceof Kind.Label label) {
            return new ElementKind.Label(axis(Axis.of(label.classes())));
        }
        return kind.equals(Kind.BOOL) ? ElementKind.BOOL : ElementKind.REAL;
    }

    private static List<Signature.Parameter> parameters(ModelDag model) {
        List<Signature.Parameter> parameters = new ArrayList<>();
        int offset = 0;
        for (Role role : List.of(Role.PARAMETER, Role.FROZEN)) {
            for (ModelDag.Parameter parameter : model.parameters()) {
                if (parameter.variable().role() == role) {
                    Signature.Parameter placed = new Signature.Parameter(
                            parameter.variable().name(),
                            offset,
                            parameter.variable().shape().axes().stream()
                                    .map(axis -> axis.dim().size().orElseThrow())
                                    .toList(),
                            parameter.initialiser(),
                            parameter.constraint(),
                            role == Role.FROZEN);
                    parameters.add(placed);
                    offset += placed.count();
                }
            }
        }
        return parameters;
    }

    private static List<Signature.Axis> axes(Shape shape) {
        return shape.axes().stream().map(Signatures::axis).toList();
    }

    private static Signature.Axis axis(Axis axis) {
        return new Signature.Axis(axis.dim().name(), axis.dim().size().orElse(Signature.Axis.UNBOUND));
    }
}
