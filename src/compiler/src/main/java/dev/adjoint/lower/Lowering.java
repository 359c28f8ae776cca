package dev.adjoint.lower;

import dev.adjoint.check.TypedModel;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Variable;
import dev.adjoint.source.Diagnostics;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lowers a typed model to an expression DAG. */
public final class Lowering {
    private final TypedModel model;
    private final Diagnostics diagnostics;
    private final Dag dag = new Dag();
    private final Map<String, Node> values = new HashMap<>();

    private Lowering(TypedModel model, Diagnostics diagnostics) {
        this.model = model;
        this.diagnostics = diagnostics;
    }

    /**
     * The model as nodes of a new DAG, just as it is written: functions are expanded, derivatives are taken, nothing else is
     * simplified.
     *
     * @param diagnostics receives what cannot be differentiated
     */
    public static ModelDag lower(TypedModel model, Diagnostics diagnostics) {
        return new Lowering(model, diagnostics).lower();
    }

    private ModelDag lower() {
        List<ModelDag.Data> inputs = data(Role.INPUT, model.inputs());
        List<ModelDag.Data> targets = data(Role.TARGET, model.targets());
        List<ModelDag.Parameter> parameters = new ArrayList<>();
        for (TypedModel.Parameter p : model.parameters()) {
            dag.origin(List.of(p.span()));
            Variable variable = dag.variable(p.frozen() ? Role.FROZEN : Role.PARAMETER, p.name(), p.shape());
            values.put(p.name(), variable);
            parameters.add(new ModelDag.Parameter(variable, p.doc(), p.span(), p.initialiser(), p.constraint()));
        }

        ExpressionLowering expressions = ExpressionLowering.of(dag, values, new DerivativeLowering(dag, diagnostics));
        for (TypedModel.Definition definition : model.evaluationOrder()) {
            values.put(definition.name(), expressions.lower(definition.value()));
        }
        Map<Variable, Node> updates = new LinkedHashMap<>();
        model.updates().forEach((name, next) -> updates.put((Variable) values.get(name), expressions.lower(next)));
        updates.putAll(expressions.updates());

        Map<String, Node> named = new LinkedHashMap<>();
        model.definitions().forEach(definition -> named.put(definition.name(), values.get(definition.name())));
        return new ModelDag(
                model.name(),
                model.doc(),
                model.span(),
                model.precision(),
                model.dims(),
                model.leastSizes(),
                inputs,
                targets,
                parameters,
                results(Ast.DefinitionRole.OUTPUT),
                results(Ast.DefinitionRole.METRIC),
                named,
                values.get(TypedModel.LOSS),
                updates,
                dag);
    }

    private List<ModelDag.Output> results(Ast.DefinitionRole role) {
        return model.definitions().stream()
                .filter(d -> d.role() == role)
                .map(d -> new ModelDag.Output(d.name(), d.shape(), d.doc(), d.span(), values.get(d.name())))
                .toList();
    }

    private List<ModelDag.Data> data(Role role, List<TypedModel.Data> declared) {
        List<ModelDag.Data> list = new ArrayList<>();
        for (TypedModel.Data d : declared) {
            dag.origin(List.of(d.span()));
            Variable variable = dag.variable(role, d.name(), d.shape());
            values.put(d.name(), Truth.value(dag, d.kind().element(), variable));
            list.add(new ModelDag.Data(variable, d.kind(), d.doc(), d.span()));
        }
        return list;
    }
}
