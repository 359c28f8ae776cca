package dev.adjoint.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.adjoint.expr.Axis;
import dev.adjoint.plan.Program;
import dev.adjoint.runtime.Parameters;
import dev.adjoint.runtime.RealArray;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Writes the class that gives the flat parameter array names and types. */
final class ParametersWriter {
    private static final List<String> INHERITED = List.of(
            "signature",
            "flat",
            "initialise",
            "array",
            "parametersOfSignature",
            "clone",
            "equals",
            "finalize",
            "getClass",
            "hashCode",
            "notify",
            "notifyAll",
            "toString",
            "wait");

    private final ModelNames model;
    private final Precise precise;
    private final LocalNames methods = new LocalNames();

    ParametersWriter(ModelNames model) {
        this.model = model;
        this.precise = model.precise;
        INHERITED.forEach(methods::name);
    }

    TypeSpec write() {
        TypeSpec.Builder type = TypeSpec.classBuilder(model.parametersClass)
                .addJavadoc(
                        "The parameters of {@link $T} over one flat array: trained ones first, then frozen ones.\n",
                        model.face)
                .addJavadoc("\n<p>All are zero until set or {@linkplain #initialise initialised}. Not thread-safe.\n")
                .superclass(Parameters.class)
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL);
        new SignatureWriter(model).addTo(type);
        type.addField(precise.array(), "values", Modifier.PRIVATE, Modifier.FINAL)
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PUBLIC)
                        .addStatement("this(new $T[$L])", precise.type(), model.parameterCount())
                        .build())
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .addParameter(precise.array(), "values")
                        .addStatement("super(SIGNATURE, $T.of(values))", RealArray.class)
                        .addStatement("this.values = values")
                        .build())
                .addMethod(MethodSpec.methodBuilder("array")
                        .addJavadoc("All parameters in the order of the signature. Live, not a copy.\n")
                        .addModifiers(Modifier.PUBLIC)
                        .returns(precise.array())
                        .addStatement("return values")
                        .build());
        for (Program.Slice slice : model.program.parameters()) {
            addAccess(type, slice, methods.name(slice.variable().name()));
        }
        return type.build();
    }

    private void addAccess(TypeSpec.Builder type, Program.Slice slice, String name) {
        List<Axis> axes = slice.variable().shape().axes();
        LocalNames names = new LocalNames();
        String value = names.name("value");
        List<ParameterSpec> indices = new ArrayList<>();
        CodeBlock index = CodeBlock.of("");
        for (Axis axis : axes) {
            String argument = names.name(axis.name());
            index = indices.isEmpty()
                    ? CodeBlock.of("$N", argument)
                    : CodeBlock.of(
                            indices.size() > 1 ? "($L) * $L + $N" : "$L * $L + $N",
                            index,
                            axis.dim().size().orElseThrow(),
                            argument);
            indices.add(ParameterSpec.builder(TypeName.INT, argument).build());
        }
        CodeBlock place = axes.isEmpty()
                ? CodeBlock.of("$L", slice.offset())
                : slice.offset() == 0 ? index : CodeBlock.of("$L + $L", slice.offset(), index);
        CodeBlock doc = Docs.paragraph(slice.parameter().doc());
        type.addMethod(MethodSpec.methodBuilder(name)
                .addJavadoc(doc)
                .addModifiers(Modifier.PUBLIC)
                .returns(precise.type())
                .addParameters(indices)
                .addStatement("return values[$L]", place)
                .build());
        type.addMethod(MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PUBLIC)
                .addParameters(indices)
                .addParameter(precise.type(), value)
                .addStatement("values[$L] = $N", place, value)
                .build());
    }
}
