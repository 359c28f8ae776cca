#!/usr/bin/python3
"""Computes with PyTorch what the functions and layers of the prelude must give that work along axes.

Writes prelude_tensors.json beside this script, in the form of index_notation.json; parameters stand among the inputs, by
their paths.
"""
import json
import math
import pathlib

import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).resolve().parent
CASES = []

torch.set_default_dtype(torch.float64)


def data(seed, *shape):
    return torch.rand(shape, generator=torch.Generator().manual_seed(seed)) * 4 - 2


def case(name, sizes, inputs, items, values):
    CASES.append({
        "name": name,
        "sizes": sizes,
        "inputs": {key: torch.as_tensor(value).double().flatten().tolist() for key, value in inputs.items()},
        "items": items,
        "values": torch.as_tensor(values).double().flatten().tolist(),
    })


def main():
    x, z = data(1, 3, 5), data(2, 3, 5)
    sizes, base = {"n": 3, "k": 5}, "dim n, k  input x[n, k], z[n, k]  output y = "
    io = {"x": x, "z": z}
    case("softmax", sizes, io, base + "softmax(x)", F.softmax(x, 1))
    case("softmax_first", sizes, io, base + "softmax[n](x)", F.softmax(x, 0))
    case("softmax_large", sizes, io, base + "softmax(1000 * x)", F.softmax(1000 * x, 1))
    case("log_softmax", sizes, io, base + "log_softmax(x)", F.log_softmax(x, 1))
    case("log_softmax_large", sizes, io, base + "log_softmax[n](1000 * x)", F.log_softmax(1000 * x, 0))
    case("variance", sizes, io, base + "variance(x)", x.var(1, correction=0))
    case("standardize", sizes, io, base + "standardize(x)", F.layer_norm(x, (5,)))
    case("standardize_eps", sizes, io, base + "standardize[n](x, eps = 0.5)",
         F.layer_norm(x.T, (3,), eps=0.5).T)
    case("standardize_size", sizes, io, base + "standardize_size[n](x, eps = 0.5)", x / (x.square().mean(0) + 0.5).sqrt())
    case("add_along", sizes, {"x": x, "z": z[:1]}, "dim n, k  input x[n, k], z[k]  output y = add_along(x, z)", x + z[0])
    square = x[:, :3]
    case("add_along_of_two", {"k": 3}, {"x": square, "z": z[0, :3]},
         "dim k  input x[k, k], z[k]  output y = add_along(x, z)", square + z[0, :3])
    case("scale_along", {"k": 3}, {"x": square, "z": z[0, :3]},
         "dim k  input x[k, k], z[k]  output y = scale_along(x, z)", square * z[0, :3])
    case("norm", sizes, io, base + "norm(x)", x.norm(dim=1))
    case("norm_of_zero", sizes, io, base + "norm[n](0 * x)", torch.zeros(5))
    case("cosine_similarity", sizes, io, base + "cosine_similarity(x, z)", F.cosine_similarity(x, z))
    case("l1_penalty", sizes, io, base + "l1_penalty(x)", x.abs().sum())
    case("l2_penalty", sizes, io, base + "l2_penalty(x)", (x**2).sum())

    label = torch.tensor([4, 0, 2])
    classes = "dim n, k  input x[n, k], label[n] : class(k)  output y = "
    cio = {"x": x, "label": label}
    case("cross_entropy", sizes, cio, classes + "cross_entropy(x, label)", F.cross_entropy(x, label, reduction="none"))
    case("cross_entropy_large", sizes, cio, classes + "cross_entropy(1000 * x, label)",
         F.cross_entropy(1000 * x, label, reduction="none"))
    case("cross_entropy_smoothing", sizes, cio, classes + "cross_entropy(x, label, smoothing = 0.1)",
         F.cross_entropy(x, label, reduction="none", label_smoothing=0.1))
    logits, labels = data(3, 2, 4, 3), torch.tensor([[2, 1, 0], [3, 3, 1]])
    case("cross_entropy_of_rows", {"n": 2, "k": 4, "t": 3}, {"x": logits, "label": labels},
         "dim n, k, t  input x[n, k, t], label[n, t] : class(k)  output y[n, t] = cross_entropy[k](x, label)",
         F.cross_entropy(logits, labels, reduction="none"))
    p = F.softmax(z, 1)
    p[1] = torch.tensor([0, 0.5, 0, 0.5, 0])
    case("kl_divergence", sizes, {"x": x, "z": p}, base + "kl_divergence(z, log_softmax(x))",
         F.kl_div(F.log_softmax(x, 1), p, reduction="none").sum(1))

    scale, shift = data(4, 5), data(5, 5)
    layers = "dim n, k = 5  input x[n, k]  output y = "
    mean, variance = data(7, 5), data(8, 5).abs() + 0.5
    states = {"batch_norm.scale": scale, "batch_norm.shift": shift, "batch_norm.running_mean": mean,
              "batch_norm.running_variance": variance, "training": torch.zeros(1)}
    case("batch_norm_in_prediction", {"n": 3}, {"x": x, **states}, layers + "batch_norm(x)",
         F.batch_norm(x, mean, variance, scale, shift, False))
    images = data(9, 2, 5, 5, 5)
    case("batch_norm2d_in_prediction", {"n": 2},
         {"images": images, **{name.replace("norm.", "norm2d."): value for name, value in states.items()}},
         "dim n  input images[n, 5, 5, 5]  output y = batch_norm2d(images)",
         F.batch_norm(images.permute(0, 3, 1, 2), mean, variance, scale, shift, False).permute(0, 2, 3, 1))
    case("dropout_in_prediction", {"n": 3}, {"x": x, "dropout.key": torch.zeros(1), "training": torch.zeros(1)},
         layers + "dropout(x, 0.3)", x)
    case("layer_norm", {"n": 3}, {"x": x, "layer_norm.scale": scale, "layer_norm.shift": shift},
         layers + "layer_norm(x)", F.layer_norm(x, (5,), scale, shift))
    case("rms_norm", {"n": 3}, {"x": x, "rms_norm.scale": scale}, layers + "rms_norm(x, eps = 0.25)",
         F.rms_norm(x, (5,), scale, 0.25) if hasattr(F, "rms_norm")
         else x / torch.sqrt((x**2).mean(1, keepdim=True) + 0.25) * scale)
    seq = data(6, 2, 3, 4)
    encoding = torch.tensor([[f(t / 10000 ** (2 * i / 4)) for i in range(2) for f in (math.sin, math.cos)]
                             for t in range(3)])
    case("positional_encoding", {"n": 2, "t": 3}, {"x": seq},
         "dim n, t, d = 4  input x[n, t, d]  output y = positional_encoding(x)", seq + encoding)

    text = ",\n".join(json.dumps(c) for c in CASES)
    (HERE / "prelude_tensors.json").write_text("[\n" + text + "\n]\n")


main()
