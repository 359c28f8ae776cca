"""Writes surface.csv: 200 points of a surface with folds in four dimensions, which a few ReLUs can draw, and noise."""
import pathlib
import random

rng = random.Random(11)

with open(pathlib.Path(__file__).with_suffix(".csv"), "w") as file:
    print("x[0],x[1],x[2],x[3],y", file=file)
    for _ in range(200):
        x = [round(rng.uniform(-2, 2), 2) for _ in range(4)]
        y = 2 * abs(x[0]) - max(x[1] + x[2], 0) + 0.5 * x[3] + rng.gauss(0, 0.05)
        print(*x, round(y, 3), sep=",", file=file)
