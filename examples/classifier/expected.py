#!/usr/bin/python3
"""Writes what PyTorch says of the network 20-13-8-3, in double precision, to two files:

  expected.json        all of samples.csv: loss, logits, gradients by all parameters
  expected-input.json  the first 50 samples: the same, and the gradient by the inputs

Parameters are drawn from the range that torch.nn.Linear draws from, and rounded to multiples of 1/256, so that single
precision holds them too. PyTorch's Linear has its weight as [out, in]; here it is [in, out].
"""
import csv
import json
import pathlib

import numpy
import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).resolve().parent

torch.set_default_dtype(torch.float64)


def linear(rng, inputs, *sizes):
    bound = inputs ** -0.5
    return torch.tensor(numpy.round(rng.uniform(-bound, bound, sizes) * 256) / 256, requires_grad=True)


def values(x, y, with_input_gradient):
    rng = numpy.random.RandomState(0)
    parameters = {"w1": linear(rng, 20, 20, 13), "w2": linear(rng, 13, 13, 8), "w3": linear(rng, 8, 8, 3),
                  "b3": linear(rng, 8, 3)}
    differentiated = {**parameters, **({"x": x.requires_grad_()} if with_input_gradient else {})}
    a1 = F.relu(F.linear(x, parameters["w1"].T))
    a2 = torch.sigmoid(F.linear(a1, parameters["w2"].T))
    logits = F.linear(a2, parameters["w3"].T, parameters["b3"])
    loss = F.cross_entropy(logits, y)
    gradients = torch.autograd.grad(loss, differentiated.values(), retain_graph=True)
    again = torch.autograd.grad(loss, differentiated.values())
    assert all(torch.equal(g, a) for g, a in zip(gradients, again)), "backward twice gives the same"
    return {
        "model": "examples/classifier/classifier.nn",
        "data": {"x": x.tolist(), "y": y.tolist()},
        "parameters": {name: value.tolist() for name, value in parameters.items()},
        "loss": loss.item(),
        "outputs": {"logits": logits.tolist()},
        "gradients": {name: value.tolist() for name, value in zip(differentiated, gradients)},
    }


def write(name, content):
    lines = [f"{json.dumps(key)}: {json.dumps(entry, separators=(',', ':'))}" for key, entry in content.items()]
    (HERE / name).write_text("{\n  " + ",\n  ".join(lines) + "\n}\n")


def main():
    with open(HERE / "samples.csv") as file:
        rows = list(csv.reader(file))[1:]
    x = torch.tensor([[float(value) for value in row[:-1]] for row in rows])
    y = torch.tensor([int(row[-1]) for row in rows])
    write("expected.json", values(x, y, False))
    write("expected-input.json", values(x[:50], y[:50], True))


if __name__ == "__main__":
    main()
