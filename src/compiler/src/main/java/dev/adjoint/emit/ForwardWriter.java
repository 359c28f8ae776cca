package dev.adjoint.emit;

import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeSpec;
import dev.adjoint.plan.Pass;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Writes the class that predicts and needs nothing else. */
final class ForwardWriter {
    private final ModelNames model;
    private final Declarations declarations;

    ForwardWriter(ModelNames model) {
        this.model = model;
        this.declarations = new Declarations(model);
    }

    TypeSpec write() {
        Pass pass = model.program.predict();
        List<FieldSpec> fields = new ArrayList<>(declarations.tables(List.of(pass)));
        fields.addAll(declarations.contractions(List.of(pass)));
        List<ParameterSpec> arguments = Declarations.join(
                declarations.dims(),
                List.of(declarations.parameters()),
                declarations.data(model.program.model().inputs().size()));
        TypeSpec.Builder type = TypeSpec.classBuilder(model.forward)
                .addJavadoc("Prediction with {@link $T}: outputs from inputs and parameters.\n", model.face)
                .addJavadoc(
                        "\n<p>Arrays given are only read; arrays returned belong to this object, may be longer than\n")
                .addJavadoc("the output and are overwritten by the next prediction. Not thread-safe.\n")
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .addFields(fields);
        RoutineClasses routines = new RoutineClasses(model, List.of(pass));
        routines.addTo(type);
        PassWriter writer = new PassWriter(
                model,
                PassNames.of(model, pass, routines, 0),
                Declarations.join(arguments, Declarations.asArguments(fields), routines.objects(pass)));
        type.addMethod(MethodSpec.methodBuilder("predict")
                .addJavadoc("Computes the outputs.\n")
                .addModifiers(Modifier.PUBLIC)
                .addParameters(arguments)
                .addCode(writer.write(type))
                .build());
        declarations.addResults(type, model.outputCount());
        declarations.addContractions(type, List.of(pass));
        return type.addMethod(declarations.growingArray()).build();
    }
}
