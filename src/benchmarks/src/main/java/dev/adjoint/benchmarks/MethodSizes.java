package dev.adjoint.benchmarks;

import dev.adjoint.driver.JavaSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Bytecode of generated sources, as the Java compiler really makes it. */
final class MethodSizes {
    private MethodSizes() {}

    /** Bytes of the largest method. HotSpot compiles none above 8,000. */
    static int largest(List<JavaSource> sources) throws IOException {
        Path folder = Files.createTempDirectory("adjoint-benchmarks");
        try {
            compile(sources, folder);
            int largest = 0;
            for (Path file : files(folder)) {
                if (file.toString().endsWith(".class")) {
                    largest = Math.max(largest, largest(Files.readAllBytes(file)));
                }
            }
            return largest;
        } finally {
            for (Path file : files(folder)) {
                Files.delete(file);
            }
        }
    }

    private static void compile(List<JavaSource> sources, Path folder) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", folder.toString()));
        for (JavaSource source : sources) {
            Path file = folder.resolve(source.path());
            Files.createDirectories(file.getParent());
            arguments.add(Files.writeString(file, source.text()).toString());
        }
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        if (status != 0) {
            throw new IllegalStateException("generated Java does not compile");
        }
    }

    /** What lies below a folder and the folder itself, innermost first. */
    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.sorted(Comparator.reverseOrder()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int largest(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, 0);
        MethodEnds ends = new MethodEnds(writer);
        reader.accept(ends, 0);
        // Labels get their offsets while the writer lays the methods out.
        writer.toByteArray();
        return ends.labels.stream().mapToInt(Label::getOffset).max().orElse(0);
    }

    /** Puts a label behind the last instruction of every method. */
    private static final class MethodEnds extends ClassVisitor {
        private final List<Label> labels = new ArrayList<>();

        MethodEnds(ClassWriter writer) {
            super(Opcodes.ASM9, writer);
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] thrown) {
            return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, type, signature, thrown)) {
                @Override
                public void visitMaxs(int stack, int locals) {
                    Label end = new Label();
                    visitLabel(end);
                    labels.add(end);
                    super.visitMaxs(stack, locals);
                }
            };
        }
    }
}
