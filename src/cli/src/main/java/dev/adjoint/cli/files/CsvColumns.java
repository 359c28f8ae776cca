package dev.adjoint.cli.files;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.SourceFile;
import dev.adjoint.source.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** Reads columns of numbers by the names in the first line. */
final class CsvColumns {
    private final SourceFile file;
    private final Findings findings;
    private final List<String> header = new ArrayList<>();
    private final Map<String, Column> columns = new LinkedHashMap<>();

    private CsvColumns(SourceFile file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    /**
     * Reads the columns named in {@code wanted}, as far as there are any; others may hold anything.
     *
     * @param names receives the names of all columns
     * @return each with one size, the number of rows
     */
    static Map<String, FoundValue> read(SourceFile file, Set<String> wanted, Set<String> names, Findings findings) {
        CsvColumns columns = new CsvColumns(file, findings);
        columns.readRecords(wanted);
        names.addAll(columns.header);
        Map<String, FoundValue> found = new LinkedHashMap<>();
        columns.columns.forEach((name, column) ->
                found.put(name, new FoundValue(column.heading, List.of(column.numbers.size()), column.numbers)));
        return found;
    }

    /** The place to point at when a column is missing: the first line. */
    static Span headerSpan(SourceFile file) {
        return file.span(0, file.text().isEmpty() ? 0 : file.line(1).length());
    }

    private void readRecords(Set<String> wanted) {
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
                if (header.isEmpty()) {
                    readHeader(last, wanted);
                } else if (isBlank(last)) {
                    blank.add(last);
                } else {
                    reportGaps(blank);
                    readRow(last);
                }
            }
        } catch (CsvParseException e) {
            int line = last == null ? 1 : (int) last.getStartingLineNumber() + 1;
            Span span = file.span(offsetOfLine(line), file.text().length());
            findings.report(DiagnosticCode.INVALID_CSV, span);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private void readHeader(CsvRecord record, Set<String> wanted) {
        for (int i = 0; i < record.getFieldCount(); i++) {
            String name = record.getField(i).strip();
            header.add(name);
            if (!wanted.contains(name)) {
                continue;
            }
            Column column = new Column(i, fieldSpan(record, i), new NumberList());
            if (columns.putIfAbsent(name, column) != null) {
                findings.report(DiagnosticCode.DUPLICATE_COLUMN, column.heading, name);
            }
        }
    }

    /** Blank lines at the end are harmless, but one between rows of a single column may be a missing value. */
    private void reportGaps(List<CsvRecord> blank) {
        if (header.size() == 1 && !columns.isEmpty()) {
            blank.forEach(r -> findings.report(DiagnosticCode.MISSING_VALUE, fieldSpan(r, 0), header.get(0)));
        }
        blank.clear();
    }

    private void readRow(CsvRecord record) {
        int count = record.getFieldCount();
        if (count != header.size()) {
            Span span = fieldSpan(record, 0).to(fieldSpan(record, count - 1));
            String fields = count == 1 ? "one field" : count + " fields";
            findings.report(DiagnosticCode.RAGGED_ROW, span, fields, String.valueOf(header.size()));
            return;
        }
        columns.forEach((name, column) -> column.numbers.add(number(record, name, column.index)));
    }

    private double number(CsvRecord record, String name, int index) {
        String text = record.getField(index).strip();
        if (text.isEmpty()) {
            findings.report(DiagnosticCode.MISSING_VALUE, fieldSpan(record, index), name);
            return 0;
        }
        OptionalDouble value = DecimalNumber.parse(text);
        if (value.isEmpty()) {
            findings.report(DiagnosticCode.NOT_A_NUMBER, fieldSpan(record, index), "'" + text + "'");
        } else if (!findings.accepts(value.getAsDouble())) {
            findings.reportNumber(value.getAsDouble(), fieldSpan(record, index));
        }
        return value.orElse(0);
    }

    private static boolean isBlank(CsvRecord record) {
        return record.getFieldCount() == 1 && record.getField(0).isBlank();
    }

    /** Finds a field again, for a diagnostic: the reader itself knows only the line its record starts at. */
    private Span fieldSpan(CsvRecord record, int index) {
        String text = file.text();
        int start = offsetOfLine((int) record.getStartingLineNumber());
        for (int field = 0; ; field++) {
            int end = fieldEnd(start);
            if (field == index) {
                while (start < end && text.charAt(start) == ' ') {
                    start++;
                }
                while (end > start && text.charAt(end - 1) == ' ') {
                    end--;
                }
                return file.span(start, end);
            }
            start = end + 1;
        }
    }

    private int fieldEnd(int start) {
        String text = file.text();
        boolean quoted = false;
        int i = start;
        while (i < text.length() && (quoted || ",\r\n".indexOf(text.charAt(i)) < 0)) {
            quoted ^= text.charAt(i++) == '"';
        }
        return i;
    }

    private int offsetOfLine(int line) {
        String text = file.text();
        int offset = 0;
        for (int i = 1; i < line && offset < text.length(); i++) {
            while (offset < text.length() && text.charAt(offset) != '\n' && text.charAt(offset) != '\r') {
                offset++;
            }
            offset = Math.min(text.length(), offset + (text.startsWith("\r\n", offset) ? 2 : 1));
        }
        return offset;
    }

    private record Column(int index, Span heading, NumberList numbers) {}
}
