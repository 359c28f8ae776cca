"""Writes samples.csv: 500 samples of 20 features in [0, 100), and to which of three classes each belongs.

Features come in three groups; the class is the group with the largest sum, but one label in twenty is drawn by lot.
"""
import pathlib
import random

GROUPS = [range(0, 7), range(7, 14), range(14, 20)]
# The last group has one feature less.
WEIGHTS = [1, 1, 7 / 6]

rng = random.Random(212)

with open(pathlib.Path(__file__).with_suffix(".csv"), "w") as file:
    print(*(f"x[{i}]" for i in range(20)), "y", sep=",", file=file)
    for _ in range(500):
        x = [rng.randrange(800) / 8 for _ in range(20)]
        sums = [weight * sum(x[i] for i in group) for weight, group in zip(WEIGHTS, GROUPS)]
        y = rng.randrange(3) if rng.random() < 0.05 else sums.index(max(sums))
        print(*(f"{value:g}" for value in x), y, sep=",", file=file)
