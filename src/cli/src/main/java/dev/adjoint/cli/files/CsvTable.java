package dev.adjoint.cli.files;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.adjoint.runtime.Signature;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.SourceFile;
import dev.adjoint.source.Span;
import dev.adjoint.source.Spelling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * A table of samples: a row for each, and columns by the names in its first line. A value whose samples have axes of their
 * own has a column for each element: {@code x[0]}, {@code x[1]} and {@code w[0,1]}.
 */
final class CsvTable implements SampleSource {
    /** Other separators than commas, as they are split at and as they are called. */
    private static final Map<String, String> SEPARATORS =
            new TreeMap<>(Map.of(";", "';'", "\t", "tabs", " +", "blanks"));

    private final SourceFile file;
    private final Optional<Signature.Axis> sampleDim;
    private final CsvFields fields;
    private final List<CsvValue> values = new ArrayList<>();
    /** The line that each row starts at. */
    private final IntList lines = new IntList();

    private Findings findings;
    private CsvHeader header;

    /** @param sampleDim what the rows run along; along the first axis of values that do not have it */
    CsvTable(SourceFile file, Optional<Signature.Axis> sampleDim) {
        this.file = file;
        this.sampleDim = sampleDim;
        this.fields = new CsvFields(file);
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public Map<String, FoundValue> read(List<Signature.Value> wanted, Findings found) {
        findings = found;
        header = new CsvHeader(List.of(), found);
        readRecords(wanted);
        Map<String, FoundValue> all = new LinkedHashMap<>();
        for (CsvValue value : values) {
            FoundValue numbers = value.found(
                    rowAxis(value.value()), found.precision(), (row, column) -> fields.span(lines.get(row), column));
            all.put(value.value().name(), numbers);
        }
        return all;
    }

    @Override
    public void reportMissing(List<String> names, Findings found) {
        if (header.size() == 0) {
            if (found.isEmpty() && !names.isEmpty()) {
                found.report(DiagnosticCode.EMPTY_DATA, file.span(0, 0), String.join("', '", names));
            }
            return;
        }
        List<String> there = header.names();
        names.stream()
                .filter(name -> !header.has(name))
                .forEach(name -> found.report(
                        DiagnosticCode.MISSING_COLUMN,
                        header.span(),
                        name,
                        CsvHeader.list(there),
                        Spelling.nearest(name, there).orElse("")));
    }

    private int rowAxis(Signature.Value value) {
        return Math.max(0, sampleDim.map(value.axes()::indexOf).orElse(0));
    }

    private void readRecords(List<Signature.Value> wanted) {
        CsvRecord last = null;
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .allowUnclosedQuote(false)
                        .skipEmptyLines(false)
                        .ofCsvRecord(file.text());
                CloseableIterator<CsvRecord> records = reader.iterator()) {
            List<CsvRecord> blank = new ArrayList<>();
            while (records.hasNext() && !findings.isFull()) {
                last = records.next();
                if (isBlank(last)) {
                    blank.add(last);
                } else if (header.size() == 0) {
                    if (isSeparatedOtherwise(last, wanted)) {
                        return;
                    }
                    readHeader(last, wanted);
                    blank.clear();
                } else {
                    reportGaps(blank);
                    readRow(last);
                }
            }
        } catch (CsvParseException e) {
            int line = last == null ? 1 : (int) last.getStartingLineNumber() + 1;
            findings.report(DiagnosticCode.INVALID_CSV, fields.rest(line));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private void readHeader(CsvRecord record, List<Signature.Value> wanted) {
        header = new CsvHeader(headings(record), findings);
        for (Signature.Value value : wanted) {
            if (header.has(value.name())) {
                List<Signature.Axis> inner = new ArrayList<>(value.axes());
                if (!inner.isEmpty()) {
                    inner.remove(rowAxis(value));
                }
                header.find(value, inner).ifPresent(values::add);
            }
        }
    }

    private List<CsvHeading> headings(CsvRecord record) {
        return CsvHeading.of(record.getFields(), field -> place(record, field));
    }

    /** Whether no comma separates the names of columns, but something else does; that is reported. */
    private boolean isSeparatedOtherwise(CsvRecord record, List<Signature.Value> wanted) {
        List<String> wantedNames = wanted.stream().map(Signature.Value::name).toList();
        List<CsvHeading> headings = headings(record);
        if (headings.stream().map(CsvHeading::name).anyMatch(wantedNames::contains)) {
            return false;
        }
        String text = String.join(",", record.getFields());
        for (Map.Entry<String, String> separator : SEPARATORS.entrySet()) {
            List<String> parts = List.of(text.split(separator.getKey()));
            boolean separates = parts.size() > 1
                    && CsvHeading.of(parts, part -> headings.get(0).span()).stream()
                            .map(CsvHeading::name)
                            .anyMatch(wantedNames::contains);
            if (separates) {
                Span line = headings.get(0)
                        .span()
                        .to(headings.get(headings.size() - 1).span());
                findings.report(DiagnosticCode.WRONG_SEPARATOR, line, separator.getValue());
                return true;
            }
        }
        return false;
    }

    /** Blank lines at the end are harmless, but one between rows of a single column may be a missing value. */
    private void reportGaps(List<CsvRecord> blank) {
        if (header.size() == 1 && !values.isEmpty()) {
            blank.forEach(r -> findings.report(
                    DiagnosticCode.MISSING_VALUE,
                    fields.span(lineOf(r), 0),
                    header.names().get(0)));
        }
        blank.clear();
    }

    private void readRow(CsvRecord record) {
        int count = record.getFieldCount();
        if (count != header.size()) {
            Span span = fields.span(lineOf(record), 0).to(fields.span(lineOf(record), count - 1));
            String found = count == 1 ? "one field" : count + " fields";
            findings.report(DiagnosticCode.RAGGED_ROW, span, found, String.valueOf(header.size()));
            return;
        }
        lines.add(lineOf(record));
        for (CsvValue value : values) {
            for (int column : value.columns()) {
                value.add(number(record, value.value(), column));
            }
        }
    }

    private double number(CsvRecord record, Signature.Value value, int column) {
        String text = record.getField(column).strip();
        if (text.isEmpty()) {
            findings.report(DiagnosticCode.MISSING_VALUE, place(record, column), header.text(column));
            return 0;
        }
        OptionalDouble number = DecimalNumber.parse(text);
        if (number.isEmpty()) {
            findings.reportText(value.name(), value.kind(), "'" + text + "'", place(record, column));
        } else if (!findings.accepts(number.getAsDouble())) {
            findings.reportNumber(number.getAsDouble(), place(record, column));
        }
        return number.orElse(0);
    }

    private Span place(CsvRecord record, int column) {
        return fields.span(lineOf(record), column);
    }

    private static int lineOf(CsvRecord record) {
        return (int) record.getStartingLineNumber();
    }

    private static boolean isBlank(CsvRecord record) {
        return record.getFieldCount() == 1 && record.getField(0).isBlank();
    }
}
