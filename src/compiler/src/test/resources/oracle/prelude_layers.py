#!/usr/bin/python3
"""Computes with PyTorch's modules, in double precision, values and gradients of the layers of the prelude.

Writes prelude_layers.json beside this script, one case to a line, in the form of tensor_ops.json and with
  parameters  by the paths they have in the language: dims and values
  gradients   of the loss by each real input and each parameter

Sizes are odd on purpose, or all equal, where an axis must not be taken for another.

The modules hold parameters and images in other orders than the prelude: a weight of Linear is [o, i], an image has its
channels first, and so on. A case runs the module as it is meant to be used and then converts its parameters and gradients.
"""
import json
import math
import re
import zlib

import numpy
import torch
from torch import nn

from tensor_ops import HERE, distinct, flat, grid, index, real

CASES = []


class Case:
    """
    name     what the case is about, without the layer's name
    use      the definition of the output: the layer with its arguments
    module   of PyTorch
    layout   from a module's tensors, values or gradients, to those of the prelude, by path
    apply    from module and inputs to the output
    output   the axes of the output, as inputs have them
    before   declarations of layers, and those of instances
    inputs   by name: axes and how they are drawn. An axis is "n=3", a dim left open that has that size in the data, or "5".
    """

    def __init__(self, name, use, module, layout, output, apply=lambda module, x: module(x), layers="", instances="",
                 **inputs):
        self.name, self.use, self.module, self.layout, self.output = name, use, module, layout, output
        self.apply, self.layers, self.instances, self.inputs = apply, layers, instances, inputs
        CASES.append(self)


def sizes(axes):
    return [int(axis.split("=")[-1]) for axis in axes.split()]


def dims(axes):
    return [axis.split("=")[0] for axis in axes.split()]


# ---- From PyTorch's layouts to the prelude's

def linear(of, added, path="dense"):
    return {f"{path}.W": of("weight").T, f"{path}.b": of("bias")}


def normalization(of, added, path="layer_norm"):
    return {f"{path}.scale": of("weight"), f"{path}.shift": of("bias")}


def convolution(path, groups):
    """[o, c/groups, size...] to [size..., c/groups, groups, o/groups]."""
    def layout(of, added):
        weight = of("weight")
        o, channels, *size = weight.shape
        grouped = weight.reshape(groups, o // groups, channels, *size)
        return {f"{path}.kernel": grouped.permute(*range(3, 3 + len(size)), 2, 0, 1), f"{path}.bias": of("bias")}
    return layout


def attention(path, heads):
    """Of queries, keys and values, which stand one below the other, [d, d] to [d, heads, d/heads]."""
    def layout(of, added):
        weights, biases = of("in_proj_weight").chunk(3), of("in_proj_bias").chunk(3)
        d = len(weights[0])
        tensors = {}
        for letter, weight, bias in zip("qkv", weights, biases):
            tensors[f"{path}.W{letter}"] = weight.T.reshape(d, heads, d // heads)
            tensors[f"{path}.b{letter}"] = bias.reshape(heads, d // heads)
        tensors[f"{path}.Wo"] = of("out_proj.weight").T.reshape(heads, d // heads, d)
        tensors[f"{path}.bo"] = of("out_proj.bias")
        return tensors
    return layout


def gates(path, count):
    """[gates u, i] to [i, gates, u], without the axis of gates if there is one."""
    def layout(of, added):
        def matrix(weight):
            return weight.unflatten(0, (count, -1)).permute(2, 0, 1)

        def vector(bias):
            return bias.unflatten(0, (count, -1))

        tensors = {
            f"{path}.W": matrix(of("weight_ih_l0")),
            f"{path}.U": matrix(of("weight_hh_l0")),
            f"{path}.b": vector(added(of("bias_ih_l0"), of("bias_hh_l0"))),
        }
        if path == "gru":
            # Of the third gate the second bias is multiplied by the reset, and a parameter of its own.
            own, other = vector(of("bias_ih_l0")), vector(of("bias_hh_l0"))
            tensors["gru.b"] = torch.cat([tensors["gru.b"][:2], own[2:]])
            tensors["gru.r"] = other[2]
        return tensors if count > 1 else {name: tensor.squeeze(-2) for name, tensor in tensors.items()}
    return layout


def none(of, added):
    return {}


# ---- Layers along the last axis

Case("batch_of_1", "dense(x, 5)", nn.Linear(13, 5), linear, "n=1 5", x=real("n=1 13"))
Case("batch_of_3", "dense(x, 7)", nn.Linear(5, 7), linear, "n=3 7", x=real("n=3 5"))
Case("steps", "dense(x, 5)", nn.Linear(7, 5), linear, "n=3 t=3 5", x=real("n=3 t=3 7"))
Case("equal_sizes", "dense(x, 3)", nn.Linear(3, 3), linear, "3 3 3", x=real("3 3 3"))
Case("sizes_of_1", "dense(x, 1)", nn.Linear(1, 1), linear, "n=1 1", x=real("n=1 1"))

Case("steps", "layer_norm(x)", nn.LayerNorm(7), normalization, "n=3 t=3 7", x=real("n=3 t=3 7"))
Case("equal_sizes", "layer_norm(x)", nn.LayerNorm(3), normalization, "3 3 3", x=real("3 3 3"))
Case("eps", "layer_norm(x, eps = 0.5)", nn.LayerNorm(13, eps=0.5), normalization, "n=1 13", x=real("n=1 13"))


class RMSNorm(nn.Module):
    """PyTorch has one from version 2.4 on."""

    def __init__(self, d, eps):
        super().__init__()
        self.weight, self.eps = nn.Parameter(torch.ones(d)), eps

    def forward(self, x):
        return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + self.eps) * self.weight


for name, axes in ("steps", "n=3 t=3 7"), ("equal_sizes", "3 3 3"):
    Case(name, "rms_norm(x)", RMSNorm(sizes(axes)[-1], 1e-5), lambda of, added: {"rms_norm.scale": of("weight")}, axes,
         x=real(axes))


def embedding(name, axes, count, width, *ids):
    Case(name, f"embedding(x, {count}, {width})", nn.Embedding(count, width),
         lambda of, added: {"embedding.table": of("weight")}, f"{axes} {width}", x=index(axes, count, *ids))


embedding("repeated", "n=3 t=5", 7, 5, 6, 0, 2, 6, 6, 1, 1, 5, 0, 5, 3, 3, 3, 3, 3)
embedding("one_step", "n=1 t=1", 5, 13, 4)
embedding("equal_sizes", "3 3", 3, 3, 0, 1, 0, 2, 2, 2, 1, 0, 1)


# ---- Convolutions and pooling

def channels_first(module, x):
    return module(x.movedim(-1, 1)).movedim(1, -1)


def windows(axis, size, stride=1, padding=0, dilation=1):
    """The axis of windows along an axis: a formula if the size is left open."""
    dim, length = axis.split("=")[0], int(axis.split("=")[-1])
    count = (length + 2 * padding - dilation * (size - 1) - 1) // stride + 1
    formula = f"({dim}+{2 * padding - dilation * (size - 1) - 1})/{stride}+1".replace("+-", "-")
    return f"{formula}={count}" if "=" in axis else str(count)


def convolve(name, x, o, size, groups=1, **options):
    n, *lengths, c = x.split()
    layer, kind = [("conv1d", nn.Conv1d), ("conv2d", nn.Conv2d)][len(lengths) - 1]
    said = {**options, **({"groups": groups} if groups > 1 else {})}
    use = f"{layer}(x, {o}, {size}{''.join(f', {key} = {value}' for key, value in said.items())})"
    output = " ".join([n, *(windows(axis, size, **options) for axis in lengths), str(o)])
    Case(name, use, kind(int(c), o, size, groups=groups, **options), convolution(layer, groups), output, channels_first,
         x=real(x))


convolve("plain", "n=1 t=13 3", 5, 3)
convolve("size_1", "n=1 5 3", 5, 1)
convolve("even_size_stride_padding", "n=3 t=7 3", 5, 4, stride=3, padding=2)
convolve("dilation", "n=1 t=13 3", 5, 3, dilation=4)
convolve("groups", "n=1 5 6", 9, 3, groups=3, padding=1)
convolve("depthwise", "n=1 t=5 7", 7, 3, groups=7, padding=2, stride=2)
convolve("window_of_everything", "n=3 5 3", 1, 5)
convolve("equal_sizes", "3 3 3", 3, 3, padding=1)

convolve("plain", "n=3 h=4 w=5 1", 5, 3)
convolve("size_1", "n=1 h=3 w=5 5", 3, 1)
convolve("stride_padding", "n=3 h=5 w=4 1", 5, 3, stride=2, padding=1)
convolve("even_size_leaves_rest", "n=1 6 7 3", 5, 2, stride=3)
convolve("dilation", "n=1 h=7 w=5 2", 3, 3, dilation=2, padding=1)
convolve("groups", "n=1 4 5 4", 6, 3, groups=2, padding=1, stride=2)
convolve("depthwise", "n=1 h=5 w=5 5", 5, 3, groups=5)
convolve("all_options", "n=3 h=5 w=3 6", 3, 3, groups=3, stride=2, padding=3, dilation=2)
convolve("equal_sizes", "2 2 2 2", 2, 3, padding=1)


def pool(layer, kind, name, x, size, stride=None):
    n, *places, c = x.split()
    output = " ".join([n, *(windows(place, size, stride or size) for place in places), c])
    use = f"{layer}(x, {size}{f', stride = {stride}' if stride else ''})"
    # Where elements tie, PyTorch's derivative goes to the first of them and the prelude's to all: here none do.
    Case(name, use, kind(size, stride), none, output, channels_first, x=distinct(x))


for layer, kind in ("max_pool2d", nn.MaxPool2d), ("avg_pool2d", nn.AvgPool2d):
    pool(layer, kind, "leaves_rest", "n=3 h=5 w=3 3", 2)
    pool(layer, kind, "overlap", "n=1 h=7 w=5 5", 3, stride=2)
    pool(layer, kind, "every_window", "n=3 5 4 1", 2, stride=1)
    pool(layer, kind, "gaps", "n=1 8 7 3", 2, stride=3)
    pool(layer, kind, "equal_sizes", "2 4 4 2", 2)

for layer, kind in ("max_pool1d", nn.MaxPool1d), ("avg_pool1d", nn.AvgPool1d):
    pool(layer, kind, "leaves_rest", "n=3 t=5 3", 2)
    pool(layer, kind, "overlap", "n=1 t=7 5", 3, stride=2)
    pool(layer, kind, "gaps", "n=1 8 3", 2, stride=3)
    pool(layer, kind, "equal_sizes", "4 4 4", 2)


# ---- Attention

def attend(name, x, heads, causal=False):
    steps, d = sizes(x)[1:]

    def apply(module, x):
        later = torch.ones(steps, steps, dtype=torch.bool).triu(1) if causal else None
        return module(x, x, x, attn_mask=later, need_weights=False)[0]

    Case(name, f"attention(x, {heads}{', causal = 1' if causal else ''})",
         nn.MultiheadAttention(d, heads, batch_first=True), attention("attention", heads), x, apply, x=real(x))


attend("one_head", "n=1 t=5 5", 1)
attend("three_heads", "n=3 t=3 6", 3)
attend("one_step", "n=3 t=1 5", 5)
attend("causal", "n=3 t=5 4", 2, causal=True)
attend("causal_one_head", "n=1 t=7 3", 1, causal=True)
attend("causal_one_step", "n=1 t=1 4", 2, causal=True)
attend("equal_sizes", "2 2 4", 2, causal=True)
attend("equal_steps_and_width", "3 3 3", 3)


def attend_to_some(name, x, heads, *mask):
    batch, steps, d = sizes(x)
    allowed = index(x.rsplit(" ", 1)[0], None, *mask)
    allowed.type = "bool"
    Case(name, f"masked_attention(x, mask, {heads})", nn.MultiheadAttention(d, heads, batch_first=True),
         attention("masked_attention", heads), x,
         lambda module, x, mask: module(x, x, x, key_padding_mask=mask == 0, need_weights=False)[0],
         x=real(x), mask=allowed)


attend_to_some("lengths", "n=3 t=5 4", 2, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0)
attend_to_some("holes", "n=1 t=7 3", 1, 0, 1, 0, 0, 1, 1, 0)
attend_to_some("equal_sizes", "3 3 3", 3, 1, 0, 0, 0, 1, 1, 1, 1, 1)


# ---- Recurrence

def recur(layer, kind, count, name, x, u):
    n, t, i = x.split()
    Case(name, f"{layer}(x, {u})", kind(int(i), u, batch_first=True), gates(layer, count), f"{n} {t} {u}",
         lambda module, x: module(x)[0], x=real(x))


for layer, kind, count in ("rnn", nn.RNN, 1), ("lstm", nn.LSTM, 4), ("gru", nn.GRU, 3):
    recur(layer, kind, count, "steps", "n=3 t=5 5", 3)
    recur(layer, kind, count, "batch_of_1", "n=1 t=13 3", 2)
    recur(layer, kind, count, "one_step", "n=3 t=1 2", 5)
    recur(layer, kind, count, "fixed_steps_one_unit", "n=1 5 7", 1)
    recur(layer, kind, count, "equal_sizes", f"{max(count, 2)} {max(count, 2)} {max(count, 2)}", max(count, 2))


# ---- Layers made of layers

def prefixed(of, prefix):
    return lambda name: of(f"{prefix}.{name}")


def blocks(count):
    """Of the layers of a TransformerEncoder."""
    def layout(of, added):
        tensors = {}
        for i in range(count):
            block, path = prefixed(of, f"layers.{i}"), f"encoder.{i}"
            tensors |= attention(f"{path}.attention", 2)(prefixed(block, "self_attn"), added)
            tensors |= normalization(prefixed(block, "norm1"), added, f"{path}.layer_norm1")
            tensors |= linear(prefixed(block, "linear1"), added, f"{path}.dense1")
            tensors |= linear(prefixed(block, "linear2"), added, f"{path}.dense2")
            tensors |= normalization(prefixed(block, "norm2"), added, f"{path}.layer_norm2")
        return tensors
    return layout


# Four in a row: PyTorch's own arrangement, with the normalization behind each part.
Case("repeated_encoder", "x |> encoder",
     nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, dim_feedforward=3, dropout=0, batch_first=True), 4), blocks(4),
     "n=1 t=3 4", layers="""layer block(x[n, t, d], heads, hidden) {
  let a = x + attention(x, heads) |> layer_norm
  a + (a |> dense(hidden) |> relu |> dense(d)) |> layer_norm
}""", instances="layer  encoder = repeat 4 block(2, 3)", x=real("n=1 t=3 4"))

# One after another, and beside itself.
Case("shared_dense", "(x |> both |> tanh |> both) + (x |> both)", nn.Linear(5, 5),
     lambda of, added: linear(of, added, "both"), "n=3 5", lambda module, x: module(torch.tanh(module(x))) + module(x),
     instances="layer  both = dense(5)", x=real("n=3 5"))

# In two branches of two lengths.
Case("shared_gru", "concat[5](x |> cell, x |> cell |> cell)", nn.GRU(3, 3, batch_first=True),
     lambda of, added: {f"cell.{path.split('.')[1]}": tensor for path, tensor in gates("gru", 3)(of, added).items()},
     "n=3 10 3", lambda module, x: torch.cat([module(x)[0], module(module(x)[0])[0]], 1),
     instances="layer  cell = gru(3)", x=real("n=3 5 3"))


# ---- Layers as arguments

Case("steps", "residual(x, |> dense(3) |> tanh |> dense(5))", nn.Sequential(nn.Linear(5, 3), nn.Tanh(), nn.Linear(3, 5)),
     lambda of, added: linear(prefixed(of, "0"), added, "residual.f.dense1")
     | linear(prefixed(of, "2"), added, "residual.f.dense2"),
     "n=3 t=3 5", lambda module, x: x + module(x), x=real("n=3 t=3 5"))
Case("equal_sizes", "residual(x, |> dense(3))", nn.Linear(3, 3),
     lambda of, added: linear(of, added, "residual.f.dense"), "3 3 3", lambda module, x: x + module(x), x=real("3 3 3"))


def normalized_first(count):
    """Of the layers of a TransformerEncoder."""
    def layout(of, added):
        tensors = {}
        for i in range(count):
            block, path = prefixed(of, f"layers.{i}"), f"encoder.{i}"
            tensors |= normalization(prefixed(block, "norm1"), added, f"{path}.residual1.f.layer_norm")
            tensors |= attention(f"{path}.residual1.f.attention", 2)(prefixed(block, "self_attn"), added)
            tensors |= normalization(prefixed(block, "norm2"), added, f"{path}.residual2.f.layer_norm")
            tensors |= linear(prefixed(block, "linear1"), added, f"{path}.residual2.f.dense1")
            tensors |= linear(prefixed(block, "linear2"), added, f"{path}.residual2.f.dense2")
        return tensors
    return layout


# Three in a row, with the normalization before each part.
Case("repeated_residual_encoder", "x |> encoder",
     nn.TransformerEncoder(
         nn.TransformerEncoderLayer(4, 2, dim_feedforward=3, dropout=0, batch_first=True, norm_first=True), 3),
     normalized_first(3), "n=1 t=3 4", layers="""layer block(x[n, t, d], heads, hidden) {
  x |> residual(|> layer_norm |> attention(heads)) |> residual(|> layer_norm |> dense(hidden) |> relu |> dense(d))
}""", instances="layer  encoder = repeat 3 block(2, 3)", x=real("n=1 t=3 4"))

# The layer that an instance is, used by itself and handed on, also through another layer.
Case("shared_in_residuals", "x |> both |> residual(|> tanh |> both) |> smooth(|> both)", nn.Linear(5, 5),
     lambda of, added: linear(of, added, "both"), "n=3 5",
     lambda module, x: (lambda a: (lambda b: b + torch.tanh(module(module(b))))(a + module(torch.tanh(a))))(module(x)),
     layers="layer smooth(x[.., d], |> f) { x |> residual(|> f |> f |> tanh) }", instances="layer  both = dense(5)",
     x=real("n=3 5"))


# ---- Files

def model_text(name, case):
    def axes(text):
        # Of a formula, with spaces around sums.
        return ", ".join(re.sub(r"([-+])", r" \1 ", dim) for dim in dims(text))

    kinds = {"real": "", "index": " : index({})", "bool": " : bool"}
    named = [axis.split("=")[0] for i in case.inputs.values() for axis in i.axes if "=" in axis]
    inputs = [f"{key}[{axes(' '.join(i.axes))}]{kinds[i.type].format(i.below)}" for key, i in case.inputs.items()]
    lines = [*([f"dim    {', '.join(dict.fromkeys(named))}"] if named else []),
             f"input  {', '.join(inputs)}, upstream[{axes(case.output)}]",
             *([case.instances] if case.instances else []),
             f"output y = {case.use}",
             "loss   sum(upstream * y)"]
    camel = "".join(word.capitalize() for word in name.split("_"))
    return (case.layers + "\n" if case.layers else "") + f"model {camel} {{\n" + "".join(f"  {l}\n" for l in lines) + "}\n"


def numbers(value):
    """To 14 digits, a hundredth of what tests tolerate."""
    return [v if isinstance(v, int) else float(f"{v:.14g}") for v in flat(value)]


def tensor(value):
    return {"dims": list(value.shape), "values": numbers(value)}


def values(case):
    layer = "" if case.instances else case.use.split("(")[0] + "_"
    name = layer + case.name
    rng = numpy.random.RandomState(zlib.crc32(name.encode()))
    inputs = {key: torch.tensor(i.draw(rng, sizes(" ".join(i.axes)))) for key, i in case.inputs.items()}
    reals = {key: value.requires_grad_() for key, value in inputs.items() if case.inputs[key].type == "real"}
    # Of the size that they would have by training, so that gates and weights of attention are neither open nor shut.
    for parameter in case.module.parameters():
        fan_in = parameter.shape[-1] if parameter.dim() > 1 else 4
        parameter.data = torch.tensor(grid(rng.uniform(-1.5, 1.5, parameter.shape) / math.sqrt(fan_in)))
    y = case.apply(case.module, **inputs)
    assert list(y.shape) == sizes(case.output), (name, y.shape, case.output)
    upstream = torch.tensor(grid(rng.uniform(-1, 1, y.shape)))
    (upstream * y).sum().backward()
    of = dict(case.module.named_parameters())
    parameters = case.layout(lambda key: of[key], lambda a, b: a + b)
    # By a sum of two vectors the derivative is that by either.
    gradients = case.layout(lambda key: of[key].grad, lambda a, b: a)
    return {
        "name": name,
        "inputs": {key: {"type": case.inputs[key].type} | tensor(value) for key, value in inputs.items()},
        "parameters": {path: tensor(value) for path, value in parameters.items()},
        "output": tensor(y),
        "upstream": numbers(upstream),
        "gradients": {key: numbers(value.grad) for key, value in reals.items()}
        | {path: numbers(value) for path, value in gradients.items()},
        "model": model_text(name, case),
    }


def main():
    lines = [json.dumps(values(case), separators=(",", ":")) for case in CASES]
    (HERE / "prelude_layers.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")


if __name__ == "__main__":
    main()
