"""Writes pairs.csv: two points of the plane, and how far apart a curved scale says that they are, plus a linear trend.

The same scale measures both points, and the trend bypasses it: y = |s(a) - s(b)| + (a0 - b1) / 2 with
s(p) = p0^2 + sin(2 p1).
"""
import math
import pathlib
import random

rng = random.Random(5)


def scale(point):
    return point[0] ** 2 + math.sin(2 * point[1])


with open(pathlib.Path(__file__).with_suffix(".csv"), "w") as file:
    print("a[0],a[1],b[0],b[1],y", file=file)
    for _ in range(300):
        a, b = ([round(rng.uniform(-1.5, 1.5), 2) for _ in range(2)] for _ in range(2))
        y = abs(scale(a) - scale(b)) + (a[0] - b[1]) / 2
        print(*a, *b, round(y, 4), sep=",", file=file)
