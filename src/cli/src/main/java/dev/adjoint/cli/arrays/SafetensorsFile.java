package dev.adjoint.cli.arrays;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.Tensor;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Tensors by name in a safetensors file: eight bytes with the length of the header, lowest first; the header in JSON, padded
 * with blanks; and the elements of all tensors, one after the other without gaps.
 *
 * <p>Source: the specification at https://github.com/huggingface/safetensors#format.
 */
public final class SafetensorsFile implements AutoCloseable {
    /** The specification's own limit. */
    private static final long LONGEST_HEADER = 100_000_000;

    /** The elements start at a multiple of the largest one's size. */
    private static final int ALIGNMENT = Long.BYTES;

    private final SeekableByteChannel channel;
    private final long bodyStart;
    private final Map<String, SafetensorsHeader.Entry> entries;

    private SafetensorsFile(SeekableByteChannel channel, long bodyStart, Map<String, SafetensorsHeader.Entry> entries) {
        this.channel = channel;
        this.bodyStart = bodyStart;
        this.entries = entries;
    }

    /**
     * Opens a file and checks its header.
     *
     * @throws IOException if the file cannot be read
     * @throws ArrayFormatException if it is no safetensors file, or is damaged
     */
    public static SafetensorsFile open(Path file) throws IOException, ArrayFormatException {
        SeekableByteChannel channel = Files.newByteChannel(file);
        try {
            InputStream in = Channels.newInputStream(channel);
            long rest = channel.size() - Long.BYTES;
            long length = rest < 0
                    ? -1
                    : ByteBuffer.wrap(in.readNBytes(Long.BYTES))
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong();
            if (length < 0 || length > LONGEST_HEADER || length > rest) {
                throw new ArrayFormatException("this is no .safetensors file, or it is cut off within its header");
            }
            String header = new String(in.readNBytes((int) length), StandardCharsets.UTF_8);
            Map<String, SafetensorsHeader.Entry> entries = SafetensorsHeader.parse(header, rest - length);
            return new SafetensorsFile(channel, Long.BYTES + length, entries);
        } catch (IOException | ArrayFormatException e) {
            channel.close();
            throw e;
        }
    }

    /** The names of all tensors. */
    public Set<String> names() {
        return entries.keySet();
    }

    /**
     * Reads a tensor.
     *
     * @param name one of {@link #names}
     * @param sink from the tensor's sizes to what takes its elements
     * @throws IOException if the file cannot be read
     * @throws ArrayFormatException if it has become shorter since it was opened
     */
    public void read(String name, Function<List<Integer>, ElementSink> sink) throws IOException, ArrayFormatException {
        SafetensorsHeader.Entry entry = entries.get(name);
        channel.position(bodyStart + entry.begin());
        InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
        entry.elements().read(in, sink.apply(entry.elements().shape().sizes()));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /**
     * The file for some tensors, each in its precision.
     *
     * @param metadata texts by name, for people
     */
    public static byte[] write(Map<String, Tensor> tensors, Map<String, String> metadata) {
        byte[] header = header(tensors, metadata).getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(header, header.length + Math.floorMod(-header.length, ALIGNMENT));
        Arrays.fill(padded, header.length, padded.length, (byte) ' ');
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded.length)
                .array());
        out.writeBytes(padded);
        tensors.values().forEach(tensor -> out.writeBytes(LittleEndian.bytes(tensor)));
        return out.toByteArray();
    }

    private static String header(Map<String, Tensor> tensors, Map<String, String> metadata) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeObjectFieldStart(SafetensorsHeader.METADATA);
            for (Map.Entry<String, String> entry : metadata.entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
            long offset = 0;
            for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
                Tensor tensor = entry.getValue();
                ElementType type = tensor.values().precision() == Precision.F32 ? ElementType.F32 : ElementType.F64;
                long end = offset + (long) tensor.count() * type.size();
                json.writeObjectFieldStart(entry.getKey());
                json.writeStringField(SafetensorsHeader.TYPE, type.inSafetensors());
                writeNumbers(json, SafetensorsHeader.SHAPE, tensor.sizes());
                writeNumbers(json, SafetensorsHeader.PLACE, List.of(offset, end));
                json.writeEndObject();
                offset = end;
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return text.toString();
    }

    private static void writeNumbers(JsonGenerator json, String key, List<? extends Number> numbers)
            throws IOException {
        json.writeArrayFieldStart(key);
        for (Number number : numbers) {
            json.writeNumber(number.longValue());
        }
        json.writeEndArray();
    }
}
