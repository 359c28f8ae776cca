package dev.adjoint.cli.arrays;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the header of a safetensors file says, in JSON: type, sizes and place of each tensor. */
final class SafetensorsHeader {
    static final String METADATA = "__metadata__";
    static final String TYPE = "dtype";
    static final String SHAPE = "shape";
    static final String PLACE = "data_offsets";

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final JsonParser parser;

    private SafetensorsHeader(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * A tensor in the file.
     *
     * @param begin its first byte, counted from the end of the header
     * @param end the byte after its last
     */
    record Entry(ElementStream elements, long begin, long end) {}

    /**
     * The tensors by name.
     *
     * @param bodyBytes how many bytes follow the header: every one must belong to exactly one tensor
     */
    static Map<String, Entry> parse(String text, long bodyBytes) throws IOException, ArrayFormatException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            Map<String, Entry> entries = new SafetensorsHeader(parser).entries();
            checkPlaces(entries, bodyBytes);
            return entries;
        } catch (JsonProcessingException e) {
            throw new ArrayFormatException("the header is not JSON, or has a name twice: the file is damaged");
        }
    }

    private Map<String, Entry> entries() throws IOException, ArrayFormatException {
        Map<String, Entry> entries = new LinkedHashMap<>();
        require(parser.nextToken() == JsonToken.START_OBJECT, "the header is no object");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
            require(isObject, "the header says nothing about '" + name + "'");
            if (name.equals(METADATA)) {
                readMetadata();
            } else {
                entries.put(name, readEntry(name));
            }
        }
        require(parser.nextToken() == null, "the header goes on behind its object");
        return entries;
    }

    private void readMetadata() throws IOException, ArrayFormatException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            require(parser.nextToken() == JsonToken.VALUE_STRING, METADATA + " holds more than texts");
        }
    }

    private Entry readEntry(String name) throws IOException, ArrayFormatException {
        String type = null;
        List<Long> sizes = null;
        List<Long> place = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            switch (key) {
                case TYPE -> type = parser.getValueAsString("");
                case SHAPE -> sizes = numbers(name, key);
                case PLACE -> place = numbers(name, key);
                default -> require(false, "the header says '" + key + "' of '" + name + "', which nobody knows");
            }
        }
        boolean complete = type != null && sizes != null && place != null;
        require(complete, "the header does not say type, shape and offsets of '" + name + "'");
        require(place.size() == 2 && place.get(0) <= place.get(1), "the offsets of '" + name + "' are " + place);
        Optional<ElementType> element = ElementType.inSafetensors(type);
        if (element.isEmpty()) {
            throw new ArrayFormatException(
                    "the elements of '" + name + "' are of type " + type + ", expected one such as F32 or F64");
        }
        ElementStream elements = new ElementStream(element.get(), ByteOrder.LITTLE_ENDIAN, ArrayShape.of(sizes), false);
        long length = place.get(1) - place.get(0);
        require(
                length == elements.bytes(),
                "'" + name + "' has " + length + " bytes, but "
                        + elements.shape().describe() + " of type " + type + " are " + elements.bytes());
        return new Entry(elements, place.get(0), place.get(1));
    }

    private List<Long> numbers(String name, String key) throws IOException, ArrayFormatException {
        List<Long> numbers = new ArrayList<>();
        boolean valid = parser.currentToken() == JsonToken.START_ARRAY;
        while (valid && parser.nextToken() != JsonToken.END_ARRAY) {
            valid = parser.currentToken() == JsonToken.VALUE_NUMBER_INT && parser.getLongValue() >= 0;
            numbers.add(valid ? parser.getLongValue() : 0);
        }
        require(valid, "'" + key + "' of '" + name + "' is no list of sizes");
        return numbers;
    }

    /** One after the other, from the first byte to the last. */
    private static void checkPlaces(Map<String, Entry> entries, long bodyBytes) throws ArrayFormatException {
        List<String> names = new ArrayList<>(entries.keySet());
        names.sort(Comparator.comparingLong((String name) -> entries.get(name).begin)
                .thenComparingLong(name -> entries.get(name).end));
        long end = 0;
        String last = "the header";
        for (String name : names) {
            Entry entry = entries.get(name);
            String relation = entry.begin > end ? "there is a gap between " : "there is an overlap of ";
            require(entry.begin == end, relation + last + " and '" + name + "'");
            end = entry.end;
            last = "'" + name + "'";
        }
        require(
                end == bodyBytes,
                "the tensors have " + end + " bytes, but " + bodyBytes + " follow the header: the file is "
                        + (bodyBytes < end ? "cut off" : "too long"));
    }

    private static void require(boolean condition, String otherwise) throws ArrayFormatException {
        if (!condition) {
            throw new ArrayFormatException(otherwise);
        }
    }
}
