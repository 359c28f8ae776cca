package examples.lenet;

import dev.adjoint.runtime.Signature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Reads digits with trained parameters, and counts how many it reads rightly. */
public final class Main {
    private static final int PIXELS = 28 * 28;
    private static final int DIGITS = 10;

    private Main() {}

    /** Arguments: parameters as train saves them (.safetensors), drawings (.npz). */
    public static void main(String[] arguments) throws IOException {
        LeNet model = new LeNet();
        readParameters(Path.of(arguments[0]), model.parameters());
        float[] images = readBytes(Path.of(arguments[1]), "image.npy");
        float[] digits = readBytes(Path.of(arguments[1]), "digit.npy");

        float[] logits = model.predict(images).logits();
        int right = 0;
        for (int i = 0; i < digits.length; i++) {
            right += likeliest(logits, i) == digits[i] ? 1 : 0;
        }
        System.out.println(right + " of " + images.length / PIXELS + " digits are read rightly");
    }

    private static int likeliest(float[] logits, int drawing) {
        int best = 0;
        for (int digit = 1; digit < DIGITS; digit++) {
            if (logits[drawing * DIGITS + digit] > logits[drawing * DIGITS + best]) {
                best = digit;
            }
        }
        return best;
    }

    /** A safetensors file: the length of a JSON text, the text, which says where in the rest each array begins, the rest. */
    private static void readParameters(Path file, LeNetParameters parameters) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int length = (int) bytes.getLong();
        String header = StandardCharsets.UTF_8.decode(bytes.slice(8, length)).toString();
        for (Signature.Parameter parameter : LeNetParameters.SIGNATURE.parameters()) {
            Matcher begin = Pattern.compile('"' + Pattern.quote(parameter.name()) + "\":\\{[^}]*\"data_offsets\":\\[(\\d+)")
                    .matcher(header);
            if (!begin.find()) {
                throw new IOException(file + " has no " + parameter.name());
            }
            for (int i = 0; i < parameter.count(); i++) {
                int at = 8 + length + Integer.parseInt(begin.group(1)) + i * Float.BYTES;
                parameters.array()[parameter.offset() + i] = bytes.getFloat(at);
            }
        }
    }

    /** An array of unsigned bytes in a zip file of numpy's: ten bytes, the last two a length, a text so long, the elements. */
    private static float[] readBytes(Path file, String name) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(name)) {
                    ByteBuffer array = ByteBuffer.wrap(zip.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
                    array.position(10 + array.getShort(8));
                    float[] elements = new float[array.remaining()];
                    for (int i = 0; i < elements.length; i++) {
                        elements[i] = array.get() & 0xff;
                    }
                    return elements;
                }
            }
        }
        throw new IOException(file + " has no " + name);
    }
}
