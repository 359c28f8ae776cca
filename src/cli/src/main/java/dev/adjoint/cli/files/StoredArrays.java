package dev.adjoint.cli.files;

import dev.adjoint.cli.arrays.ArrayFormatException;
import dev.adjoint.cli.arrays.ElementSink;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Tensor;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.SourceFile;
import dev.adjoint.source.Span;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Takes arrays from a file without text: elements are named by their position, as there is no place to point at. */
final class StoredArrays {
    private final Path file;
    private final Span start;
    private final Findings findings;

    StoredArrays(Path file, Findings findings) {
        this.file = file;
        this.start = new SourceFile(file.toString(), "").span(0, 0);
        this.findings = findings;
    }

    /** What reads one array. */
    @FunctionalInterface
    interface Reading {
        /** @param sink from the array's sizes to what takes its elements */
        void read(Function<List<Integer>, ElementSink> sink) throws IOException, ArrayFormatException;
    }

    /** What stands for any place in the file. */
    Span start() {
        return start;
    }

    /**
     * Reads the array for a value; empty, and reported, if that cannot be.
     *
     * @throws FileFailure if the file cannot be read
     */
    Optional<FoundValue> read(String name, Reading reading) {
        Target target = new Target(name);
        try {
            reading.read(target);
            return Optional.of(new FoundValue(start, target.sizes, target.numbers, i -> start));
        } catch (ArrayFormatException e) {
            findings.report(DiagnosticCode.INVALID_ARRAYS, start, "'" + name + "': " + e.getMessage());
            return Optional.empty();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Reports that the file as a whole is wrong. */
    void report(ArrayFormatException e) {
        findings.report(DiagnosticCode.INVALID_ARRAYS, start, e.getMessage());
    }

    FileFailure failure(IOException e) {
        return new FileFailure("cannot read " + file + ": " + TextFile.reason(e));
    }

    private final class Target implements Function<List<Integer>, ElementSink> {
        private final String name;
        private List<Integer> sizes;
        private RealArray numbers;

        Target(String name) {
            this.name = name;
        }

        @Override
        public ElementSink apply(List<Integer> all) {
            sizes = all;
            numbers = RealArray.allocate(findings.precision(), all.stream().reduce(1, Math::multiplyExact));
            return (position, value) -> {
                numbers.set(position, value);
                if (!findings.accepts(value) && !findings.isFull()) {
                    report(position, value);
                }
            };
        }

        private void report(int position, double value) {
            String expected = Double.isFinite(value) ? "a number that single precision can hold" : "a finite number";
            String at = new Tensor(sizes, numbers).position(position);
            String found = at.isEmpty() ? String.valueOf(value) : value + " at " + at;
            findings.report(DiagnosticCode.WRONG_ELEMENT, start, name, expected, found, "");
        }
    }
}
