package dev.adjoint.cli.arrays;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** How a number is stored. */
enum ElementType {
    BOOL("b1", "BOOL", 1, (bytes, at) -> bytes.get(at) == 0 ? 0 : 1),
    U8("u1", "U8", 1, (bytes, at) -> bytes.get(at) & 0xff),
    I8("i1", "I8", 1, ByteBuffer::get),
    U16("u2", "U16", 2, (bytes, at) -> bytes.getShort(at) & 0xffff),
    I16("i2", "I16", 2, ByteBuffer::getShort),
    U32("u4", "U32", 4, (bytes, at) -> Integer.toUnsignedLong(bytes.getInt(at))),
    I32("i4", "I32", 4, ByteBuffer::getInt),
    I64("i8", "I64", 8, ByteBuffer::getLong),
    F16("f2", "F16", 2, (bytes, at) -> half(bytes.getShort(at))),
    /** NumPy has no name for it. */
    BF16("", "BF16", 2, (bytes, at) -> Float.intBitsToFloat(bytes.getShort(at) << 16)),
    F32("f4", "F32", 4, ByteBuffer::getFloat),
    F64("f8", "F64", 8, ByteBuffer::getDouble);

    private interface Decoder {
        double decode(ByteBuffer bytes, int at);
    }

    private final String inNumpy;
    private final String inSafetensors;
    private final int size;
    private final Decoder decoder;

    ElementType(String inNumpy, String inSafetensors, int size, Decoder decoder) {
        this.inNumpy = inNumpy;
        this.inSafetensors = inSafetensors;
        this.size = size;
        this.decoder = decoder;
    }

    /** @param name without the character for the order of bytes: {@code f8} */
    static Optional<ElementType> inNumpy(String name) {
        return Arrays.stream(values())
                .filter(type -> type.inNumpy.equals(name) && !name.isEmpty())
                .findFirst();
    }

    static Optional<ElementType> inSafetensors(String name) {
        return Arrays.stream(values())
                .filter(type -> type.inSafetensors.equals(name))
                .findFirst();
    }

    String inNumpy() {
        return inNumpy;
    }

    String inSafetensors() {
        return inSafetensors;
    }

    /** Bytes of an element. */
    int size() {
        return size;
    }

    /** @param at index of the element's first byte */
    double decode(ByteBuffer bytes, int at) {
        return decoder.decode(bytes, at);
    }

    /** IEEE 754's binary16: one bit for the sign, five for the exponent, ten for the fraction. */
    private static double half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        double size = exponent == 0
                ? Math.scalb((double) fraction, -24)
                : exponent < 0x1f
                        ? Math.scalb((double) (0x400 | fraction), exponent - 25)
                        : fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        return bits < 0 ? -size : size;
    }
}
