"""Writes points.csv: a grid of points in the unit square, whether each is in a ring, and whether it is above a wave.

Targets are 0.9 for yes and 0.1 for no: a sigmoid reaches neither 1 nor 0.
"""
import math
import pathlib

with open(pathlib.Path(__file__).with_suffix(".csv"), "w") as file:
    print("x[0],x[1],y[0],y[1]", file=file)
    for i in range(15):
        for j in range(15):
            x0, x1 = i / 14, j / 14
            in_ring = 0.2 < math.hypot(x0 - 0.5, x1 - 0.5) < 0.42
            above = x1 > 0.5 + 0.3 * math.sin(2 * math.pi * x0)
            print(f"{x0:.4f},{x1:.4f},{0.9 if in_ring else 0.1},{0.9 if above else 0.1}", file=file)
