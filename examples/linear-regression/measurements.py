"""Writes measurements.csv: 60 points scattered about y = 0.8 x + 2, and prints the line that fits them best."""
import pathlib
import random

rng = random.Random(7)
points = []
for _ in range(60):
    x = round(rng.uniform(0, 5), 2)
    points.append((x, round(0.8 * x + 2 + rng.gauss(0, 0.4), 2)))

with open(pathlib.Path(__file__).with_suffix(".csv"), "w") as file:
    print("x,y", file=file)
    for x, y in points:
        print(x, y, sep=",", file=file)

n = len(points)
mean_x = sum(x for x, _ in points) / n
mean_y = sum(y for _, y in points) / n
weight = sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)
print(f"least squares: y = {weight:.6f} x + {mean_y - weight * mean_x:.6f}")
