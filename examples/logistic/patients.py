"""Writes patients.csv: symptoms, in standard deviations from the average, and who turned out to be ill.

Fatigue goes with being well here, as it can in a small sample: this is what the constraint is for.
"""
import math
import pathlib
import random

rng = random.Random(3)
with open(pathlib.Path(__file__).with_suffix(".csv"), "w") as file:
    print("fever,cough,fatigue,ill", file=file)
    for _ in range(150):
        fever, cough, fatigue = (round(rng.gauss(0, 1), 2) for _ in range(3))
        risk = 1 / (1 + math.exp(-(1.8 * fever + 0.9 * cough - 0.6 * fatigue - 0.5)))
        print(fever, cough, fatigue, int(rng.random() < risk), sep=",", file=file)
