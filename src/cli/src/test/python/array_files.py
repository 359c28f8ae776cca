"""Writes files of arrays as NumPy and safetensors have them, and checks files that Adjoint wrote.

    python3 array_files.py write FOLDER   writes the files that the tests read, and values.tsv with what is in them
    python3 array_files.py check FOLDER   checks arrays-*.npz and parameters-*.safetensors as PythonTest writes them

Needs NumPy only. The layout of safetensors is spelled out here, after its specification
(https://github.com/huggingface/safetensors#format): eight bytes with the length of the header, lowest first; the header in
JSON, padded with blanks; the elements of all tensors, one after the other without gaps.
"""

import json
import pathlib
import struct
import sys

import numpy as np
from numpy.lib import format as npy

SAFETENSORS_TYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4"}


def arrays():
    """Arrays by the name of their file."""
    reals = [[-1.5, 0.0, 0.1], [1e-3, 3.25, 6e4]]
    integers = [[-128, 0, 1], [3, 100, 127]]
    naturals = [[0, 1, 2], [3, 128, 255]]
    for bits, order in [("f2", "<"), ("f2", ">"), ("f4", "<"), ("f4", ">"), ("f8", "<"), ("f8", ">")]:
        yield bits + ("-big" if order == ">" else ""), np.array(reals, order + bits)
    for bits, order in [("i1", "|"), ("i2", "<"), ("i2", ">"), ("i4", "<"), ("i4", ">"), ("i8", "<"), ("i8", ">")]:
        yield bits + ("-big" if order == ">" else ""), np.array(integers, order + bits)
    for bits in ["u1", "u2", "u4"]:
        yield bits, np.array(naturals, bits)
    yield "u4-largest", np.array([2**32 - 1, 2**31], "<u4")
    yield "i8-large", np.array([-(2**53), 2**53 - 1], "<i8")
    yield "bool", np.array([[True, False], [False, True]])
    yield "scalar", np.array(2.5)
    yield "vector", np.arange(5.0) / 7
    yield "empty", np.zeros((0, 3))
    yield "half-limits", np.array([65504, 2**-14, 2**-24, 1023 * 2**-24, -0.0], "<f2")
    ordered = np.arange(24.0).reshape(2, 3, 4) ** 2
    yield "row-major", ordered
    yield "column-major", np.asfortranarray(ordered)
    yield "column-major-big", np.asfortranarray(ordered).astype(">i4")
    yield "long", (np.arange(70000) % 251).astype("u1").reshape(100, 700).T


def describe(name, array):
    sizes = ",".join(map(str, array.shape))
    values = array.astype("f8").flatten()
    shown = [repr(float(v)) for v in (values if len(values) < 100 else values[::997])]
    return "\t".join([name, sizes, ",".join(shown)]) + "\n"


def bfloat16(values):
    """Bytes of bfloat16: the upper half of a float whose lower half is zero."""
    bits = np.array(values, "<f4").view("<u4")
    assert not (bits & 0xFFFF).any()
    return (bits >> 16).astype("<u2").tobytes()


def safetensors(entries, metadata=None):
    """The bytes of a file, from (name, type, sizes, bytes of elements)."""
    header, offset = {}, 0
    if metadata is not None:
        header["__metadata__"] = metadata
    for name, kind, sizes, data in entries:
        header[name] = {"dtype": kind, "shape": sizes, "data_offsets": [offset, offset + len(data)]}
        offset += len(data)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + b"".join(data for _, _, _, data in entries)


def entry(name, kind, values):
    array = np.array(values, SAFETENSORS_TYPES[kind])
    return name, kind, list(array.shape), array.tobytes()


def write(folder):
    with open(folder / "values.tsv", "w") as out:
        for name, array in arrays():
            np.save(folder / f"{name}.npy", array)
            out.write(describe(name, array))
        for version in [(1, 0), (2, 0), (3, 0)]:
            array = np.array([[1.5, -2.5]])
            with open(folder / f"version{version[0]}.npy", "wb") as file:
                npy.write_array(file, array, version)
            out.write(describe(f"version{version[0]}", array))
    np.save(folder / "unread-text.npy", np.array(["a", "b"]))
    np.save(folder / "unread-complex.npy", np.array([1j]))
    np.save(folder / "unread-record.npy", np.zeros(2, [("a", "<f8"), ("b", "<i4")]))
    np.save(folder / "unread-object.npy", np.array([None, {}], object), allow_pickle=True)
    samples = {"x": np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), "y": np.array([2, 0, 1]), "other": np.array(["text"])}
    np.savez(folder / "samples.npz", **samples)
    np.savez_compressed(folder / "compressed.npz", **samples)
    mixed = [
        entry("encoder.3.attention.Wq", "F64", [[0.1, -2.5, 3.0], [4.0, 5.5, 1e-300]]),
        entry("rate", "F32", 0.125),
        entry("half", "F16", [0.5, -0.25]),
        ("brain", "BF16", [2], bfloat16([1.5, -3.0])),
        entry("large", "I64", [2**40, -1]),
        entry("small", "I32", [7, -8]),
    ]
    (folder / "mixed.safetensors").write_bytes(safetensors(mixed, {"format": "pt"}))
    scattered = safetensors([entry("b", "F64", [1.0, 2.0]), entry("a", "F64", 3.0)])
    (folder / "plain.safetensors").write_bytes(scattered)


def read_safetensors(path):
    """Metadata and arrays of a file that must be exactly as the specification says."""
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    assert length % 8 == 0, "elements are not aligned"
    text = data[8 : 8 + length].decode("utf-8")
    assert text.startswith("{") and len(text) == length
    header = json.loads(text)
    metadata = header.pop("__metadata__", {})
    assert all(isinstance(v, str) for v in metadata.values())
    body = data[8 + length :]
    found, end = {}, 0
    for name, info in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        assert info.keys() == {"dtype", "shape", "data_offsets"}
        start, stop = info["data_offsets"]
        assert start == end, "a gap or an overlap"
        array = np.frombuffer(body[start:stop], SAFETENSORS_TYPES[info["dtype"]]).reshape(info["shape"])
        assert array.nbytes == stop - start
        found[name], end = array, stop
    assert end == len(body), "elements of no tensor"
    return metadata, found


def check(folder):
    """Element k of each array is (k + 1) / 3, in the precision of the file."""
    expected = {"scalar": (), "vector": (5,), "tensor": (2, 3, 4), "encoder.3.attention.Wq": (3, 2)}
    for kind in ["f4", "f8"]:
        with np.load(folder / f"arrays-{kind}.npz", allow_pickle=False) as written:
            check_arrays({name: written[name] for name in written.files}, expected, kind)
        metadata, written = read_safetensors(folder / f"parameters-{kind}.safetensors")
        assert metadata == {"model": 'Said "Test"'}, metadata
        check_arrays(written, expected, kind)
    print("ok")


def check_arrays(written, expected, kind):
    assert set(written) == set(expected), list(written)
    for name, shape in expected.items():
        array = written[name]
        assert array.dtype == np.dtype("<" + kind), array.dtype
        assert array.shape == shape, array.shape
        count = int(np.prod(shape))
        assert np.array_equal(array.flatten(), (np.arange(1, count + 1) / 3.0).astype(kind)), name


if __name__ == "__main__":
    {"write": write, "check": check}[sys.argv[1]](pathlib.Path(sys.argv[2]))
