package dev.adjoint.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Shape;
import dev.adjoint.plan.Program;
import dev.adjoint.runtime.Binding;
import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;

/** Writes the typed face of a model. */
final class FaceWriter {
    private final ModelNames model;
    private final Program program;
    private final Precise precise;
    private final Declarations declarations;
    private final DataChecks checks;
    private final Extents extents;
    private final int inputCount;
    private final boolean hasData;
    private final LocalNames methods = new LocalNames();
    private final String forward;
    private final String backward;
    private final String hasInputs;
    private final String hasTargets;
    private final String metricsReady;
    private final TypeSpec.Builder type;

    FaceWriter(ModelNames model) {
        this.model = model;
        this.program = model.program;
        this.precise = model.precise;
        this.declarations = new Declarations(model);
        this.checks = new DataChecks(model);
        this.extents = Extents.writtenOut(model);
        this.inputCount = program.model().inputs().size();
        this.hasData = !program.data().isEmpty() || !checks.undecided().isEmpty();
        LocalNames fields = model.locals();
        forward = fields.name("forwardPass");
        backward = fields.name("backwardPass");
        hasInputs = fields.name("hasInputs");
        hasTargets = fields.name("hasTargets");
        metricsReady = fields.name("metricsReady");
        for (Class<?> owner : List.of(Object.class, Model.class)) {
            for (var method : owner.getMethods()) {
                methods.name(method.getName());
            }
        }
        List.of("use", "clone", "finalize").forEach(methods::name);
        type = TypeSpec.classBuilder(model.face);
    }

    TypeSpec write() {
        type.addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .addSuperinterface(Model.class)
                .addJavadoc(Docs.paragraph(program.model().doc()))
                .addJavadoc(usage());
        addFields();
        addData();
        addPasses();
        addResults();
        return type.build();
    }

    private CodeBlock usage() {
        CodeBlock data = Declarations.names(declarations.data(program.data().size()));
        CodeBlock inputs = Declarations.names(declarations.data(inputCount));
        CodeBlock.Builder code = CodeBlock.builder();
        if (!program.model().doc().isBlank()) {
            code.add("\n<p>");
        }
        code.add("Usage:\n<pre>{@code\n$L model = new $L();\n", model.face.simpleName(), model.face.simpleName());
        code.add("model.parameters().initialise(seed);\n");
        code.add("double loss = model.lossAndGradient($L$Lgradient);\n", data, data.isEmpty() ? "" : ", ");
        if (model.outputCount() > 0 && inputCount > 0) {
            code.add(
                    "$T[] $L = model.predict($L).$L();\n",
                    precise.type(),
                    model.results.get(0),
                    inputs,
                    model.results.get(0));
        }
        code.add("}</pre>\n\n");
        code.add(
                "<p>Arrays that are given are referenced until the next ones are given, and only read. Arrays that are\n");
        code.add(
                "returned belong to the model, are overwritten by the next pass, and may be longer than their content.\n");
        code.add(
                "Not thread-safe; use one instance per thread. A step allocates nothing once the largest batch was seen.\n");
        return code.build();
    }

    private void addFields() {
        type.addField(FieldSpec.builder(model.parametersClass, model.parameters, Modifier.PRIVATE, Modifier.FINAL)
                .initializer("new $T()", model.parametersClass)
                .build());
        type.addField(FieldSpec.builder(model.forward, forward, Modifier.PRIVATE, Modifier.FINAL)
                .initializer("new $T()", model.forward)
                .build());
        type.addField(FieldSpec.builder(model.backward, backward, Modifier.PRIVATE, Modifier.FINAL)
                .initializer("new $T()", model.backward)
                .build());
        for (ParameterSpec dim : declarations.dims()) {
            type.addField(dim.type(), dim.name(), Modifier.PRIVATE);
        }
        for (ParameterSpec data : declarations.data(program.data().size())) {
            type.addField(data.type(), data.name(), Modifier.PRIVATE);
        }
        type.addField(TypeName.BOOLEAN, hasInputs, Modifier.PRIVATE);
        type.addField(TypeName.BOOLEAN, hasTargets, Modifier.PRIVATE);
        if (hasMetrics()) {
            type.addField(TypeName.BOOLEAN, metricsReady, Modifier.PRIVATE);
        }
        for (String output : model.results) {
            type.addField(FieldSpec.builder(precise.array(), output, Modifier.PRIVATE)
                    .initializer("new $T[0]", precise.type())
                    .build());
        }
    }

    private MethodSpec.Builder override(String name) {
        return MethodSpec.methodBuilder(name).addAnnotation(Override.class).addModifiers(Modifier.PUBLIC);
    }

    private void addData() {
        type.addMethod(override("signature")
                .returns(Signature.class)
                .addStatement("return $T.SIGNATURE", model.parametersClass)
                .build());
        type.addMethod(override("parameters")
                .returns(model.parametersClass)
                .addStatement("return $N", model.parameters)
                .build());
        CodeBlock.Builder bind = CodeBlock.builder()
                .addStatement("$T binding = $T.of(signature(), values)", Binding.class, Binding.class);
        for (Dim dim : model.unboundDims) {
            bind.addStatement("this.$N = binding.size($S)", model.dim(dim), dim.name());
        }
        for (Dim dim : checks.derived()) {
            bind.addStatement(
                    "binding.checkSize($S, $L)", dim.name(), extents.of(dim).code());
        }
        List<CodeBlock> targets = new ArrayList<>();
        for (int i = 0; i < program.data().size(); i++) {
            ModelDag.Data data = program.data().get(i);
            String name = data.variable().name();
            boolean isScalar = data.variable().shape().isScalar();
            String getter = precise.isFloat() ? "floats" : "doubles";
            CodeBlock cast = isScalar && precise.isFloat() ? CodeBlock.of("(float) ") : CodeBlock.of("");
            bind.addStatement(
                    "this.$N = $Lbinding.$L($S)", model.data.get(i), cast, isScalar ? "scalar" : getter, name);
            if (i >= inputCount) {
                targets.add(CodeBlock.of("binding.has($S)", name));
            }
        }
        bind.addStatement("this.$N = true", hasInputs);
        bind.addStatement(
                "this.$N = $L", hasTargets, targets.isEmpty() ? CodeBlock.of("true") : CodeBlock.join(targets, " && "));
        type.addMethod(override("bind")
                .addParameter(ParameterizedTypeName.get(Map.class, String.class, Tensor.class), "values")
                .addCode(bind.build())
                .build());
    }

    private void addPasses() {
        if (inputCount > 0 || !checks.undecided().isEmpty()) {
            addPredict();
        }
        type.addMethod(override("predict").addCode(predictBody()).build());
        if (hasData) {
            addUse(program.data().size());
            type.addMethod(typed("forward", program.data().size())
                    .addJavadoc("Computes $L and keeps what {@link #backward} needs.\n", model.evaluated())
                    .returns(TypeName.DOUBLE)
                    .addStatement(
                            "use($L)",
                            Declarations.names(typedArguments(program.data().size())))
                    .addStatement("return forward()")
                    .build());
        }
        type.addMethod(override("forward")
                .returns(TypeName.DOUBLE)
                .addCode(forwardBody())
                .build());
        addBackward();
        addLossAndGradient();
    }

    private List<ParameterSpec> typedArguments(int dataCount) {
        List<ParameterSpec> dims = checks.undecided().stream()
                .map(dim -> ParameterSpec.builder(TypeName.INT, model.dim(dim)).build())
                .toList();
        return Declarations.join(dims, declarations.data(dataCount));
    }

    private MethodSpec.Builder typed(String name, int dataCount) {
        return MethodSpec.methodBuilder(name).addModifiers(Modifier.PUBLIC).addParameters(typedArguments(dataCount));
    }

    private void addPredict() {
        if (inputCount < program.data().size()) {
            addUse(inputCount);
        }
        type.addMethod(typed("predict", inputCount)
                .addJavadoc("Computes the outputs.\n\n@return this model, whose outputs can be read now\n")
                .returns(model.face)
                .addStatement("use($L)", Declarations.names(typedArguments(inputCount)))
                .addStatement("predict()")
                .addStatement("return this")
                .build());
    }

    /** The method that checks and remembers what a typed method was given. */
    private void addUse(int dataCount) {
        CodeBlock.Builder code = CodeBlock.builder().add(checks.check(dataCount));
        for (Dim dim : checks.decidedBy(dataCount)) {
            code.addStatement("this.$N = $N", model.dim(dim), model.dim(dim));
        }
        for (ParameterSpec data : declarations.data(dataCount)) {
            code.addStatement("this.$N = $N", data, data);
        }
        code.addStatement("this.$N = true", hasInputs);
        code.addStatement(
                "this.$N = $L", hasTargets, dataCount == program.data().size());
        type.addMethod(MethodSpec.methodBuilder("use")
                .addModifiers(Modifier.PRIVATE)
                .addParameters(typedArguments(dataCount))
                .addCode(code.build())
                .build());
    }

    private CodeBlock require(String flag, String message) {
        return CodeBlock.builder()
                .beginControlFlow("if (!$N)", flag)
                .addStatement("throw new $T($S)", IllegalStateException.class, message)
                .endControlFlow()
                .build();
    }

    private CodeBlock predictBody() {
        CodeBlock.Builder code = CodeBlock.builder();
        if (inputCount > 0) {
            code.add(require(hasInputs, "inputs are not bound"));
        }
        code.addStatement("$N.predict($L)", forward, arguments(inputCount));
        code.add(takeResults(forward, model.outputCount()));
        if (hasMetrics()) {
            code.addStatement("$N = false", metricsReady);
        }
        return code.build();
    }

    private CodeBlock forwardBody() {
        CodeBlock.Builder code = CodeBlock.builder();
        code.add(requireData());
        code.addStatement(
                "double loss = $N.forward($L)",
                backward,
                arguments(program.data().size()));
        code.add(takeResults(backward, model.results.size()));
        if (hasMetrics()) {
            code.addStatement("$N = true", metricsReady);
        }
        return code.addStatement("return loss").build();
    }

    private CodeBlock requireData() {
        if (program.data().isEmpty()) {
            return CodeBlock.of("");
        }
        boolean hasAny = program.data().size() > inputCount;
        return require(hasTargets, hasAny ? "targets are not bound" : "inputs are not bound");
    }

    private CodeBlock takeResults(String pass, int count) {
        CodeBlock.Builder code = CodeBlock.builder();
        for (String result : model.results.subList(0, count)) {
            code.addStatement("$N = $N.$N()", result, pass, result);
        }
        return code.build();
    }

    private boolean hasMetrics() {
        return model.results.size() > model.outputCount();
    }

    private CodeBlock arguments(int dataCount) {
        List<CodeBlock> all = new ArrayList<>();
        model.unboundDims.forEach(dim -> all.add(CodeBlock.of("$N", model.dim(dim))));
        all.add(CodeBlock.of("$N.array()", model.parameters));
        model.data.subList(0, dataCount).forEach(name -> all.add(CodeBlock.of("$N", name)));
        return CodeBlock.join(all, ", ");
    }

    private void addBackward() {
        ParameterSpec gradient = declarations.gradient();
        type.addMethod(MethodSpec.methodBuilder("backward")
                .addJavadoc("Computes the gradient at the point of the last {@link #forward}.\n\n")
                .addJavadoc("@param $N receives one element for each trained parameter\n", gradient)
                .addModifiers(Modifier.PUBLIC)
                .addParameter(gradient)
                .addStatement("$T.checkLength($N.length, $L)", Binding.class, gradient, model.trainableCount())
                .addStatement("$N.backward($N)", backward, gradient)
                .build());
        type.addMethod(override("backward")
                .addParameter(RealArray.class, gradient.name())
                .addStatement("backward($L)", unwrapped(gradient))
                .build());
    }

    private CodeBlock unwrapped(ParameterSpec gradient) {
        String method = precise.isFloat() ? "floats" : "doubles";
        return CodeBlock.of("$T.$L($N, $L)", Binding.class, method, gradient, model.trainableCount());
    }

    private void addLossAndGradient() {
        ParameterSpec gradient = declarations.gradient();
        if (hasData) {
            type.addMethod(typed("lossAndGradient", program.data().size())
                    .addJavadoc("Computes the loss and its gradient in one pass; outputs are left as they were.\n\n")
                    .addJavadoc("@param $N receives one element for each trained parameter\n", gradient)
                    .returns(TypeName.DOUBLE)
                    .addParameter(gradient)
                    .addStatement(
                            "use($L)",
                            Declarations.names(typedArguments(program.data().size())))
                    .addStatement("return lossAndGradient($N)", gradient)
                    .build());
        }
        type.addMethod(MethodSpec.methodBuilder("lossAndGradient")
                .addJavadoc("The same with the data given last.\n")
                .addModifiers(Modifier.PUBLIC)
                .returns(TypeName.DOUBLE)
                .addParameter(gradient)
                .addCode(requireData())
                .addStatement("$T.checkLength($N.length, $L)", Binding.class, gradient, model.trainableCount())
                .addCode(step(gradient))
                .build());
        type.addMethod(override("lossAndGradient")
                .returns(TypeName.DOUBLE)
                .addParameter(RealArray.class, gradient.name())
                .addStatement("return lossAndGradient($L)", unwrapped(gradient))
                .build());
    }

    /** A training step, after which parameters that keep state have their new values. */
    private CodeBlock step(ParameterSpec gradient) {
        CodeBlock call = CodeBlock.of(
                "$N.lossAndGradient($L, $N)", backward, arguments(program.data().size()), gradient);
        if (program.updates().isEmpty()) {
            return CodeBlock.builder().addStatement("return $L", call).build();
        }
        return CodeBlock.builder()
                .addStatement("double loss = $L", call)
                .addStatement("$N.keepState($N.array())", backward, model.parameters)
                .addStatement("return loss")
                .build();
    }

    private void addResults() {
        List<ModelDag.Output> results = program.model().results();
        CodeBlock.Builder cases = CodeBlock.builder();
        for (int i = 0; i < results.size(); i++) {
            ModelDag.Output declared = results.get(i);
            boolean isScalar = declared.shape().isScalar();
            boolean isMetric = i >= model.outputCount();
            CodeBlock guard = isMetric
                    ? require(metricsReady, "metrics are what forward computes, and it was not the last pass")
                    : CodeBlock.of("");
            type.addMethod(MethodSpec.methodBuilder(methods.name(declared.name()))
                    .addJavadoc(Docs.paragraph(declared.doc()))
                    .addJavadoc(resultDoc(isMetric ? "{@link #forward}" : "the last pass", declared.shape()))
                    .addModifiers(Modifier.PUBLIC)
                    .returns(isScalar ? precise.type() : precise.array())
                    .addCode(guard)
                    .addStatement(isScalar ? "return $N[0]" : "return $N", model.results.get(i))
                    .build());
            addCase(cases, declared.name(), declared.shape(), guard, CodeBlock.of("$N", model.results.get(i)));
        }
        type.addMethod(unknown(override("output"), cases, hasMetrics() ? "no output or metric " : "no output "));
        CodeBlock.Builder gradient = CodeBlock.builder();
        for (int i : program.dataGradients()) {
            ModelDag.Data data = program.data().get(i);
            Shape shape = data.variable().shape();
            CodeBlock array = CodeBlock.of("$N.$N()", backward, model.dataGradients.get(i));
            type.addMethod(MethodSpec.methodBuilder(methods.name(data.variable().name() + "Gradient"))
                    .addJavadoc(
                            "The gradient of the loss with respect to {@code $L}.\n",
                            data.variable().name())
                    .addJavadoc(resultDoc("the last pass", shape))
                    .addModifiers(Modifier.PUBLIC)
                    .returns(shape.isScalar() ? precise.type() : precise.array())
                    .addStatement(shape.isScalar() ? "return $L[0]" : "return $L", array)
                    .build());
            addCase(gradient, data.variable().name(), shape, CodeBlock.of(""), array);
        }
        type.addMethod(unknown(override("inputGradient"), gradient, "no gradient was generated for "));
    }

    private static CodeBlock resultDoc(String pass, Shape shape) {
        return shape.isScalar()
                ? CodeBlock.of("As $L left it.\n", pass)
                : CodeBlock.of("As $L left it: elements over $L.\n", pass, shape);
    }

    private void addCase(CodeBlock.Builder code, String name, Shape shape, CodeBlock guard, CodeBlock array) {
        CodeBlock sizes =
                shape.axes().stream().map(axis -> extents.of(axis.dim()).code()).collect(CodeBlock.joining(", "));
        code.beginControlFlow("if (name.equals($S))", name);
        code.add(guard);
        code.addStatement(
                "return new $T($T.of($L), $T.of($L))", Tensor.class, List.class, sizes, RealArray.class, array);
        code.endControlFlow();
    }

    private static MethodSpec unknown(MethodSpec.Builder method, CodeBlock.Builder cases, String message) {
        cases.addStatement("throw new $T($S + name)", IllegalArgumentException.class, message);
        return method.returns(Tensor.class)
                .addParameter(String.class, "name")
                .addCode(cases.build())
                .build();
    }
}
