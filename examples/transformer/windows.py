#!/usr/bin/python3
"""Writes mill.npz and vocabulary.json: mill.txt as windows of indices into the characters that occur in it.

  character[n, time]   windows of 48 characters, each beginning 7 after the one before
  following[n, time]   the same, one character on: what the model shall predict
  vocabulary.json      the characters; the position of each is its index
"""
import json
import pathlib

import numpy

WIDTH, STEP = 48, 7

HERE = pathlib.Path(__file__).resolve().parent

text = (HERE / "mill.txt").read_text()
vocabulary = sorted(set(text))
indices = numpy.array([vocabulary.index(character) for character in text], dtype=numpy.uint8)

starts = numpy.arange(0, len(indices) - WIDTH, STEP)
windows = numpy.stack([indices[start:start + WIDTH + 1] for start in starts])
numpy.savez_compressed(HERE / "mill.npz", character=windows[:, :-1], following=windows[:, 1:])
(HERE / "vocabulary.json").write_text(json.dumps(vocabulary) + "\n")
print(f"{len(text)} characters, {len(vocabulary)} of them different, {len(windows)} windows")
