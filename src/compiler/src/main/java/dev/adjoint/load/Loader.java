package dev.adjoint.load;

import dev.adjoint.runtime.Model;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** Compiles generated classes in memory and makes an instance of the model. Thread-safe. */
public final class Loader {
    private static final int MOST_MESSAGES = 5;

    /**
     * No annotation processors, which javac would look for in every jar; no lint; line numbers for stack traces, and
     * nothing for debuggers.
     */
    private static final List<String> OPTIONS =
            List.of("-proc:none", "-implicit:none", "-Xlint:none", "-nowarn", "-g:source,lines", "-XDuseUnsharedTable");

    private Loader() {}

    /**
     * @param modelClass the fully qualified name of the class that implements {@link Model}
     * @param sources Java source by fully qualified class name
     * @throws IllegalStateException if this Java has no compiler, or if the source does not compile, which is a defect of
     *     whoever generated it
     */
    public static LoadedModel load(String modelClass, Map<String, String> sources) {
        Map<String, byte[]> classes = compile(sources);
        ClassLoader loader = new MemoryLoader(classes);
        try {
            Object model = loader.loadClass(modelClass).getConstructor().newInstance();
            return new LoadedModel((Model) model, classes);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("load: cannot make an instance of " + modelClass, e);
        }
    }

    /**
     * Compiles something small, so that the next {@link #load} finds the compiler's classes loaded. Meant for a thread in
     * the background, while a model is read and derived.
     */
    public static void warmUp() {
        String text = "final class WarmUp { double f(double[] x) { double s = 0; for (int i = 0; i < x.length; i++) {"
                + " s += Math.exp(x[i]); } return s + dev.adjoint.runtime.Interval.ALL.low(); } }";
        compile(Map.of("WarmUp", text));
    }

    private static Map<String, byte[]> compile(Map<String, String> sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException("this Java (" + System.getProperty("java.home")
                    + ") has no compiler: run Adjoint with a JDK rather than a JRE");
        }
        DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
        List<JavaFileObject> units = sources.entrySet().stream()
                .map(source -> MemoryFiles.source(source.getKey(), source.getValue()))
                .toList();
        try (StandardJavaFileManager standard =
                        compiler.getStandardFileManager(messages, Locale.ROOT, StandardCharsets.UTF_8);
                MemoryFiles files = new MemoryFiles(standard)) {
            standard.setLocation(StandardLocation.CLASS_PATH, List.of(runtimeLocation()));
            if (!compiler.getTask(null, files, messages, OPTIONS, null, units).call()) {
                throw new IllegalStateException("load: generated code does not compile\n" + text(messages));
            }
            return files.classes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The jar or folder of the runtime, however it got here: class path, one shaded jar, or Maven's class loaders. */
    private static File runtimeLocation() {
        try {
            return Path.of(Model.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toFile();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("load: no place for the runtime", e);
        }
    }

    /** The first errors, each with the generated line, whose comment above names the place in the model. */
    private static String text(DiagnosticCollector<JavaFileObject> messages) {
        return messages.getDiagnostics().stream()
                .filter(message -> message.getKind() == Diagnostic.Kind.ERROR)
                .limit(MOST_MESSAGES)
                .map(message -> message.toString())
                .collect(Collectors.joining("\n"));
    }

    /** Defines classes on demand, so that those that are never used cost nothing. */
    private static final class MemoryLoader extends ClassLoader {
        private final Map<String, byte[]> classes;

        MemoryLoader(Map<String, byte[]> classes) {
            super(Model.class.getClassLoader());
            this.classes = classes;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = classes.get(name);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }
    }
}
