package dev.adjoint.cli.arrays;

import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Elements as bytes, the lowest of each first. */
final class LittleEndian {
    private LittleEndian() {}

    static byte[] bytes(Tensor tensor) {
        int count = tensor.count();
        if (tensor.values() instanceof RealArray.F32 floats) {
            ByteBuffer bytes = allocate(Math.multiplyExact(count, Float.BYTES));
            bytes.asFloatBuffer().put(floats.values(), 0, count);
            return bytes.array();
        }
        ByteBuffer bytes = allocate(Math.multiplyExact(count, Double.BYTES));
        bytes.asDoubleBuffer().put(((RealArray.F64) tensor.values()).values(), 0, count);
        return bytes.array();
    }

    private static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
