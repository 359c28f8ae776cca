package dev.adjoint.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeSpec;
import dev.adjoint.plan.Pass;
import dev.adjoint.plan.Routine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Modifier;

/**
 * Writes the routines that some passes call, each as a nested class with memory of its own and one object, which all calls
 * share: none is active twice at the same time.
 */
final class RoutineClasses {
    /** Simple names that generated code uses unqualified. */
    private static final Set<String> USED =
            Set.of("Math", "Arrays", "System", "SpecialFunctions", "Indices", "Contraction", "Panels", "Override");

    private final ModelNames model;
    private final Declarations declarations;
    /** By routine, those that are called first. */
    private final Map<Routine, Names> names = new LinkedHashMap<>();

    private final LocalNames classNames = new LocalNames();
    private final LocalNames fieldNames;

    private record Names(ClassName type, String field) {}

    RoutineClasses(ModelNames model, List<Pass> passes) {
        this.model = model;
        this.declarations = new Declarations(model);
        this.fieldNames = model.locals();
        USED.forEach(classNames::name);
        List.of(model.face, model.forward, model.backward, model.parametersClass)
                .forEach(type -> classNames.name(type.simpleName()));
        passes.forEach(this::add);
    }

    private void add(Pass pass) {
        for (Routine routine : pass.routines()) {
            if (!names.containsKey(routine)) {
                add(routine.pass());
                String type = classNames.name(camelCase(routine.lambda().name()));
                String field = fieldNames.name(Character.toLowerCase(type.charAt(0)) + type.substring(1));
                names.put(routine, new Names(ClassName.get("", type), field));
            }
        }
    }

    /** {@code EncoderBlock} from {@code encoder_block}. */
    private static String camelCase(String name) {
        StringBuilder text = new StringBuilder();
        for (String word : name.split("[^\\p{L}\\p{N}]+")) {
            if (!word.isEmpty()) {
                text.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        // Passes that are cut have nested classes of such names.
        boolean isPart = text.toString().matches("(Predict|Forward|Backward|LossAndGradient|Run)\\d+");
        return text.isEmpty() ? "Routine" : isPart ? text.append('_').toString() : text.toString();
    }

    String field(Routine routine) {
        return names.get(routine).field;
    }

    /** The objects of the routines that a pass calls itself, as arguments. */
    List<ParameterSpec> objects(Pass pass) {
        return pass.routines().stream()
                .map(routine -> {
                    Names own = names.get(routine);
                    return ParameterSpec.builder(own.type, own.field).build();
                })
                .toList();
    }

    /** Adds classes and objects to a class that runs the passes. */
    void addTo(TypeSpec.Builder owner) {
        names.forEach((routine, own) -> {
            owner.addField(FieldSpec.builder(own.type, own.field, Modifier.PRIVATE, Modifier.FINAL)
                    .initializer("new $T($L)", own.type, Declarations.names(objects(routine.pass())))
                    .build());
            owner.addType(type(routine, own));
        });
    }

    private TypeSpec type(Routine routine, Names own) {
        Pass pass = routine.pass();
        PassNames passNames = PassNames.of(model, routine, this);
        List<FieldSpec> tables = new ArrayList<>(declarations.memory(List.of(pass)));
        tables.addAll(declarations.contractions(List.of(pass)));
        if (PassNames.isTabled(routine)) {
            tables.addAll(declarations.given(PassNames.arrays(routine)));
        }
        List<ParameterSpec> objects = objects(pass);
        TypeSpec.Builder type = TypeSpec.classBuilder(own.type)
                .addJavadoc("{@code $L} with memory of its own.\n", Comments.plain(passNames.heading(routine)))
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .addFields(tables);
        if (!objects.isEmpty()) {
            CodeBlock.Builder code = CodeBlock.builder();
            for (ParameterSpec object : objects) {
                type.addField(object.type(), object.name(), Modifier.PRIVATE, Modifier.FINAL);
                code.addStatement("this.$N = $N", object, object);
            }
            type.addMethod(MethodSpec.constructorBuilder()
                    .addParameters(objects)
                    .addCode(code.build())
                    .build());
        }
        if (PassNames.isTabled(routine)) {
            type.addMethod(declarations.give());
        }
        List<ParameterSpec> arguments = passNames.arguments(routine);
        List<ParameterSpec> all =
                new ArrayList<>(Declarations.join(arguments, Declarations.asArguments(tables), objects));
        CodeBlock code = new PassWriter(model, passNames, all).write(type);
        type.addMethod(MethodSpec.methodBuilder("run")
                .addParameters(arguments)
                .addCode(passNames.explained(routine, new Comments(model)))
                .addCode(code)
                .build());
        return type.build();
    }
}
