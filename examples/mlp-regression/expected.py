#!/usr/bin/python3
"""Writes expected.json: PyTorch's loss and gradients, by parameters and input, of Linear, ReLU, Linear, MSE.

In double precision. Data and parameters are drawn with a fixed seed and rounded to multiples of 1/256, so that single
precision holds them too. PyTorch's Linear has its weight as [out, in]; here it is [in, out].
"""
import json
import pathlib

import numpy
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)

SAMPLES, FEATURES, HIDDEN = 17, 4, 13

rng = numpy.random.RandomState(0)


def uniform(bound, *sizes):
    return torch.tensor(numpy.round(rng.uniform(-bound, bound, sizes) * 256) / 256)


data = {"x": uniform(2, SAMPLES, FEATURES), "y": uniform(4, SAMPLES)}
parameters = {
    "w1": uniform(1, FEATURES, HIDDEN), "b1": uniform(1, HIDDEN), "w2": uniform(1, HIDDEN), "b2": uniform(1)}
differentiated = {**parameters, "x": data["x"]}
for value in differentiated.values():
    value.requires_grad_()

hidden = F.linear(data["x"], parameters["w1"].T, parameters["b1"])
prediction = F.linear(F.relu(hidden), parameters["w2"][None], parameters["b2"][None])[:, 0]
loss = F.mse_loss(prediction, data["y"])
gradients = torch.autograd.grad(loss, differentiated.values())
assert (hidden != 0).all(), "no sample may lie on a kink"

content = {
    "model": "examples/mlp-regression/mlp-regression.nn",
    "data": {name: value.tolist() for name, value in data.items()},
    "parameters": {name: value.tolist() for name, value in parameters.items()},
    "loss": loss.item(),
    "outputs": {"prediction": prediction.tolist()},
    "gradients": {name: value.tolist() for name, value in zip(differentiated, gradients)},
}
lines = [f"{json.dumps(key)}: {json.dumps(entry)}" for key, entry in content.items()]
pathlib.Path(__file__).with_suffix(".json").write_text("{\n  " + ",\n  ".join(lines) + "\n}\n")
