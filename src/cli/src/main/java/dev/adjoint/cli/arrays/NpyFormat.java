package dev.adjoint.cli.arrays;

import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One array as NumPy saves it: a magic number, a version, a header that is a Python dictionary, and the elements.
 *
 * <p>Source: NumPy Enhancement Proposal 1 and the documentation of {@code numpy.lib.format}, versions 1.0 to 3.0.
 */
final class NpyFormat {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /** Far more than the header of an array of numbers needs, little enough to read at once. */
    private static final int LONGEST_HEADER = 1 << 16;

    /** The header is padded so that the elements start at a multiple of this. */
    private static final int ALIGNMENT = 64;

    private static final Pattern TYPE =
            Pattern.compile("['\"]descr['\"]\\s*:\\s*(?:['\"]([^'\"]*)['\"]|(\\[.*?\\]))\\s*");
    private static final Pattern ORDER = Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)\\s*");
    private static final Pattern SHAPE =
            Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(\\s*((?:\\d+L?\\s*,\\s*)*+(?:\\d+L?)?)\\s*\\)\\s*");
    private static final Pattern REST = Pattern.compile("\\{\\s*,?\\s*,?\\s*,?\\s*}\\s*");

    /** As many digits as a {@code long} holds for certain; a size with more is beyond any array. */
    private static final int SAFE_DIGITS = 18;

    private NpyFormat() {}

    /**
     * Reads a header, up to the first element.
     *
     * @param length how many bytes there are in all
     * @throws ArrayFormatException also if the elements do not fill the rest exactly
     */
    static ElementStream open(InputStream in, long length) throws IOException, ArrayFormatException {
        byte[] start = in.readNBytes(MAGIC.length + 2);
        if (start.length < MAGIC.length + 2 || Arrays.mismatch(start, MAGIC) < MAGIC.length) {
            throw new ArrayFormatException("this is no .npy file: it does not begin as one");
        }
        int version = start[MAGIC.length];
        if (version < 1 || version > 3) {
            throw new ArrayFormatException("version " + version + " of the .npy format is not known");
        }
        int lengthBytes = version == 1 ? 2 : 4;
        long headerLength = unsigned(in.readNBytes(lengthBytes));
        if (headerLength > LONGEST_HEADER) {
            throw new ArrayFormatException("the header is " + headerLength + " bytes long: the file is damaged");
        }
        byte[] header = in.readNBytes((int) headerLength);
        if (header.length < headerLength) {
            throw new ArrayFormatException("the file ends within its header");
        }
        ElementStream elements = parse(new String(header, StandardCharsets.UTF_8));
        checkLength(elements, length - start.length - lengthBytes - headerLength);
        return elements;
    }

    /** The file for a tensor, in its precision and in row-major order. */
    static byte[] write(Tensor tensor) {
        ElementType type = tensor.values().precision() == Precision.F32 ? ElementType.F32 : ElementType.F64;
        String header = "{'descr': '<" + type.inNumpy() + "', 'fortran_order': False, 'shape': " + shape(tensor.sizes())
                + ", }";
        int prefix = MAGIC.length + 4;
        int padding = Math.floorMod(-(prefix + header.length() + 1), ALIGNMENT);
        byte[] text = (header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(MAGIC);
        out.writeBytes(new byte[] {1, 0, (byte) text.length, (byte) (text.length >> 8)});
        out.writeBytes(text);
        out.writeBytes(LittleEndian.bytes(tensor));
        return out.toByteArray();
    }

    private static String shape(List<Integer> sizes) {
        return sizes.size() == 1
                ? "(" + sizes.get(0) + ",)"
                : sizes.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
    }

    private static ElementStream parse(String header) throws ArrayFormatException {
        Matcher type = TYPE.matcher(header);
        Matcher order = ORDER.matcher(header);
        Matcher shape = SHAPE.matcher(header);
        boolean complete = type.find() && order.find() && shape.find();
        String rest = SHAPE.matcher(
                        ORDER.matcher(TYPE.matcher(header).replaceFirst("")).replaceFirst(""))
                .replaceFirst("");
        if (!complete || !REST.matcher(rest).matches()) {
            throw new ArrayFormatException("the header does not say type, order and shape: the file is damaged");
        }
        String name = type.group(1) == null ? type.group(2) : type.group(1);
        Optional<ElementType> element = name.isEmpty() ? Optional.empty() : ElementType.inNumpy(name.substring(1));
        char bytes = name.isEmpty() ? ' ' : name.charAt(0);
        if (element.isEmpty() || "<>|".indexOf(bytes) < 0) {
            throw new ArrayFormatException("the elements are of type '" + name
                    + "', expected numbers such as '<f8', '<f4' or '<i8', or truth values");
        }
        ByteOrder byteOrder = bytes == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        boolean columnMajor = order.group(1).equals("True");
        return new ElementStream(element.get(), byteOrder, ArrayShape.of(sizes(shape.group(1))), columnMajor);
    }

    /** Numbers with commas between them and perhaps one at the end; old versions of Python end long ones by an L. */
    private static List<Long> sizes(String text) {
        List<Long> sizes = new ArrayList<>();
        for (String part : text.split(",")) {
            String digits = part.strip().replace("L", "");
            if (!digits.isEmpty()) {
                sizes.add(digits.length() > SAFE_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits));
            }
        }
        return sizes;
    }

    private static void checkLength(ElementStream elements, long rest) throws ArrayFormatException {
        if (rest != elements.bytes()) {
            throw new ArrayFormatException(elements.shape().describe() + " are " + elements.bytes() + " bytes, but "
                    + rest + " follow: the file is " + (rest < elements.bytes() ? "cut off" : "too long"));
        }
    }

    private static long unsigned(byte[] littleEndian) {
        byte[] padded = Arrays.copyOf(littleEndian, Long.BYTES);
        return ByteBuffer.wrap(padded).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
}
