#!/usr/bin/python3
"""Writes training.npz and held-out.npz: sequences in which a value must be kept until the next one is to be stored.

Each has x[n, time, 2], a value and whether to store it (1) or not (0), and y[n, time], the value stored last, 0 before
the first. A store comes every eight steps on average, and the values in between are there to distract. The held-out sequences
are longer. Values are multiples of 1/64, in single precision.
"""
import pathlib

import numpy

HERE = pathlib.Path(__file__).resolve().parent


def sequences(seed, count, time):
    rng = numpy.random.RandomState(seed)
    value = numpy.round(rng.uniform(-1, 1, (count, time)) * 64) / 64
    store = rng.uniform(size=(count, time)) < 1 / 8
    y = numpy.zeros((count, time))
    stored = numpy.zeros(count)
    for t in range(time):
        stored = numpy.where(store[:, t], value[:, t], stored)
        y[:, t] = stored
    return numpy.stack([value, store], 2).astype(numpy.float32), y.astype(numpy.float32)


def main():
    for name, seed, count, time in (("training", 1, 256, 24), ("held-out", 2, 64, 48)):
        x, y = sequences(seed, count, time)
        numpy.savez_compressed(HERE / f"{name}.npz", x=x, y=y)
        print(f"{name}: variance of y {y.var():.4f}")


if __name__ == "__main__":
    main()
