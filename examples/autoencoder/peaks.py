#!/usr/bin/python3
"""Writes peaks.csv: what a row of 12 sensors sees of single peaks, 300 of them, and prints how well a plane does.

Each row has two degrees of freedom, where its peak is and how wide, but on a curved surface.
"""
import pathlib

import numpy

rng = numpy.random.RandomState(4)
centre, width = rng.uniform(2, 9, (300, 1)), rng.uniform(0.8, 2.5, (300, 1))
noise = rng.normal(0, 0.005, (300, 12))
x = numpy.round(numpy.exp(-((numpy.arange(12) - centre) ** 2) / (2 * width**2)) + noise, 3)

header = ",".join(f"x[{i}]" for i in range(12))
numpy.savetxt(pathlib.Path(__file__).with_suffix(".csv"), x, fmt="%g", delimiter=",", header=header, comments="")

singular = numpy.linalg.svd(x - x.mean(0), compute_uv=False)
print(f"variance: {x.var(0).mean():.6f}")
print(f"mean squared error of the best plane: {(singular[2:] ** 2).sum() / x.size:.6f}")
