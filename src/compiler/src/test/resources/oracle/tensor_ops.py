#!/usr/bin/python3
"""Computes with PyTorch, in double precision, values and derivatives of the tensor operations networks are made of.

Writes tensor_ops.json beside this script, one case to a line:
  name       says what the case is about
  note       conventions, where they need saying
  inputs     by name: axes (their names), dims (their sizes), values in row-major order, and type:
             real, index (0 <= index < the size of the dim `below`) or class (the same)
  output     axes, dims, values
  upstream   the weights of the loss sum(upstream * output): values
  gradients  of the loss by each real input: values
  second     for some cases, values by each real input of a direction and of the loss's Hessian times this direction
  model      the operation in the language

Sizes are odd on purpose. Data are drawn with a seed made of the name and rounded to multiples of 1/64, so that single
precision holds them too. Maxima tie only where the name says so, and then share the gradient.
"""
import json
import pathlib
import re
import zlib

import numpy
import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).resolve().parent

torch.set_default_dtype(torch.float64)
CASES = []


# ---- Inputs

class Input:
    """Axes, and how values are drawn. An axis is a dim, or "m:n": named m, of the size of the dim n."""

    def __init__(self, axes, draw, type="real", below=None):
        self.axes, self.draw, self.type, self.below = axes.split(), draw, type, below

    def axis_names(self):
        return [axis.split(":")[0] for axis in self.axes]

    def dims(self):
        return [axis.split(":")[-1] for axis in self.axes]

    def sizes(self, dims):
        return [dims[dim] for dim in self.dims()]


def grid(values):
    return numpy.round(values * 64) / 64


def real(axes, low=-2, high=2):
    return Input(axes, lambda rng, sizes: grid(rng.uniform(low, high, sizes)))


def distinct(axes):
    """No two values are equal."""
    def draw(rng, sizes):
        count = int(numpy.prod(sizes))
        return (rng.permutation(count).reshape(sizes) - count // 2) / 16
    return Input(axes, draw)


def exactly(axes, *values):
    return Input(axes, lambda rng, sizes: numpy.array(values, dtype=float).reshape(sizes))


def distribution(axes):
    """Along the last axis, positive and of sum 1."""
    def draw(rng, sizes):
        cuts = numpy.sort([rng.choice(255, sizes[-1] - 1, replace=False) + 1 for _ in range(sizes[0])])
        return numpy.diff(cuts, prepend=0, append=256) / 256
    return Input(axes, draw)


def index(axes, below, *values):
    return Input(axes, lambda rng, sizes: numpy.array(values).reshape(sizes), "index", below)


def label(axes, classes, *values):
    return Input(axes, lambda rng, sizes: numpy.array(values).reshape(sizes), "class", classes)


def op(dims, definitions, note=None, second=False, fixed="", **inputs):
    """Registers a function of all these inputs as a case.

    dims is like "n=3 i=13"; those in fixed have that size in the model too, or one that is computed, "j=l-k+1".
    definitions are the model's lines between inputs and loss, the last of which is the output.
    """
    def register(function):
        sizes = {name: int(size) for name, size in (dim.split("=") for dim in dims.split())}
        formulas = {dim: formula or str(sizes[dim])
                    for dim, _, formula in (entry.partition("=") for entry in fixed.split())}
        CASES.append((function, sizes, definitions.strip(), note, second, formulas, inputs))
        return function
    return register


# ---- Products

@op("i=13 o=5", "output y[o] = x @ W", x=real("i"), W=real("i o"))
def matmul_vector_matrix(x, W):
    return x @ W


@op("o=5 i=13", "output y[o] = W @ x", W=real("o i"), x=real("i"))
def matmul_matrix_vector(W, x):
    return W @ x


@op("n=3 i=13 o=17", "output y[n, o] = x @ W", x=real("n i"), W=real("i o"))
def matmul_matrix_matrix(x, W):
    return x @ W


@op("n=1 i=1 o=1", "output y[n, o] = x @ W", x=real("n i"), W=real("i o"))
def matmul_of_size_one(x, W):
    return x @ W


@op("b=3 n=5 i=1 o=3", "output y[b, n, o] = x @ W", second=True, x=real("b n i"), W=real("b i o"))
def matmul_batched(x, W):
    return x @ W


@op("b=3 n=2 i=5 o=3", "output y[b, n, o] = x @ W", x=real("b n i"), W=real("i o"))
def matmul_batch_by_one_matrix(x, W):
    return x @ W


@op("n=3 i=5 o=7", "output y[n, o] = sum[i](x[n, i] * W[o, i]) + bias[o]",
    x=real("n i"), W=real("o i"), bias=real("o"))
def linear_with_bias(x, W, bias):
    return F.linear(x, W, bias)


@op("n=13", "output y = sum[n](x * z)", x=real("n"), z=real("n"))
def inner_product(x, z):
    return torch.dot(x, z)


@op("n=3 m=5", "output y[n, m] = x[n] * z[m]", x=real("n"), z=real("m"))
def outer_product(x, z):
    return torch.outer(x, z)


@op("n=3 i=5 j=7", "output y[n] = sum[i, j](x[n, i] * A[i, j] * z[n, j])", second=True,
    x=real("n i"), A=real("i j"), z=real("n j"))
def bilinear(x, A, z):
    return torch.einsum("ni,ij,nj->n", x, A, z)


@op("n=3 i=5", "output y[n] = sum[i, j](x[n, i] * A[i, j] * x[n, j])", second=True,
    x=real("n i"), A=real("i j:i"))
def quadratic_form(x, A):
    return torch.einsum("ni,ij,nj->n", x, A, x)


@op("n=5", "output y[n] = x[n, n]", x=real("n m:n"))
def diagonal_of_matrix(x):
    return torch.diagonal(x)


@op("n=5", "output y = sum[n](x[n, n])", x=real("n m:n"))
def trace_of_matrix(x):
    return torch.trace(x)


@op("i=3 j=5 k=7", "output y[k, i] = sum[j](a[i, j] * b[j, k])", a=real("i j"), b=real("j k"))
def einsum_transposed_product(a, b):
    return torch.einsum("ij,jk->ki", a, b)


@op("n=3 k=2 d=3 e=4", "output y[n, k, d] = sum[e](Q[k, d, e] * (x[n, e] - mu[k, e]))",
    Q=real("k d e"), x=real("n e"), mu=real("k e"))
def einsum_many_matrices(Q, x, mu):
    return torch.einsum("kde,nke->nkd", Q, x[:, None] - mu)


@op("n=3 i=2 j=5", "output y[n, i, j] = a[n, i] * b[n, j]", a=real("n i"), b=real("n j"))
def einsum_batched_outer_product(a, b):
    return torch.einsum("ni,nj->nij", a, b)


# ---- Shapes

@op("n=3 m=5", "output y[m, n] = x[n, m]", x=real("n m"))
def transpose_matrix(x):
    return x.T


@op("b=2 n=3 m=5", "output y[m, b, n] = x[b, n, m]", x=real("b n m"))
def permute_three_axes(x):
    return x.permute(2, 0, 1)


@op("n=3 c=2 h=3 w=5", "output y[n, 30] = flatten[c, h, w](x)", fixed="c h w", x=real("n c h w"))
def flatten_trailing_axes(x):
    return x.flatten(1)


@op("n=3 f=15 h=3 w=5", "output y[n, h, w] = reshape[n, h, w](x)", fixed="f h w", x=real("n f"))
def reshape_into_two_axes(x):
    return x.reshape(3, 3, 5)


@op("n=3 a=2 b=5", "output y[n, 7] = concat(x, z)", fixed="a b", x=real("n a"), z=real("n b"))
def concat_last_axis(x, z):
    return torch.cat([x, z], 1)


@op("a=1 b=3 m=2", "output y[8, m] = concat[a](x, z, w, x)", fixed="a b", x=real("a m"), z=real("b m"),
    w=real("b m"))
def concat_first_axis_repeatedly(x, z, w):
    return torch.cat([x, z, w, x], 0)


@op("n=3 m=13", "output y[n, 5] = slice(x, 3, 8)", fixed="m", x=real("n m"))
def slice_range(x):
    return x[:, 3:8]


@op("n=3 m=13 part=5", "output y[n, part] = x[n, 3*part]", fixed="m part", x=real("n m"))
def slice_with_step(x):
    return x[:, ::3]


@op("n=5 m=3", "output y[n] = x[n, 1]", fixed="m", x=real("n m"))
def slice_one_column(x):
    return x[:, 1]


@op("n=7", "output y[n] = x[6 - n]", fixed="n", x=real("n"))
def reversed_axis(x):
    return x.flip(0)


@op("n=5", "output y[3, n] = stack(x, z, x * z)", x=real("n"), z=real("n"))
def stack_of_three(x, z):
    return torch.stack([x, z, x * z])


@op("n=7 shifted=7", "output y[shifted] = x[shifted - 2 else 0] + x[shifted + 5 else 0]", "y[i] = x[(i - 2) mod 7]",
    fixed="n shifted", x=real("n"))
def roll_by_two(x):
    return torch.roll(x, 2)


@op("n=5 m=7", "output y[n, m] = if position(m) <= position(n) then x[n, m] else 0", "Indices count from 0.", x=real("n m"))
def lower_triangle(x):
    return torch.tril(x)


@op("n=5 m=3", "output y[n, m] = if position(m) > position(n) then x[n, m] else 0", x=real("n m"))
def upper_triangle_above_diagonal(x):
    return torch.triu(x, 1)


@op("n=7", "output y[n] = sum[j](if j <= position(n) then x[j] else 0)", x=real("n"))
def cumulative_sum(x):
    return torch.cumsum(x, 0)


@op("n=3 m=5 wide=9", "output y[n, wide] = x[n, wide - 1 else 0]", "One zero before and three behind.", fixed="m wide",
    x=real("n m"))
def pad_with_zeros(x):
    return F.pad(x, (1, 3))


# ---- Indices

@op("rows=7 width=3 n=5", "output y[n, width] = table[token[n], width]",
    table=real("rows width"), token=index("n", "rows", 6, 0, 2, 6, 6))
def embedding_with_repeated_indices(table, token):
    return F.embedding(token, table)


@op("rows=7 width=3 b=2 time=3", "output y[b, time, width] = table[token[b, time], width]",
    table=real("rows width"), token=index("b time", "rows", 1, 1, 5, 0, 5, 1))
def embedding_of_two_axes(table, token):
    return F.embedding(token, table)


@op("n=5 m=3", "output y[n] = x[n, column[n]]", x=real("n m"), column=index("n", "m", 2, 0, 0, 1, 2))
def gather_one_from_each_row(x, column):
    return x.gather(1, column[:, None])[:, 0]


@op("n=3 m=5 picked=4", "output y[n, picked] = x[n, column[n, picked]]", x=real("n m"),
    column=index("n picked", "m", 4, 4, 0, 1, 2, 3, 2, 3, 0, 0, 0, 0))
def gather_several_from_each_row(x, column):
    return x.gather(1, column)


@op("nodes=4 edges=7 k=3", "output y[nodes, k] = sum[edges](if destination[edges] == position(nodes) then x[edges, k] else 0)",
    "Node 2 receives nothing.", fixed="nodes", x=real("edges k"),
    destination=index("edges", "nodes", 0, 3, 3, 1, 0, 3, 1))
def scatter_add_to_nodes(x, destination):
    return torch.zeros(4, 3).index_add(0, destination, x)


@op("nodes=4 edges=7 k=3", """
let    message[edges, k] = weight[edges] * x[source[edges], k]
output y[nodes, k] = sum[edges](if destination[edges] == position(nodes) then message[edges, k] else 0)""", second=True,
    x=real("nodes k"), weight=real("edges"), source=index("edges", "nodes", 0, 1, 1, 2, 3, 3, 0),
    destination=index("edges", "nodes", 1, 0, 2, 1, 0, 2, 0))
def message_passing_gather_then_scatter(x, weight, source, destination):
    return torch.zeros(4, 3).index_add(0, destination, weight[:, None] * x[source])


@op("n=5 k=3 m=2", "output y[n, m] = one_hot(category, k) @ W", category=label("n", "k", 2, 0, 1, 1, 2), W=real("k m"))
def one_hot_times_matrix(category, W):
    return F.one_hot(category, 3).double() @ W


@op("n=7", "output y[n] = where(x > z, x * z, x - z)", "The third pair is equal.",
    x=exactly("n", 0.5, -1, 2, 0, -0.75, 1.5, 3), z=exactly("n", 0.25, 1, 2, -0.5, -0.5, 1.25, 4))
def where_of_comparison(x, z):
    return torch.where(x > z, x * z, x - z)


# ---- Reductions

@op("n=3 m=13", "output y[n] = sum[m](x)", x=real("n m"))
def sum_last_axis(x):
    return x.sum(1)


@op("n=13 m=3", "output y[m] = sum[n](x)", x=real("n m"))
def sum_first_axis(x):
    return x.sum(0)


@op("b=3 n=1 m=5", "output y[n] = sum[b, m](x)", x=real("b n m"))
def sum_two_outer_axes(x):
    return x.sum((0, 2))


@op("n=3 m=5", "output y = sum(x)", x=real("n m"))
def sum_all(x):
    return x.sum()


@op("n=3 m=13", "output y[n] = mean[m](x)", x=real("n m"))
def mean_last_axis(x):
    return x.mean(1)


@op("b=3 n=5 m=3", "output y[b] = mean[n, m](x)", x=real("b n m"))
def mean_two_axes(x):
    return x.mean((1, 2))


@op("n=3 m=13", "output y[n] = max[m](x)", x=distinct("n m"))
def max_last_axis(x):
    return x.amax(1)


@op("n=3 m=5", "output y[n] = max[m](x)", "Two, three and five tie.",
    x=exactly("n m", 1, 2, 2, 0, -1, 0.5, 0.5, -1, 0.5, 0, -1, -1, -1, -1, -1))
def max_with_ties(x):
    return x.amax(1)


@op("b=2 n=3 m=2", "output y[n] = max[b, m](x)", "The first tie is within a row, the second across.",
    x=exactly("b n m", 1, 1, 2, 0, -1, -3, 0, -1, -1, 2, -2, 0.5))
def max_two_axes_with_ties(x):
    return x.amax((0, 2))


@op("n=13 m=3", "output y[m] = min[n](x)", x=distinct("n m"))
def min_first_axis(x):
    return x.amin(0)


@op("n=7", "output y = min(x)", x=exactly("n", 3, -1, 2, -1, 0, -1, 5))
def min_all_with_ties(x):
    return x.amin()


@op("n=3 m=5", "output y[n] = prod[m](x)", second=True, x=real("n m"))
def prod_last_axis(x):
    return x.prod(1)


@op("n=3 m=3", "output y[n] = prod[m](x)", "None, one and two factors are 0.",
    x=exactly("n m", 2, -0.5, 3, 0, 1.5, -2, 0, 4, 0))
def prod_with_zeros(x):
    return torch.stack([row[0] * row[1] * row[2] for row in x])


@op("n=3 m=13", "output y[n] = logsumexp[m](x)", second=True, x=real("n m", -4, 4))
def logsumexp_last_axis(x):
    return torch.logsumexp(x, 1)


@op("b=2 n=3 m=5", "output y[n] = logsumexp[b, m](x)", x=real("b n m", -4, 4))
def logsumexp_two_axes(x):
    return torch.logsumexp(x, (0, 2))


@op("n=2 m=3", "output y[n] = logsumexp[m](x)", x=exactly("n m", 1000, 999, -1000, -2000, -2001, -3000))
def logsumexp_far_out(x):
    return torch.logsumexp(x, 1)


@op("n=3 m=5", "output y[n] = argmax[m](x)", "No gradient: an output only.", x=distinct("n m"))
def argmax_last_axis(x):
    return x.argmax(1)


# ---- Normalisation

@op("n=3 m=7", "output y[n, m] = softmax[m](x)", second=True, x=real("n m", -4, 4))
def softmax_last_axis(x):
    return F.softmax(x, 1)


@op("n=5 m=3", "output y[n, m] = softmax[n](x)", x=real("n m", -4, 4))
def softmax_first_axis(x):
    return F.softmax(x, 0)


@op("n=3 m=1", "output y[n, m] = softmax[m](x)", x=real("n m"))
def softmax_of_size_one(x):
    return F.softmax(x, 1)


@op("n=3 m=7", "output y[n, m] = log_softmax[m](x)", x=real("n m", -4, 4))
def log_softmax_last_axis(x):
    return F.log_softmax(x, 1)


@op("n=2 m=3", "output y[n, m] = log_softmax[m](x)", x=exactly("n m", 1000, 999, -1000, -800, 0, 800))
def log_softmax_far_out(x):
    return F.log_softmax(x, 1)


@op("n=3 m=5", "output y[n] = mean[m]((x - mean[m](x))^2)", second=True, x=real("n m"))
def variance_biased(x):
    return x.var(1, unbiased=False)


@op("n=3 m=5", "output y[n] = sum[m]((x - mean[m](x))^2) / (m - 1)", x=real("n m"))
def variance_unbiased(x):
    return x.var(1, unbiased=True)


@op("n=3 m=7", """
let    centred = x - mean[m](x)
output y[n, m] = centred / sqrt(mean[m](centred^2) + 1e-5) * gain + shift""", "eps = 1e-5, biased variance",
    second=True, x=real("n m"), gain=real("m", 0.5, 1.5), shift=real("m"))
def layer_norm_with_gain_and_shift(x, gain, shift):
    return F.layer_norm(x, (7,), gain, shift)


@op("n=3 m=7", "output y[n, m] = x / sqrt(mean[m](x^2) + 1e-6) * gain", "eps = 1e-6",
    x=real("n m"), gain=real("m", 0.5, 1.5))
def rms_norm_with_gain(x, gain):
    return x * torch.rsqrt(x.square().mean(1, keepdim=True) + 1e-6) * gain


BATCH_NORM = dict(x=real("n c h"), gain=real("c", 0.5, 1.5), shift=real("c"))


@op("n=3 c=2 h=5", """
let    centred = x - mean[n, h](x)
output y[n, c, h] = centred / sqrt(mean[n, h](centred^2) + 1e-5) * gain + shift""",
    "eps = 1e-5, biased variance of this batch", **BATCH_NORM)
def batch_norm_in_training(x, gain, shift):
    return F.batch_norm(x, None, None, gain, shift, training=True)


@op("n=3 c=2 h=5", "output y[n, c, h] = (x - running_mean) / sqrt(running_variance + 1e-5) * gain + shift",
    "eps = 1e-5", running_mean=real("c"), running_variance=real("c", 0.5, 2), **BATCH_NORM)
def batch_norm_in_prediction(running_mean, running_variance, x, gain, shift):
    # torch's own gives no gradients of running statistics.
    scale = torch.rsqrt(running_variance + 1e-5) * gain
    y = (x - running_mean[:, None]) * scale[:, None] + shift[:, None]
    statistics = running_mean.detach(), running_variance.detach()
    assert torch.allclose(y, F.batch_norm(x, *statistics, gain, shift), rtol=1e-13, atol=1e-13)
    return y


# ---- Convolution and pooling

@op("n=2 c=3 l=7 o=2 k=3 j=5", "output y[n, o, j] = sum[c, k](x[n, c, j + k] * kernel[o, c, k]) + bias[o]",
    fixed="j=l-k+1", x=real("n c l"), kernel=real("o c k"), bias=real("o"))
def conv1d_with_bias(x, kernel, bias):
    return F.conv1d(x, kernel, bias)


@op("n=2 c=2 l=13 o=3 k=3 j=6", "output y[n, o, j] = sum[c, k](x[n, c, 2*j + 2*k - 1 else 0] * kernel[o, c, k])",
    fixed="j=(l-2*k+3)/2+1", x=real("n c l"), kernel=real("o c k"))
def conv1d_stride_two_padding_one_dilation_two(x, kernel):
    return F.conv1d(x, kernel, stride=2, padding=1, dilation=2)


@op("n=2 c=1 l=7 o=2 k=3 j=7", "output y[n, o, j] = sum[c, k](x[n, c, j + k - 2 else 0] * kernel[o, c, k])",
    "Sees the past only.", fixed="j=l", x=real("n c l"), kernel=real("o c k"))
def conv1d_causal(x, kernel):
    return F.conv1d(F.pad(x, (2, 0)), kernel)


@op("n=1 c=2 h=5 w=4 o=3 r=3 s=2 i=3 j=3",
    "output y[n, o, i, j] = sum[c, r, s](x[n, c, i + r, j + s] * kernel[o, c, r, s]) + bias[o]",
    second=True, fixed="i=h-r+1 j=w-s+1", x=real("n c h w"), kernel=real("o c r s"), bias=real("o"))
def conv2d_with_bias(x, kernel, bias):
    return F.conv2d(x, kernel, bias)


@op("n=1 c=2 h=7 w=5 o=2 r=3 s=3 i=4 j=3",
    "output y[n, o, i, j] = sum[c, r, s](x[n, c, 2*i + r - 1, 2*j + s - 1 else 0] * kernel[o, c, r, s])",
    fixed="i=(h-r)/2+2 j=(w-s)/2+2", x=real("n c h w"), kernel=real("o c r s"))
def conv2d_stride_two_padding_one(x, kernel):
    return F.conv2d(x, kernel, stride=2, padding=1)


@op("n=1 c=1 h=7 w=8 o=2 r=3 s=2 i=3 j=5",
    "output y[n, o, i, j] = sum[c, r, s](x[n, c, i + 2*r, j + 3*s] * kernel[o, c, r, s])",
    fixed="i=h-2*r+2 j=w-3*s+3", x=real("n c h w"), kernel=real("o c r s"))
def conv2d_dilation_two_by_three(x, kernel):
    return F.conv2d(x, kernel, dilation=(2, 3))


@op("n=2 g=3 c=2 h=4 w=3 o=1 r=2 s=2 i=3 j=2",
    "output y[n, g, o, i, j] = sum[c, r, s](x[n, g, c, i + r, j + s] * kernel[g, o, c, r, s])",
    "Three groups of two channels, each giving one.", fixed="i=h-r+1 j=w-s+1", x=real("n g c h w"), kernel=real("g o c r s"))
def conv2d_groups(x, kernel):
    return F.conv2d(x.flatten(1, 2), kernel.flatten(0, 1), groups=3).unflatten(1, (3, 1))


@op("n=1 c=3 h=5 w=5 r=3 s=3 i=5 j=5",
    "output y[n, c, i, j] = sum[r, s](x[n, c, i + r - 1, j + s - 1 else 0] * kernel[c, r, s])",
    fixed="i=h j=w", x=real("n c h w"), kernel=real("c r s"))
def conv2d_depthwise_padding_one(x, kernel):
    return F.conv2d(x, kernel[:, None], padding=1, groups=3)


@op("n=2 c=2 h=4 w=6 r=2 s=2 i=2 j=3", "output y[n, c, i, j] = max[r, s](x[n, c, 2*i + r, 2*j + s])",
    fixed="r s i=(h-r)/2+1 j=(w-s)/2+1", x=distinct("n c h w"))
def max_pool2d_two_by_two(x):
    return F.max_pool2d(x, 2)


@op("n=1 c=2 h=5 w=7 r=3 s=3 i=2 j=3", "output y[n, c, i, j] = max[r, s](x[n, c, 2*i + r, 2*j + s])",
    "Windows overlap.", fixed="r s i=(h-r)/2+1 j=(w-s)/2+1", x=distinct("n c h w"))
def max_pool2d_three_by_three_stride_two(x):
    return F.max_pool2d(x, 3, 2)


@op("n=1 c=2 h=5 w=6 r=2 s=3 i=2 j=2", "output y[n, c, i, j] = mean[r, s](x[n, c, 2*i + r, 3*j + s])",
    "The last row is left over.", fixed="r s i=(h-r)/2+1 j=(w-s)/3+1", x=real("n c h w"))
def avg_pool2d_two_by_three(x):
    return F.avg_pool2d(x, (2, 3))


@op("n=2 c=3 h=3 w=5", "output y[n, c] = mean[h, w](x)", x=real("n c h w"))
def global_average_pool2d(x):
    return F.adaptive_avg_pool2d(x, 1)[:, :, 0, 0]


# ---- Activations

AROUND_KINK = exactly("n m", -2, -1, -0.5, -0.125, 0, 0.125, 0.5, 1, 2, 3.5, -3.5, 0, 17)


def activation(definition, note=None, second=False, x=AROUND_KINK):
    return op("n=1 m=13", "output y[n, m] = " + definition, note, second, x=x)


@activation("relu(x)", "relu'(0) = 0")
def relu(x):
    return F.relu(x)


@activation("leaky_relu(x, 0.125)", "The derivative at 0 is the slope.")
def leaky_relu(x):
    return F.leaky_relu(x, 0.125)


@activation("elu(x)")
def elu(x):
    return F.elu(x)


@activation("gelu(x)", second=True, x=real("n m"))
def gelu(x):
    return F.gelu(x)


@activation("gelu_tanh(x)", x=real("n m"))
def gelu_tanh(x):
    return F.gelu(x, approximate="tanh")


@activation("silu(x)", second=True, x=real("n m"))
def silu(x):
    return F.silu(x)


@activation("softplus(x)")
def softplus(x):
    # Beyond its threshold torch's softplus is only the identity.
    return F.softplus(x, threshold=1000)


@activation("sigmoid(x)", x=real("n m", -8, 8))
def sigmoid(x):
    return torch.sigmoid(x)


@activation("tanh(x)", second=True, x=real("n m"))
def tanh(x):
    return torch.tanh(x)


# ---- Losses, for each sample

@op("n=3 m=5", "output y[n] = mean[m](mse(x, t))", x=real("n m"), t=real("n m"))
def mse_loss(x, t):
    return F.mse_loss(x, t, reduction="none").mean(1)


@op("n=7", "output y[n] = mae(x, t)", "The third pair is equal: the derivative is 0.",
    x=exactly("n", 0.5, -1, 2, 0, -0.75, 1.5, 3), t=exactly("n", 0.25, 1, 2, -0.5, -0.5, 1.25, 4))
def l1_loss(x, t):
    return F.l1_loss(x, t, reduction="none")


@op("n=7", "output y[n] = huber(x, t, 0.5)", "The fourth error is delta.",
    x=exactly("n", 0.5, -1, 2, 0, -0.75, 1.5, 3), t=exactly("n", 0.25, 1, 2, -0.5, -0.5, 1.25, 4))
def huber_loss(x, t):
    return F.huber_loss(x, t, reduction="none", delta=0.5)


@op("n=5 k=3", "output y[n] = cross_entropy(logits, category)",
    logits=real("n k", -4, 4), category=label("n", "k", 2, 0, 1, 1, 2))
def cross_entropy_with_class_labels(logits, category):
    return F.cross_entropy(logits, category, reduction="none")


@op("n=5 k=3", "output y[n] = cross_entropy(logits, category, 0.1)",
    "Label smoothing 0.1: the label's share is 0.9 + 0.1 / k, that of the others 0.1 / k.", second=True,
    logits=real("n k", -4, 4), category=label("n", "k", 2, 0, 1, 1, 2))
def cross_entropy_with_label_smoothing(logits, category):
    return F.cross_entropy(logits, category, reduction="none", label_smoothing=0.1)


@op("n=5 k=3", "output y[n] = -sum[k](p * log_softmax[k](logits))", logits=real("n k", -4, 4), p=distribution("n k"))
def cross_entropy_with_probabilities(logits, p):
    return F.cross_entropy(logits, p, reduction="none")


@op("n=7", "output y[n] = binary_cross_entropy_with_logits(logits, t)",
    logits=exactly("n", 0, -1.5, 2, 40, -40, 800, -800), t=exactly("n", 1, 0.25, 0, 1, 1, 0, 0.5))
def bce_with_logits(logits, t):
    return F.binary_cross_entropy_with_logits(logits, t, reduction="none")


@op("n=3 k=5", "output y[n] = sum[k](p * (log(p) - log_softmax[k](logits)))",
    "Of p against softmax(logits).", second=True, p=distribution("n k"), logits=real("n k"))
def kl_divergence(p, logits):
    return F.kl_div(F.log_softmax(logits, 1), p, reduction="none").sum(1)


@op("n=7", "output y[n] = hinge(score, side)", "The third margin is 1: the derivative is 0.",
    score=exactly("n", 0.5, -1, 1, 0, -0.75, 1.5, -3), side=exactly("n", 1, 1, 1, -1, -1, -1, -1))
def hinge_loss(score, side):
    return F.relu(1 - side * score)


# ---- Attention

ATTENTION_WEIGHTS = {name: real("h d e", -1, 1) for name in ("Wq", "Wk", "Wv")} | dict(
    Wo=real("e h d", -1, 1), bq=real("h d", -1, 1), bk=real("h d", -1, 1), bv=real("h d", -1, 1), bo=real("e", -1, 1))


def attention_over(dims, score, note, second=False):
    return op(dims, f"""
let    q[n, t, h, d] = sum[e](Wq[h, d, e] * x[n, t, e]) + bq[h, d]
let    k[n, t, h, d] = sum[e](Wk[h, d, e] * x[n, t, e]) + bk[h, d]
let    v[n, t, h, d] = sum[e](Wv[h, d, e] * x[n, t, e]) + bv[h, d]
let    score[n, h, t, s: t] = {score}
let    p = softmax(score)
output y[n, t, e] = sum[h, d](Wo[e, h, d] * sum[s](p[n, h, t, s] * v[n, s, h, d])) + bo[e]""",
              note, second, x=real("n t e"), **ATTENTION_WEIGHTS)


def attention(x, Wq, Wk, Wv, Wo, bq, bk, bv, bo, mask):
    x = x.transpose(0, 1)
    heads, _, width = Wq.shape
    y, _ = F.multi_head_attention_forward(
        x, x, x, width, heads, None, torch.cat([bq, bk, bv]).flatten(), None, None, False, 0.0, Wo.flatten(1), bo,
        need_weights=False, attn_mask=mask, use_separate_proj_weight=True,
        q_proj_weight=Wq.flatten(0, 1), k_proj_weight=Wk.flatten(0, 1), v_proj_weight=Wv.flatten(0, 1))
    return y.transpose(0, 1)


@attention_over("n=2 t=3 e=3 h=1 d=3", "sum[d](q[n, t, h, d] * k[n, s, h, d]) / sqrt(d)",
                "One head of width 3.")
def single_head_attention(**tensors):
    return attention(**tensors, mask=None)


@attention_over("n=2 t=5 e=4 h=2 d=2", "if s > position(t) then -1e30 else sum[d](q[n, t, h, d] * k[n, s, h, d]) / sqrt(d)",
                "Two heads of width 2. Position t sees those up to itself.", second=True)
def multi_head_attention_with_causal_mask(**tensors):
    return attention(**tensors, mask=torch.ones(5, 5).triu(1).bool())


# ---- Recurrence

def recurrent(gates, definitions, note=None, second=False, cell=False):
    weights = dict(
        W=real("g u i", -1, 1), U=real("g u v:u", -1, 1), bw=real("g u", -1, 1), bu=real("g u", -1, 1))
    states = dict(h0=real("n u", -1, 1)) | (dict(c0=real("n u", -1, 1)) if cell else {})
    dims = f"time=4 n=2 i=3 u=3 g={gates}"
    return op(dims, definitions, note, second, "g", x=real("time n i"), **states, **weights)


def run(function, x, state, W, U, bw, bu):
    """torch.rnn_tanh, lstm or gru with one layer, the functions beneath torch.nn.RNN, LSTM and GRU."""
    weights = [W.flatten(0, 1), U.flatten(0, 1), bw.flatten(), bu.flatten()]
    return function(x, state, weights, True, 1, 0.0, False, False, False)[0]


SUMS = "sum[i](W[g, u, i] * x[t, n, i]) + bw[g, u]"
STATES = "sum[v](U[g, u, v] * h[n, v]) + bu[g, u]"


@recurrent(1, f"""
output y[time, n, u] = scan t over time carry h[n, u] = h0 {{
  let  z[g, n, u] = {SUMS} + {STATES}
  let  new = tanh(z[0, n, u])
  next h = new
  emit new
}}""")
def rnn(x, h0, **weights):
    return run(torch.rnn_tanh, x, h0[None], **weights)


@recurrent(4, f"""
output y[time, n, u] = scan t over time carry h[n, u] = h0, c[n, u] = c0 {{
  let  z[g, n, u] = {SUMS} + {STATES}
  let  cell = sigmoid(z[1, n, u]) * c + sigmoid(z[0, n, u]) * tanh(z[2, n, u])
  let  new = sigmoid(z[3, n, u]) * tanh(cell)
  next c = cell, h = new
  emit new
}}""", "Gates g in this order: input, forget, cell, output.", second=True, cell=True)
def lstm(x, h0, c0, **weights):
    return run(torch.lstm, x, (h0[None], c0[None]), **weights)


@recurrent(3, f"""
output y[time, n, u] = scan t over time carry h[n, u] = h0 {{
  let  a[g, n, u] = {SUMS}
  let  b[g, n, u] = {STATES}
  let  reset = sigmoid(a[0, n, u] + b[0, n, u])
  let  update = sigmoid(a[1, n, u] + b[1, n, u])
  let  new = (1 - update) * tanh(a[2, n, u] + reset * b[2, n, u]) + update * h
  next h = new
  emit new
}}""", "Gates g in this order: reset, update, new; reset multiplies what comes from the state, with its bias.")
def gru(x, h0, **weights):
    return run(torch.gru, x, h0[None], **weights)


@op("time=13 n=3", """
output y[time, n] = scan t over time carry h[n] = 0 {
  let  new = decay * h + x[t, n]
  next h = new
  emit new
}""", x=real("time n"), decay=real("n", 0.25, 0.75))
def exponential_moving_sum(x, decay):
    states = [x[0]]
    for row in x[1:]:
        states.append(decay * states[-1] + row)
    return torch.stack(states)


# ---- Files

def model_text(name, sizes, definitions, fixed, inputs, output_axes, is_real):
    formulas = {dim: re.sub(r"([-+])", r" \1 ", formula) for dim, formula in fixed.items()}
    dims = ", ".join(f"{dim} = {formulas[dim]}" if dim in formulas else dim for dim in sizes)
    kinds = {"real": "", "index": " : index({})", "class": " : class({})"}
    declarations = [f"{key}[{', '.join(value.dims())}]" + kinds[value.type].format(value.below)
                    for key, value in inputs.items()]
    declarations.append(f"upstream[{', '.join(output_axes)}]" if output_axes else "upstream")
    lines = [f"dim    {dims}", f"input  {', '.join(declarations)}", *definitions.split("\n")]
    lines.append(f"loss   sum(upstream * {'y' if is_real else 'real(y)'})")
    camel = "".join(word.capitalize() for word in name.split("_"))
    return f"model {camel} {{\n" + "".join(f"  {line}\n" for line in lines) + "}\n"


def flat(value):
    # Whole numbers are shorter without their ".0".
    return [int(v) if v == int(v) else v for v in value.detach().flatten().tolist()]


def values(function, sizes, definitions, note, second, fixed, inputs):
    name = function.__name__
    assert not sizes.keys() & inputs.keys(), name
    rng = numpy.random.RandomState(zlib.crc32(name.encode()))
    tensors = {key: torch.tensor(i.draw(rng, i.sizes(sizes))) for key, i in inputs.items()}
    reals = {key: value.requires_grad_() for key, value in tensors.items() if inputs[key].type == "real"}
    axes = re.search(r"output y(?:\[(.*?)\])? =", definitions).group(1)
    axes = axes.split(", ") if axes else []

    y = function(**tensors)
    assert list(y.shape) == [int(sizes.get(axis, axis)) for axis in axes], (name, y.shape, axes)
    upstream = torch.tensor(grid(rng.uniform(-1, 1, y.shape)))
    case = {"name": name, **({"note": note} if note else {}), "inputs": {}}
    for key, value in tensors.items():
        kind = {"type": inputs[key].type} | ({"below": inputs[key].below} if inputs[key].below else {})
        names = inputs[key].axis_names()
        case["inputs"][key] = kind | {"axes": names, "dims": list(value.shape), "values": flat(value)}
    case["output"] = {"axes": axes, "dims": list(y.shape), "values": flat(y)}
    case["upstream"] = flat(upstream)
    if y.requires_grad:
        gradients = torch.autograd.grad((upstream * y).sum(), reals.values(), create_graph=second)
        case["gradients"] = {key: flat(gradient) for key, gradient in zip(reals, gradients)}
    if second:
        direction = {key: torch.tensor(grid(rng.uniform(-1, 1, value.shape))) for key, value in reals.items()}
        along = sum((g * v).sum() for g, v in zip(gradients, direction.values()))
        products = torch.autograd.grad(along, reals.values(), allow_unused=True)
        products = [torch.zeros_like(v) if p is None else p for p, v in zip(products, reals.values())]
        case["second"] = {"direction": {key: flat(v) for key, v in direction.items()},
                          "product": {key: flat(p) for key, p in zip(reals, products)}}
    case["model"] = model_text(name, sizes, definitions, fixed, inputs, axes, y.is_floating_point())
    return case


def main():
    lines = [json.dumps(values(*case), separators=(",", ":")) for case in CASES]
    (HERE / "tensor_ops.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")


if __name__ == "__main__":
    main()
