#!/usr/bin/python3
"""Draws digits: training.npz with 2,000 of them and held-out.npz with 500, and preview.png with a hundred.

Each file has image[n, 28, 28], whole numbers from 0 to 15, and digit[n], from 0 to 9, in random order. A digit is a few
strokes of a pen. In every drawing its points are shaken, the whole is turned, scaled, slanted and moved, the pen is thin
or thick, and the paper has specks.
"""
import pathlib
import struct
import zlib

import numpy

HERE = pathlib.Path(__file__).resolve().parent
SIZE = 28


def arc(x, y, width, height, start, end):
    """Points of an ellipse about (x, y), between two angles in degrees, clockwise from the right as y points down."""
    angles = numpy.radians(numpy.linspace(start, end, 13))
    return [(x + width * numpy.cos(a), y + height * numpy.sin(a)) for a in angles]


# For every digit the ways to write it, each a list of strokes, each a list of points; x to the right, y down, in [-1, 1].
SHAPES = [
    [[arc(0, 0, 0.55, 0.9, -90, 270)], [arc(0, 0, 0.42, 0.9, -60, 300)]],
    [[[(0, -0.9), (0, 0.9)]], [[(-0.35, -0.5), (0.05, -0.9), (0.05, 0.9)]],
     [[(-0.35, -0.5), (0, -0.9), (0, 0.9)], [(-0.4, 0.9), (0.4, 0.9)]]],
    [[arc(0, -0.45, 0.5, 0.45, -170, 30) + [(-0.55, 0.9), (0.6, 0.9)]],
     [arc(0, -0.45, 0.5, 0.45, -150, 40) + [(-0.3, 0.6)] + arc(-0.25, 0.75, 0.22, 0.15, 180, -20) + [(0.6, 0.85)]]],
    [[arc(-0.05, -0.45, 0.5, 0.45, -150, 90) + arc(-0.05, 0.45, 0.58, 0.45, -90, 150)],
     [[(-0.5, -0.9), (0.5, -0.9), (-0.05, -0.2)] + arc(-0.05, 0.35, 0.55, 0.55, -90, 150)]],
    [[[(0.15, -0.9), (-0.6, 0.3), (0.6, 0.3)], [(0.3, -0.2), (0.3, 0.9)]],
     [[(-0.45, -0.9), (-0.5, 0.1), (0.5, 0.1)], [(0.4, -0.9), (0.35, 0.9)]]],
    [[[(0.5, -0.9), (-0.4, -0.9), (-0.45, -0.1)] + arc(-0.05, 0.35, 0.55, 0.55, -130, 140)],
     [[(-0.4, -0.85), (-0.45, -0.1)] + arc(-0.05, 0.35, 0.55, 0.55, -130, 140), [(-0.4, -0.85), (0.5, -0.9)]]],
    [[[(0.35, -0.9)] + arc(0.05, 0.1, 0.6, 0.8, -110, -200) + arc(0, 0.4, 0.55, 0.5, 180, -180)],
     [[(0.1, -0.9), (-0.4, 0.1)] + arc(0, 0.4, 0.5, 0.5, 180, -180)]],
    [[[(-0.55, -0.9), (0.55, -0.9), (-0.1, 0.9)]],
     [[(-0.55, -0.85), (0.55, -0.9), (-0.15, 0.9)], [(-0.3, 0), (0.4, 0)]]],
    [[arc(0, -0.45, 0.42, 0.45, 90, 450), arc(0, 0.45, 0.52, 0.45, -90, 270)],
     [arc(0, -0.45, 0.45, 0.45, -30, -270) + arc(0, 0.45, 0.5, 0.45, -90, 270) + arc(0, -0.45, 0.45, 0.45, 90, -30)]],
    [[arc(0, -0.4, 0.5, 0.5, 0, -360) + [(0.45, 0.1), (0.35, 0.9)]],
     [arc(0, -0.4, 0.5, 0.5, 0, -360) + arc(-0.1, 0.1, 0.6, 0.8, -20, 120)]],
]


def strokes(rng, digit):
    """Line segments [segments, 2 ends, 2 coordinates] of one drawing, in pixels."""
    ways = SHAPES[digit]
    angle, slant = rng.normal(0, 0.12), rng.normal(0, 0.15)
    scale = 9.5 * rng.uniform(0.8, 1.1) * rng.uniform(0.85, 1.15, 2)
    turn = numpy.array([[numpy.cos(angle), -numpy.sin(angle)], [numpy.sin(angle), numpy.cos(angle)]])
    matrix = turn @ numpy.array([[1, -slant], [0, 1]]) * scale
    centre = (SIZE - 1) / 2 + rng.uniform(-2, 2, 2)
    segments = []
    for stroke in ways[rng.randint(len(ways))]:
        points = numpy.array(stroke)
        # Neighbouring points move together, as a hand does.
        shake = rng.normal(0, 0.05, 2) + rng.normal(0, 0.02, points.shape).cumsum(0)
        points = (points + shake - shake.mean(0) / 2) @ matrix.T + centre
        segments.append(numpy.stack([points[:-1], points[1:]], 1))
    return numpy.concatenate(segments)


def draw(rng, digit):
    start, end = strokes(rng, digit).transpose(1, 0, 2)
    along = end - start
    y, x = numpy.mgrid[:SIZE, :SIZE]
    pixels = numpy.stack([x, y], -1).reshape(-1, 1, 2)
    # The nearest point of a segment to a pixel is this share of the way from start to end.
    share = ((pixels - start) * along).sum(2) / numpy.maximum((along**2).sum(1), 1e-9)
    nearest = start + numpy.clip(share, 0, 1)[..., None] * along
    distance = numpy.sqrt(((pixels - nearest) ** 2).sum(2)).min(1)
    ink = numpy.clip(rng.uniform(0.8, 1.7) + 0.5 - distance, 0, 1) * rng.uniform(0.75, 1)
    specks = (rng.uniform(size=SIZE * SIZE) < 0.03) * rng.uniform(-0.4, 0.4, SIZE * SIZE)
    # Sixteen shades of grey: more would only make the files larger.
    return numpy.round(numpy.clip(ink + specks, 0, 1) * 15).astype(numpy.uint8).reshape(SIZE, SIZE)


def drawings(seed, count):
    rng = numpy.random.RandomState(seed)
    digit = rng.permutation(numpy.arange(count) % 10).astype(numpy.uint8)
    return numpy.stack([draw(rng, d) for d in digit]), digit


def write_png(path, pixels):
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    height, width = pixels.shape
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunks)


def main():
    for name, seed, count in (("training", 1, 2000), ("held-out", 2, 500)):
        image, digit = drawings(seed, count)
        numpy.savez_compressed(HERE / f"{name}.npz", image=image, digit=digit)
        if name == "training":
            rows = [numpy.concatenate(image[digit == d][:10], 1) for d in range(10)]
            write_png(HERE / "preview.png", 255 - 17 * numpy.concatenate(rows, 0))


if __name__ == "__main__":
    main()
