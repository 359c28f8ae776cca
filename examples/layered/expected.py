#!/usr/bin/python3
"""Writes expected.json: PyTorch's values for three sigmoid layers and the quadratic cost, in the textbooks' notation.

  z^l = W^l a^(l-1) + b^l,  a^l = sigma(z^l),  a^0 = x,  C = 1/2 sum over samples of ||a^3 - y||^2

The weights are [out, in]. Beside loss, outputs (a^l and z^l) and gradients there are the delta^l = dC/dz^l of each
sample, as PyTorch finds them; this script checks them against the textbooks' recursion. All in double precision; data
and parameters are multiples of 1/256, so that single precision holds them too.
"""
import json
import pathlib

import numpy
import torch

torch.set_default_dtype(torch.float64)

SAMPLES, SIZES = 7, [2, 8, 5, 2]

rng = numpy.random.RandomState(0)


def uniform(low, high, *sizes):
    return torch.tensor(numpy.round(rng.uniform(low, high, sizes) * 256) / 256)


data = {"x": uniform(0, 1, SAMPLES, SIZES[0]), "y": uniform(0, 1, SAMPLES, SIZES[-1])}
parameters = {}
for l in (1, 2, 3):
    parameters[f"w{l}"] = uniform(-2, 2, SIZES[l], SIZES[l - 1]).requires_grad_()
    parameters[f"b{l}"] = uniform(-1, 1, SIZES[l]).requires_grad_()
differentiated = {**parameters, "x": data["x"].requires_grad_()}

a, z = {0: data["x"]}, {}
for l in (1, 2, 3):
    z[l] = a[l - 1] @ parameters[f"w{l}"].T + parameters[f"b{l}"]
    a[l] = torch.sigmoid(z[l])
cost = 0.5 * ((a[3] - data["y"]) ** 2).sum()
deltas = dict(zip((1, 2, 3), torch.autograd.grad(cost, z.values(), retain_graph=True)))
gradients = torch.autograd.grad(cost, differentiated.values())

slope = {l: a[l] * (1 - a[l]) for l in (1, 2, 3)}
recursion = {3: slope[3] * (a[3] - data["y"])}
for l in (2, 1):
    recursion[l] = slope[l] * (recursion[l + 1] @ parameters[f"w{l + 1}"])
for l in (1, 2, 3):
    torch.testing.assert_close(deltas[l], recursion[l], rtol=1e-13, atol=1e-16)

outputs = {f"{kind}{l}": value[l] for l in (1, 2, 3) for kind, value in (("z", z), ("a", a))}
content = {
    "model": "examples/layered/layered.nn",
    "data": {name: value.tolist() for name, value in data.items()},
    "parameters": {name: value.tolist() for name, value in parameters.items()},
    "loss": cost.item(),
    "outputs": {name: value.tolist() for name, value in outputs.items()},
    "gradients": {name: value.tolist() for name, value in zip(differentiated, gradients)},
    "deltas": {f"delta{l}": value.tolist() for l, value in deltas.items()},
}
lines = [f"{json.dumps(key)}: {json.dumps(entry)}" for key, entry in content.items()]
pathlib.Path(__file__).with_suffix(".json").write_text("{\n  " + ",\n  ".join(lines) + "\n}\n")
