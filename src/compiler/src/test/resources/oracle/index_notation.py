#!/usr/bin/python3
"""Computes with NumPy what index notation and the functions that move elements must give.

Writes index_notation.json beside this script, one case to a line:
  name    says what the case is about
  sizes   of unbound dims, by name
  inputs  by name, values in row-major order
  items   of the model that says the same in the language: everything but the loss; the result is the output y
  values  of y in the order of its declared axes, or of its value's axes without a declaration
"""
import json
import pathlib
import zlib

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
CASES = []


def data(name, *shape):
    """Multiples of 1/8 from -2 to 2, all of them different within about thirty neighbours."""
    count = int(np.prod(shape))
    offset = zlib.crc32(name.encode()) % 31
    return (((np.arange(count) * 12 + offset) % 33 - 16) / 8).reshape(shape)


def indices(below, *shape):
    count = int(np.prod(shape))
    return ((np.arange(count) * 5 + 2) % below).reshape(shape)


def bools(*shape):
    count = int(np.prod(shape))
    return (np.arange(count) * 7 % 3 == 0).reshape(shape)


def case(name, sizes, inputs, items, values):
    CASES.append({
        "name": name,
        "sizes": sizes,
        "inputs": {key: np.asarray(value, dtype=float).ravel().tolist() for key, value in inputs.items()},
        "items": items,
        "values": np.asarray(values, dtype=float).ravel().tolist(),
    })


def products():
    x, w, v = data("x", 3, 4), data("w", 4, 5), data("v", 4)
    u, s = data("u", 3, 3), data("s", 3)
    b, c = data("b", 2, 3, 4), data("c", 2, 4, 5)
    n = {"n": 3, "k": 4, "m": 5}
    base = "dim n, k, m  input x[n, k], w[k, m], v[k] "
    io = {"x": x, "w": w, "v": v}
    case("matrix_by_matrix", n, io, base + "output y = x @ w", x @ w)
    case("matrix_by_vector", n, io, base + "output y = x @ v", x @ v)
    case("vector_by_matrix", n, io, base + "output y = v @ w", v @ w)
    case("vector_by_vector", n, io, base + "output y = v @ v", v @ v)
    case("chain_of_products", n, io, base + "output y = 2 * x @ w / 4 @ transpose(w) - x", 2 * x @ w / 4 @ w.T - x)
    case("product_with_transposed", n, io, base + "output y = transpose(w) @ transpose(x)", w.T @ x.T)
    case("gram_matrix", n, io, base + "output y = transpose(w) @ w", w.T @ w)
    sq = {"u": 3}
    square = "dim u  input W[u, u], V[u, u], s[u] "
    sio = {"W": u, "V": u * u, "s": s}
    case("square_by_square", sq, sio, square + "output y = W @ V", u @ (u * u))
    case("square_by_vector", sq, sio, square + "output y = W @ s", u @ s)
    case("vector_by_square", sq, sio, square + "output y = s @ W", s @ u)
    case("cube_of_square", sq, sio, square + "output y = W @ W @ W", u @ u @ u)
    case("symmetric_part", sq, sio, square + "output y = (W + transpose(W)) / 2", (u + u.T) / 2)
    case("antisymmetric_part", sq, sio, square + "let t = transpose(W)  output y = W - t", u - u.T)
    case("quadratic_form", sq, sio, square + "output y = s @ W @ s", s @ u @ s)
    batch = "dim n, t, k, m  input b[n, t, k], c[n, k, m] "
    case("batched", {"n": 2, "t": 3, "k": 4, "m": 5}, {"b": b, "c": c}, batch + "output y = b @ c", b @ c)
    attention = "dim n, t, e  input q[n, t, e] "
    q = data("q", 2, 3, 4)
    case("scores", {"n": 2, "t": 3, "e": 4}, {"q": q},
         attention + "output y = q @ transpose(q)", q @ np.swapaxes(q, 1, 2))
    case("mixed_scores", {"n": 2, "t": 3, "e": 4}, {"q": q},
         attention + "output y = q @ transpose(q) @ q", q @ np.swapaxes(q, 1, 2) @ q)


def subscripts():
    x, u = data("x", 3, 7), data("u", 5, 5)
    n = {"n": 3, "t": 7}
    base = "dim n, t  input x[n, t] "
    io = {"x": x}
    case("copy", n, io, base + "output y[t, n] = x[n, t]", x.T)
    case("one_column", n, io, base + "output y[n] = x[n, 2 else 0]", x[:, 2])
    case("from_the_end", n, io, base + "output y[n] = x[n, t - 1 else 0]", x[:, -1])
    case("reversed", n, io, base + "output y[n, i: t] = x[n, t - 1 - i]", x[:, ::-1])
    shifted = np.zeros_like(x)
    shifted[:, 1:] = x[:, :-1]
    case("shifted", n, io, base + "output y[n, t] = x[n, t - 1 else 0]", shifted)
    filled = shifted.copy()
    filled[:, 0] = 0.5
    case("shifted_with_a_value", n, io, base + "output y[n, t] = x[n, t - 1 else 0.5]", filled)
    case("differences", n, io, base + "output y[n, i: t - 1] = x[n, i + 1] - x[n, i]", np.diff(x))
    case("every_second", n, io, base + "output y[n, i: (t + 1)/2] = x[n, 2*i]", x[:, ::2])
    case("range_from_a_sum", n, io, base + "output y[n, i] = sum[r: 3](x[n, i + r])",
         np.stack([x[:, i:i + 3].sum(1) for i in range(5)], 1))
    case("range_with_a_stride", n, io, base + "output y[n, i] = max[r: 2](x[n, 2*i + r])",
         np.stack([x[:, 2 * i:2 * i + 2].max(1) for i in range(3)], 1))
    case("range_with_dilation", n, io, base + "output y[n, i] = mean[r: 3](x[n, i + 2*r])",
         np.stack([x[:, i:i + 5:2].mean(1) for i in range(3)], 1))
    case("correlation_reversed", n, io, base + "output y[n, i] = sum[r: 3](r * x[n, 1 + i - r + 1])",
         np.stack([x[:, i + 1] * 1 + x[:, i] * 2 for i in range(5)], 1))
    case("rows", {"u": 5}, {"W": u}, "dim u  input W[u, u]  output y = sum[j](W[u, j])", u.sum(1))
    case("columns", {"u": 5}, {"W": u}, "dim u  input W[u, u]  output y = sum[j](W[j, u])", u.sum(0))
    case("diagonal", {"u": 5}, {"W": u}, "dim u  input W[u, u]  output y[u] = W[u, u]", np.diag(u))
    case("trace", {"u": 5}, {"W": u}, "dim u  input W[u, u]  output y = sum[i](W[i, i])", np.trace(u))
    case("triangle", {"u": 5}, {"W": u},
         "dim u  input W[u, u]  output y[i: u, j: u] = if j <= i then W[i, j] else 0", np.tril(u))
    case("outer_difference", {"u": 5}, {"s": u[0]},
         "dim u  input s[u]  output y[i: u, j: u] = s[i] - 2*s[j]", u[0][:, None] - 2 * u[0][None, :])
    case("positions", {"t": 4}, {"x": data("x", 4)},
         "dim t  input x[t]  output y = x * position(t) + t", data("x", 4) * np.arange(4) + 4)
    case("cumulative_sum", {"t": 6}, {"x": data("x", 6)},
         "dim t  input x[t]  output y[i: t] = sum[j](if j <= i then x[j] else 0)", np.cumsum(data("x", 6)))
    case("computed_dim", {"h": 8}, {"x": data("x", 8)},
         "dim h, out = (h - 3)/2 + 1  input x[h]  output y[out] = sum[r: 3](x[2*out + r])",
         [data("x", 8)[2 * i:2 * i + 3].sum() for i in range(3)])
    case("uniform_axis", {"n": 2}, {"x": data("x", 2)},
         "dim n, k = 3  input x[n]  output y[k, n] = x", np.tile(data("x", 2), (3, 1)))
    case("slice_of_uniform", {"n": 2}, {"x": data("x", 2)},
         "dim n, k = 3  input x[n]  let z[n, k] = x  output y = sum[k](z) + z[n, 1 else 7]", 4 * data("x", 2))
    case("outside_of_uniform", {"n": 2}, {"x": data("x", 2)},
         "dim n, k = 3  input x[n]  let z[n, k] = x  output y[n, k] = z[n, k + 1 else 0]",
         data("x", 2)[:, None] * np.array([1, 1, 0]))
    z = data("z", 2, 3, 4)
    case("partial_subscript", {"n": 2, "t": 3, "k": 4}, {"z": z},
         "dim n, t, k  input z[n, t, k]  output y = sum[j: t](z[j])", z.sum(1))


def convolutions():
    x, k = data("x", 2, 3, 6, 7), data("k", 3, 2, 3, 4)
    sizes = {"n": 2, "h": 6, "w": 7}
    base = "dim n, c = 3, h, w, o = 4  input x[n, c, h, w], k[c, 2, 3, o] "
    io = {"x": x, "k": k}

    def conv(a, stride, rows, columns):
        out = np.zeros((2, 4, rows, columns))
        for i in range(rows):
            for j in range(columns):
                window = a[:, :, stride * i:stride * i + 2, stride * j:stride * j + 3]
                out[:, :, i, j] = np.einsum("ncrs,crso->no", window, k)
        return out

    one = "sum[c, r, s](x[n, c, i + r, j + s] * k[c, r, s, o])"
    case("convolution", sizes, io, base + "output y[n, o, i, j] = " + one, conv(x, 1, 5, 5))
    two = "sum[c, r, s](x[n, c, 2*i + r, 2*j + s] * k[c, r, s, o])"
    case("convolution_stride", sizes, io, base + "output y[n, o, i, j] = " + two, conv(x, 2, 3, 3))
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    same = "sum[c, r, s](x[n, c, i + r - 1, j + s - 1 else 0] * k[c, r, s, o])"
    case("convolution_padding", sizes, io,
         base + "output y[n, o, i: h + 1, j: w] = " + same, conv(padded, 1, 7, 7))
    pool = np.zeros((2, 3, 3, 3))
    for i in range(3):
        for j in range(3):
            pool[:, :, i, j] = x[:, :, 2 * i:2 * i + 2, 2 * j:2 * j + 2].max((2, 3))
    case("max_pooling", sizes, io, base + "output y[n, c, i, j] = max[r: 2, s: 2](x[n, c, 2*i + r, 2*j + s])", pool)


def gathers():
    table, ids = data("E", 5, 3), indices(5, 2, 4)
    sizes = {"n": 2, "t": 4, "vocab": 5}
    base = "dim n, t, vocab, e = 3  input E[vocab, e], ids[n, t] : index(vocab) "
    io = {"E": table, "ids": ids}
    case("embedding", sizes, io, base + "output y[n, t, e] = E[ids[n, t], e]", table[ids])
    case("embedding_whole", sizes, io, base + "output y = E[ids, e]", table[ids])
    case("one_hot", sizes, io, base + "output y = one_hot(ids, vocab)", np.eye(5)[ids])
    case("one_hot_product", sizes, io, base + "output y = one_hot(ids, vocab) @ E", table[ids])
    case("real_of_index", sizes, io, base + "output y = real(ids) / 2", ids / 2)
    case("equal_neighbours", sizes, io,
         base + "output y[n, i: t - 1] = if ids[n, i] == ids[n, i + 1] or ids[n, i] == 2 then 1 else 0",
         (ids[:, :-1] == ids[:, 1:]) | (ids[:, :-1] == 2))
    case("before_position", sizes, io, base + "output y[n, t, vocab] = if position(vocab) < ids[n, t] then 1 else 0",
         np.arange(5) < ids[:, :, None])
    case("shifted_index", sizes, io, base + "output y[n, t] = real(ids[n, t - 1 else 3])",
         np.concatenate([np.full((2, 1), 3), ids[:, :-1]], 1))
    x, label = data("x", 4, 3), indices(3, 4)
    classes = "dim n, k  input x[n, k], label[n] : class(k) "
    cio = {"x": x, "label": label}
    csizes = {"n": 4, "k": 3}
    case("picked_by_label", csizes, cio, classes + "output y[n] = x[n, label[n]]", x[np.arange(4), label])
    logsumexp = np.log(np.exp(x).sum(1))
    case("negative_log_likelihood", csizes, cio,
         classes + "output y[n] = logsumexp[k](x) - x[n, label[n]]", logsumexp - x[np.arange(4), label])
    case("argmax", csizes, cio, classes + "output y = real(argmax[k](x))", x.argmax(1))
    case("argmin_with_ties", csizes, cio, classes + "output y = real(argmin[k](if x > 0 then 1 else 0))", (x > 0).argmin(1))
    case("accuracy", csizes, cio,
         classes + "output y = mean(if argmax[k](x) == label then 1 else 0)", (x.argmax(1) == label).mean())
    case("gather_by_argmax", csizes, cio, classes + "output y[n] = x[n, argmax[k](x)]", x.max(1))
    case("scatter", {"n": 4, "k": 3}, cio,
         classes + "output y[k] = sum[n](if label[n] == position(k) then x[n, 1 else 0] else 0)",
         [x[label == c, 1].sum() for c in range(3)])
    mask = bools(2, 4)
    truths = "dim n, t  input mask[n, t] : bool "
    case("mask", {"n": 2, "t": 4}, {"mask": mask}, truths + "output y = if mask then 2 else 3", np.where(mask, 2, 3))
    case("any", {"n": 2, "t": 4}, {"mask": mask}, truths + "output y = real(any[t](mask))", mask.any(1))
    case("all", {"n": 2, "t": 4}, {"mask": mask}, truths + "output y = real(all[n](mask))", mask.all(0))
    case("mask_shifted", {"n": 2, "t": 4}, {"mask": mask},
         truths + "output y[n, i: t - 1] = real(mask[n, i] and not mask[n, i + 1])", mask[:, :-1] & ~mask[:, 1:])
    case("where", {"n": 2, "t": 4}, {"mask": mask},
         truths + "output y = where(mask, 1, -1) * real(mask)", np.where(mask, 1, -1) * mask)


def rearrangements():
    x, z = data("x", 2, 3, 4), data("z", 2, 3, 2)
    base = "dim n, c = 3, h = 4, b = 2  input x[n, c, h], z[n, c, b] "
    sizes, io = {"n": 2}, {"x": x, "z": z}
    case("transpose", sizes, io, base + "output y = transpose(x)", np.swapaxes(x, 1, 2))
    case("transpose_named", sizes, io, base + "output y = transpose[h, n, c](x)", x.transpose(2, 0, 1))
    case("flatten", sizes, io, base + "output y = flatten(x)", x.reshape(2, 12))
    case("flatten_front", sizes, io, base + "output y = flatten[n, c](x)", x.reshape(6, 4))
    case("flatten_transposed", sizes, io, base + "output y = flatten(transpose(x))", np.swapaxes(x, 1, 2).reshape(2, 12))
    case("reshape", sizes, io, base + "output y = reshape[n, 4, 3](x)", x.reshape(2, 4, 3))
    case("reshape_flat", sizes, io, base + "output y = reshape[n, 2, 6](flatten(x))", x.reshape(2, 2, 6))
    case("reshape_uniform", sizes, {"x": x[:, 0], "z": z},
         base.replace("x[n, c, h]", "x[n, h]") + "let w[n, c, h] = x  output y = reshape[n, 12](w)",
         np.tile(x[:, 0], (1, 3)))
    case("heads", sizes, io, base + "let w = reshape[n, c, 2, h/2](x)  output y[i: 2, n, c, j: 2] = w[n, c, i, j]",
         x.reshape(2, 3, 2, 2).transpose(2, 0, 1, 3))
    case("concat", sizes, io, base + "output y = concat(x, z, x)", np.concatenate([x, z, x], 2))
    case("concat_named", sizes, io, base + "output y = concat[n](x, x)", np.concatenate([x, x], 0))
    case("concat_other_name", sizes, io, base + "let w = slice[c](x, 0, 1)  output y = concat[c](x, w)",
         np.concatenate([x, x[:, :1]], 1))
    case("slice", sizes, io, base + "output y = slice(x, 1, h - 1)", x[:, :, 1:3])
    case("slice_named", sizes, io, base + "output y = slice[c](x, 1, c)", x[:, 1:])
    case("roll", sizes, io, base + "output y = concat(slice(x, 3, 4), slice(x, 0, 3))", np.roll(x, 1, 2))
    case("stack", sizes, io, base + "output y = stack(x, 2*x, x^2)", np.stack([x, 2 * x, x**2], -1))
    case("stack_spread", sizes, io, base + "output y = stack(x, 1)", np.stack([x, np.ones_like(x)], -1))
    case("square_transpose_product", sizes, {"x": x, "z": z},
         base + "let g = x @ transpose(x)  output y = g @ g", np.linalg.matrix_power(x @ np.swapaxes(x, 1, 2), 2))
    u = data("u", 3, 3)
    case("concat_square", {}, {"W": u}, "dim u = 3  input W[u, u]  output y = concat(W, transpose(W))",
         np.concatenate([u, u.T], 1))
    case("flatten_square", {}, {"W": u}, "dim u = 3  input W[u, u]  output y = reshape[9](W)", u.ravel())
    v = data("v", 3, 2)
    case("sum_of_square_rows", {"n": 2}, {"W": u, "v": v},
         "dim u = 3, n  input W[u, u], v[u, n]  output y[n] = sum[i: u, j: u](v[i, n] * W[i, j] * v[j, n])",
         np.einsum("in,ij,jn->n", v, u, v))


def main():
    for cases in (products, subscripts, convolutions, gathers, rearrangements):
        cases()
    text = ",\n".join(json.dumps(c) for c in CASES)
    (HERE / "index_notation.json").write_text("[\n" + text + "\n]\n")


main()
