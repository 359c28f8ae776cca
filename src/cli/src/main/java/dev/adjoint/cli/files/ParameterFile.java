package dev.adjoint.cli.files;

import dev.adjoint.cli.arrays.ArrayFormatException;
import dev.adjoint.cli.arrays.SafetensorsFile;
import dev.adjoint.runtime.ElementKind;
import dev.adjoint.runtime.Initialiser;
import dev.adjoint.runtime.Interval;
import dev.adjoint.runtime.Parameters;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.SourceFile;
import dev.adjoint.source.Span;
import dev.adjoint.source.Spelling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/** Values of a model's parameters: JSON as in {@code {"w": 1.0, "b": [0.5, 2]}}, or a safetensors file. */
public final class ParameterFile {
    private final Parameters parameters;
    private final Findings findings;

    private ParameterFile(Parameters parameters) {
        this.parameters = parameters;
        this.findings = new Findings(parameters.signature().precision());
    }

    /**
     * Overwrites the parameters that the file names and leaves the others as they are.
     *
     * @param file {@code .safetensors}, or else JSON
     * @throws FileFailure if it cannot be read, if a value does not fit, or if a parameter has neither a value here nor an
     *     initial one
     */
    public static void read(Path file, Parameters parameters) {
        if (isSafetensors(file)) {
            new ParameterFile(parameters).readSafetensors(file);
        } else {
            read(TextFile.read(file), parameters);
        }
    }

    /** As {@link #read(Path, Parameters)}, from JSON. */
    static void read(SourceFile file, Parameters parameters) {
        new ParameterFile(parameters).readJson(file);
    }

    /**
     * Accepts initial values alone.
     *
     * @throws FileFailure if there is a parameter without
     */
    public static void requireInitialValues(Signature signature) {
        List<String> missing = signature.parameters().stream()
                .filter(p -> p.initialiser() instanceof Initialiser.Missing)
                .map(Signature.Parameter::name)
                .toList();
        if (!missing.isEmpty()) {
            throw new FileFailure("no initial value of " + String.join(", ", missing)
                    + ": give a file with --parameters, or write one into the model as in `param " + missing.get(0)
                    + " = 0`");
        }
    }

    /**
     * The content of a file for the values a model has now.
     *
     * @param file {@code .safetensors}, or else JSON
     */
    public static byte[] content(Path file, Parameters parameters) {
        return isSafetensors(file) ? safetensors(parameters) : json(parameters).getBytes(StandardCharsets.UTF_8);
    }

    static String json(Parameters parameters) {
        StringJoiner lines = new StringJoiner(",\n", "{\n", "\n}\n");
        lines.setEmptyValue("{}\n");
        for (Signature.Parameter parameter : parameters.signature().parameters()) {
            lines.add("  " + JsonText.quote(parameter.name()) + ": "
                    + JsonText.of(Slice.of(parameter, parameters.flat())));
        }
        return lines.toString();
    }

    private static byte[] safetensors(Parameters parameters) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Signature.Parameter parameter : parameters.signature().parameters()) {
            tensors.put(parameter.name(), Slice.of(parameter, parameters.flat()));
        }
        return SafetensorsFile.write(
                tensors, Map.of("model", parameters.signature().name()));
    }

    private static boolean isSafetensors(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".safetensors");
    }

    private void readJson(SourceFile file) {
        Set<String> names = new LinkedHashSet<>();
        Map<String, FoundValue> found = JsonArrays.read(file, name -> Optional.of(ElementKind.REAL), names, findings);
        findings.throwIfAny();
        found.forEach((name, value) -> parameters
                .signature()
                .parameter(name)
                .ifPresentOrElse(p -> store(p, value), () -> reportUnknown(name, value.span())));
        reportMissing(names, file.span(0, 1));
        findings.throwIfAny();
    }

    private void readSafetensors(Path file) {
        StoredArrays arrays = new StoredArrays(file, findings);
        try (SafetensorsFile stored = SafetensorsFile.open(file)) {
            for (String name : stored.names()) {
                Optional<Signature.Parameter> parameter = parameters.signature().parameter(name);
                if (parameter.isEmpty()) {
                    reportUnknown(name, arrays.start());
                } else {
                    arrays.read(name, sink -> stored.read(name, sink))
                            .ifPresent(found -> store(parameter.get(), found));
                }
            }
            reportMissing(stored.names(), arrays.start());
        } catch (ArrayFormatException e) {
            arrays.report(e);
        } catch (IOException e) {
            throw arrays.failure(e);
        }
        findings.throwIfAny();
    }

    private void reportMissing(Set<String> names, Span place) {
        for (Signature.Parameter parameter : parameters.signature().parameters()) {
            if (parameter.initialiser() instanceof Initialiser.Missing && !names.contains(parameter.name())) {
                findings.report(DiagnosticCode.MISSING_PARAMETER, place, parameter.name());
            }
        }
    }

    private void store(Signature.Parameter parameter, FoundValue found) {
        if (!found.sizes().equals(parameter.sizes())) {
            String expected = DimSizes.describe(parameter.sizes());
            findings.report(
                    DiagnosticCode.WRONG_SHAPE,
                    found.span(),
                    parameter.name(),
                    expected,
                    DimSizes.describe(found.sizes()),
                    "");
            return;
        }
        RealArray flat = parameters.flat();
        for (int i = 0; i < parameter.count(); i++) {
            flat.set(parameter.offset() + i, found.numbers().get(i));
            double value = flat.get(parameter.offset() + i);
            if (!parameter.constraint().contains(value)) {
                String constraint = describe(parameter.constraint());
                findings.report(
                        DiagnosticCode.OUTSIDE_CONSTRAINT,
                        found.span(),
                        parameter.name(),
                        String.valueOf(value),
                        parameter.name() + constraint);
                return;
            }
        }
    }

    private void reportUnknown(String name, Span span) {
        List<String> known = parameters.signature().parameters().stream()
                .map(Signature.Parameter::name)
                .toList();
        findings.report(
                DiagnosticCode.UNKNOWN_PARAMETER,
                span,
                name,
                Spelling.nearest(name, known).orElse(""));
    }

    /** As the model file says it: {@code > 0}, {@code < 1} or {@code in (0, 1)}. */
    private static String describe(Interval interval) {
        if (interval.high() == Double.POSITIVE_INFINITY) {
            return " > " + interval.low();
        }
        if (interval.low() == Double.NEGATIVE_INFINITY) {
            return " < " + interval.high();
        }
        return " in (" + interval.low() + ", " + interval.high() + ")";
    }
}
