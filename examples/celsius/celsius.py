"""Writes celsius.csv: -50 ... 49 degrees Celsius, and what they are in Fahrenheit."""
import pathlib

with open(pathlib.Path(__file__).with_suffix(".csv"), "w") as file:
    print("celsius,fahrenheit", file=file)
    for celsius in range(-50, 50):
        print(celsius, (celsius * 18 + 320) / 10, sep=",", file=file)
