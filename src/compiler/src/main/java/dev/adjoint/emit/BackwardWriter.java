package dev.adjoint.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.adjoint.plan.Pass;
import dev.adjoint.plan.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;

/** Writes the class that computes the loss and its gradient. */
final class BackwardWriter {
    private final ModelNames model;
    private final Precise precise;
    private final Declarations declarations;
    private final List<FieldSpec> tables;
    private final List<Pass> passes;
    private final RoutineClasses routines;
    private final List<ParameterSpec> arguments;
    private final TypeSpec.Builder type;

    BackwardWriter(ModelNames model) {
        this.model = model;
        this.precise = model.precise;
        this.declarations = new Declarations(model);
        Program program = model.program;
        passes = List.of(program.forward(), program.backward(), program.lossAndGradient());
        tables = new ArrayList<>(declarations.tables(passes));
        tables.addAll(declarations.contractions(passes));
        routines = new RoutineClasses(model, passes);
        arguments = Declarations.join(
                declarations.dims(),
                List.of(declarations.parameters()),
                declarations.data(program.data().size()));
        type = TypeSpec.classBuilder(model.backward);
    }

    TypeSpec write() {
        type.addJavadoc("Loss and gradient of {@link $T}.\n", model.face)
                .addJavadoc("\n<p>Data arrays are referenced, not copied, and only read; parameters are copied by\n")
                .addJavadoc("{@link #forward}, so that {@link #backward} works at the same point. Not thread-safe.\n")
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .addFields(tables);
        routines.addTo(type);
        addState();
        addForward();
        addBackward();
        addLossAndGradient();
        if (!model.program.updates().isEmpty()) {
            addUpdates();
        }
        declarations.addResults(type, model.results.size());
        declarations.addContractions(type, passes);
        for (int i : model.program.dataGradients()) {
            type.addMethod(MethodSpec.methodBuilder(model.dataGradients.get(i))
                    .returns(precise.array())
                    .addStatement("return $N[$L]", model.gradientsTable, i)
                    .build());
        }
        type.addMethod(declarations.growingArray());
        return type.build();
    }

    private void addState() {
        for (ParameterSpec argument : arguments) {
            FieldSpec.Builder field = FieldSpec.builder(argument.type(), argument.name(), Modifier.PRIVATE);
            if (argument.name().equals(model.parameters)) {
                field.addModifiers(Modifier.FINAL).initializer("new $T[$L]", precise.type(), model.parameterCount());
            }
            type.addField(field.build());
        }
        type.addField(TypeName.BOOLEAN, model.ready, Modifier.PRIVATE);
    }

    private void addForward() {
        CodeBlock.Builder code = CodeBlock.builder();
        for (ParameterSpec argument : arguments) {
            if (argument.name().equals(model.parameters)) {
                code.addStatement(
                        "$T.arraycopy($N, 0, this.$N, 0, this.$N.length)", System.class, argument, argument, argument);
            } else {
                code.addStatement("this.$N = $N", argument, argument);
            }
        }
        code.addStatement("this.$N = true", model.ready);
        code.add(pass(model.program.forward(), List.of()));
        type.addMethod(MethodSpec.methodBuilder("forward")
                .addJavadoc("Computes $L and keeps what {@link #backward} needs.\n", model.evaluated())
                .addModifiers(Modifier.PUBLIC)
                .returns(TypeName.DOUBLE)
                .addParameters(arguments)
                .addCode(code.build())
                .build());
    }

    private void addBackward() {
        ParameterSpec gradient = declarations.gradient();
        CodeBlock body = pass(model.program.backward(), List.of(gradient));
        CodeBlock.Builder code = CodeBlock.builder()
                .beginControlFlow("if (!this.$N)", model.ready)
                .addStatement("throw new $T($S)", IllegalStateException.class, "backward without a preceding forward")
                .endControlFlow();
        String text = body.toString();
        for (ParameterSpec argument : arguments) {
            if (Pattern.compile(
                            "(?<![\\w.])" + Pattern.quote(argument.name()) + "(?!\\w)", Pattern.UNICODE_CHARACTER_CLASS)
                    .matcher(text)
                    .find()) {
                code.addStatement("$T $N = this.$N", argument.type(), argument, argument);
            }
        }
        type.addMethod(MethodSpec.methodBuilder("backward")
                .addJavadoc("Computes the gradient at the point of the last {@link #forward}.\n")
                .addModifiers(Modifier.PUBLIC)
                .addParameter(gradient)
                .addCode(code.add(body).build())
                .build());
    }

    private void addUpdates() {
        CodeBlock.Builder code = CodeBlock.builder();
        int offset = 0;
        for (Program.Slice slice : model.program.updates()) {
            code.addStatement(
                    "$T.arraycopy($N, $L, $N, $L, $L)",
                    System.class,
                    model.updates,
                    offset,
                    model.parameters,
                    slice.offset(),
                    slice.count());
            offset += slice.count();
        }
        type.addMethod(MethodSpec.methodBuilder("keepState")
                .addJavadoc("Gives the parameters that keep state what {@link #lossAndGradient} computed for them.\n")
                .addParameter(declarations.parameters())
                .addCode(code.build())
                .build());
    }

    private void addLossAndGradient() {
        ParameterSpec gradient = declarations.gradient();
        type.addMethod(MethodSpec.methodBuilder("lossAndGradient")
                .addJavadoc("Computes the loss and its gradient in one pass; leaves {@link #forward} as it was.\n")
                .addModifiers(Modifier.PUBLIC)
                .returns(TypeName.DOUBLE)
                .addParameters(arguments)
                .addParameter(gradient)
                .addCode(pass(model.program.lossAndGradient(), List.of(gradient)))
                .build());
    }

    private CodeBlock pass(Pass pass, List<ParameterSpec> more) {
        List<ParameterSpec> all =
                Declarations.join(arguments, more, Declarations.asArguments(tables), routines.objects(pass));
        int before = 0;
        for (Pass other : passes) {
            if (other == pass) {
                break;
            }
            before += other.multiplications();
        }
        return new PassWriter(model, PassNames.of(model, pass, routines, before), all).write(type);
    }
}
