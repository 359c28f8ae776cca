package dev.adjoint.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeSpec;
import dev.adjoint.plan.Pass;
import dev.adjoint.plan.Step;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * Writes the code of a pass: into the one method that stands for it if it fits, else into many methods of nested classes,
 * which that method calls in turn.
 */
final class PassWriter {
    /** Methods in one nested class. The constants of a class are limited to 65,535, and one method uses a few hundred. */
    private static final int KERNELS_PER_CLASS = 50;

    private final ModelNames model;
    private final PassNames names;
    private final Pass pass;
    private final Comments comments;
    private final List<ParameterSpec> arguments;

    /**
     * @param arguments what the code of the pass refers to besides its own locals
     */
    PassWriter(ModelNames model, PassNames names, List<ParameterSpec> arguments) {
        this.model = model;
        this.names = names;
        this.pass = names.pass();
        this.comments = new Comments(model);
        this.arguments = arguments;
    }

    /** The statements of the pass; nested classes go to {@code owner}. */
    CodeBlock write(TypeSpec.Builder owner) {
        BodyWriter body = new BodyWriter(model, names, comments);
        if (pass.isWhole()) {
            return body.write(pass.methods().get(0)).returnResult().code();
        }
        CodeBlock.Builder calls = CodeBlock.builder();
        List<List<Step>> methods = pass.methods();
        for (int start = 0; start < methods.size(); start += KERNELS_PER_CLASS) {
            String name = className(start / KERNELS_PER_CLASS + 1);
            int end = Math.min(methods.size(), start + KERNELS_PER_CLASS);
            owner.addType(part(name, methods.subList(start, end)));
            calls.addStatement("$T.run($L)", ClassName.get("", name), Declarations.names(arguments));
        }
        return calls.add(body.returnResult().code()).build();
    }

    private String className(int number) {
        return Character.toUpperCase(pass.name().charAt(0)) + pass.name().substring(1) + number;
    }

    private TypeSpec part(String name, List<List<Step>> methods) {
        TypeSpec.Builder type = TypeSpec.classBuilder(name)
                .addJavadoc("A part of {@code $L}, which is too long for one method.\n", pass.name())
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL);
        MethodSpec.Builder run = method("run");
        for (int i = 0; i < methods.size(); i++) {
            String kernel = "kernel" + (i + 1);
            run.addStatement("$N($L)", kernel, Declarations.names(arguments));
        }
        type.addMethod(run.build());
        for (int i = 0; i < methods.size(); i++) {
            CodeBlock code =
                    new BodyWriter(model, names, comments).write(methods.get(i)).code();
            type.addMethod(method("kernel" + (i + 1)).addCode(code).build());
        }
        return type.build();
    }

    private MethodSpec.Builder method(String name) {
        return MethodSpec.methodBuilder(name).addModifiers(Modifier.STATIC).addParameters(arguments);
    }
}
