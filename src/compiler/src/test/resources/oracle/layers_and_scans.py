#!/usr/bin/python3
"""Computes with NumPy what functions, layers and scans must give.

Writes layers_and_scans.json beside this script, one case to a line:
  name        says what the case is about
  program     with one output
  sizes       of unbound dims, by name
  inputs      by name, values in row-major order; parameters by their paths
  truths      inputs that are truth values, 1 and 0
  parameters  their paths, in the order in which the model has them
  values      of the output in the order of its axes
"""
import json
import pathlib
import zlib

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
CASES = []

DENSE = "layer dense(x[.., i], o) { param W[i, o], b[o]; x @ W + b } "
SOFT = "fn soft[k](x) = exp(x - max[k](x)) / sum[k](exp(x - max[k](x))) "


def data(name, *shape):
    """Multiples of 1/16 from -1 to 1, all of them different within about thirty neighbours."""
    count = int(np.prod(shape))
    offset = zlib.crc32(name.encode()) % 31
    return (((np.arange(count) * 12 + offset) % 33 - 16) / 16).reshape(shape)


def params(**shapes):
    """By path; a double underscore stands for a dot."""
    return {key.replace("__", "."): data(key, *shape) for key, shape in shapes.items()}


def case(name, sizes, inputs, parameters, program, values):
    numbers = {**inputs, **parameters}
    CASES.append({
        "name": name,
        "program": program,
        "sizes": sizes,
        "inputs": {key: np.asarray(value, dtype=float).ravel().tolist() for key, value in numbers.items()},
        "truths": [key for key, value in inputs.items() if np.asarray(value).dtype == bool],
        "parameters": list(parameters),
        "values": np.asarray(values, dtype=float).ravel().tolist(),
    })


def model(items):
    return "model M { " + items + " loss 0 }"


def softmax(x, axis):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def functions():
    x, y = data("x", 3, 4), data("y", 3, 4)
    n = {"n": 3, "k": 4}
    io, base = {"x": x, "y": y}, "dim n, k  input x[n, k], y[n, k] "
    f = "fn f(a, by = 2, plus = by + 1) = a * by + plus "
    case("defaults", n, io, {}, f + model(base + "output z = f(x)"), x * 2 + 3)
    case("defaults_given_in_part", n, io, {}, f + model(base + "output z = f(x, 3)"), x * 3 + 4)
    case("named_arguments", n, io, {}, f + model(base + "output z = f(plus = y, a = x)"), x * 2 + y)
    case("axis_left_out", n, io, {}, SOFT + model(base + "output z = soft(x)"), softmax(x, 1))
    case("axis_named", n, io, {}, SOFT + model(base + "output z = soft[n](x)"), softmax(x, 0))
    u = data("u", 3, 3)
    square = SOFT + "model M { dim n  input u[n, n]  "
    case("last_axis_of_a_square", {"n": 3}, {"u": u}, {}, square + "output z = soft(u) loss 0 }", softmax(u, 1))
    case("first_axis_of_a_square", {"n": 3}, {"u": u}, {},
         "fn first[k](x) = x - sum[k](x) fn turned(x[a, b]) = first[a](x) "
         + square + "output z = turned(u) loss 0 }", u - u.sum(0, keepdims=True))
    case("lets_with_axes", n, io, {}, "fn centred(x[n, d]) = { let m[n, i: d] = x[n, i] - mean[j: d](x[n, j])  m } "
         + model(base + "output z = centred(x)"), x - x.mean(1, keepdims=True))
    case("pipe", n, io, {}, SOFT + model(base + "output z = x + y |> soft[n] |> sum[k]"), softmax(x + y, 0).sum(1))
    body = "fn f[d](x, eps = 0.5) = { let v = mean[d](c^2)  let c = x - m, m = mean[d](x)  c / sqrt(v + eps) } "
    c = x - x.mean(1, keepdims=True)
    case("body_in_any_order", n, io, {}, body + model(base + "output z = f(x)"),
         c / np.sqrt((c**2).mean(1, keepdims=True) + 0.5))
    gram = "fn gram(x[n, a], y[n, b]) = sum[n](x[n, a] * y[n, b]) "
    case("pattern_binds_one_dim_twice", n, io, {}, gram + model(base + "output z = gram(x, y)"), x.T @ y)
    scaled = "fn scaled(x[.., d]) = x / d "
    case("pattern_name_is_a_size", n, io, {}, scaled + model(base + "output z = scaled(x)"), x / 4)
    rows = "fn apart(x[n, k], step) = { let z[n, i: k - step] = x[n, i + step] - x[n, i]  z } "
    case("number_as_size", {"n": 3}, {"x": x}, {}, rows + model("dim n, k = 4  input x[n, k]  output z = apart(x, 2)"),
         x[:, 2:] - x[:, :2])
    case("repeated_function", n, io, {}, "fn half(x) = x / 2 + 1 " + model(base + "output z = x |> repeat 3 half"),
         ((x / 2 + 1) / 2 + 1) / 2 + 1)
    case("function_of_indices", {"n": 3}, {"x": x}, {}, "fn sq(x) = x^2 " + model("dim n, k = 4  input x[n, k]  output z[n] = sum[i: 2](sq(x[n, i + 1]))"),
         (x[:, 1:3] ** 2).sum(1))


def attention():
    x, w = data("x", 2, 3, 4), data("w", 4, 4)
    f = SOFT + ("fn attention(q[.., t, e], k[.., u, e], v[.., u, f]) = "
                "sum[u](soft[u](sum[e](q[t, e] * k[u, e]) / sqrt(e)) * v[u, f]) ")
    scores = softmax(np.einsum("bte,bue->btu", x, x) / 2, 2)
    case("self_attention", {"n": 2, "t": 3}, {"x": x}, {},
         f + model("dim n, t, d = 4  input x[n, t, d]  output z = attention(x, x, x)"),
         np.einsum("btu,bue->bte", scores, x))
    key = data("key", 2, 5, 4)
    value = data("value", 2, 5, 2)
    scores = softmax(np.einsum("bte,bue->btu", x, key) / 2, 2)
    case("cross_attention", {"n": 2, "t": 3, "u": 5}, {"x": x, "key": key, "value": value}, {},
         f + model("dim n, t, u, d = 4, e = 2  input x[n, t, d], key[n, u, d], value[n, u, e]"
                   "  output z = attention(x, key, value)"),
         np.einsum("btu,bue->bte", scores, value))


def layers():
    x = data("x", 2, 3)
    n, base = {"n": 2}, "dim n, k = 3  input x[n, k] "
    p = params(dense__W=(3, 4), dense__b=(4,))
    case("dense", n, {"x": x}, p, DENSE + model(base + "output z = dense(x, 4)"), x @ p["dense.W"] + p["dense.b"])

    p = params(dense1__W=(3, 4), dense1__b=(4,), dense2__W=(4, 3), dense2__b=(3,))
    two = np.tanh(x @ p["dense1.W"] + p["dense1.b"]) @ p["dense2.W"] + p["dense2.b"]
    case("numbered_by_application", n, {"x": x}, p,
         DENSE + model(base + "output z = dense(tanh(dense(x, 4)), k)"), two)
    case("numbered_in_a_pipe", n, {"x": x}, p,
         DENSE + model(base + "output z = x |> dense(4) |> tanh |> dense(k)"), two)

    mlp = DENSE + "layer mlp(x[.., d], h) { param g; g * x + (x |> dense(h) |> tanh |> dense(d)) } "
    p = params(**{
        f"deep__{i}__{key}": shape
        for i in range(3)
        for key, shape in {"g": (), "dense1__W": (3, 2), "dense1__b": (2,), "dense2__W": (2, 3), "dense2__b": (3,)}.items()
    })

    def apply(path, y):
        hidden = np.tanh(y @ p[path + ".dense1.W"] + p[path + ".dense1.b"])
        return p[path + ".g"] * y + hidden @ p[path + ".dense2.W"] + p[path + ".dense2.b"]

    z = x
    for i in range(3):
        z = apply(f"deep.{i}", z)
    case("repeated_layer", n, {"x": x}, p,
         mlp + model(base + "layer deep = repeat 3 mlp(2)  output z = deep(x)"), z)

    p = params(mlp__g=(), mlp__dense1__W=(3, 2), mlp__dense1__b=(2,), mlp__dense2__W=(2, 3), mlp__dense2__b=(3,))
    case("nested_layer", n, {"x": x}, p, mlp + model(base + "output z = mlp(x, h = 2)"), apply("mlp", x))

    p = params(one__W=(3, 3), one__b=(3,))
    once = x @ p["one.W"] + p["one.b"]
    case("shared_layer", n, {"x": x}, p,
         DENSE + model(base + "layer one = dense(k)  output z = one(one(x)) + one(2 * x)"),
         (once @ p["one.W"] + p["one.b"]) + 2 * (x @ p["one.W"]) + p["one.b"])
    case("shared_and_repeated", n, {"x": x}, p,
         DENSE + model(base + "layer one = dense(k)  output z = x |> repeat 2 one"), once @ p["one.W"] + p["one.b"])

    p = params(w=(3,), scale__by=(), v=())
    case("parameters_in_order_of_the_text", n, {"x": x}, p,
         "layer Scale(x) { param by; by * x } " + model(base + "param w[k]  let y = Scale(x)  param v  output z = y * w + v"),
         p["w"] * p["scale.by"] * x + p["v"])

    rows = data("rows", 2, 5, 3)
    p = params(dense1__W=(3, 2), dense1__b=(2,), dense2__W=(3, 2), dense2__b=(2,))
    case("layer_over_other_shapes", {"n": 2, "t": 5}, {"x": x, "rows": rows}, p,
         DENSE + model("dim n, t, k = 3  input x[n, k], rows[n, t, k]"
                       "  output z = sum[t](dense(rows, 2)) + dense(x, 2)"),
         (rows @ p["dense1.W"] + p["dense1.b"]).sum(1) + x @ p["dense2.W"] + p["dense2.b"])
    mask = np.array([True, False])
    case("layer_of_truths", {"n": 2}, {"m": mask}, params(pick1__w=(), pick2__w=()),
         "layer pick(m) { param w; if m then w else -w } "
         + model("dim n  input m[n] : bool  output z = pick(m) + 2 * pick(not m)"),
         np.where(mask, 1, -1) * data("pick1__w") + 2 * np.where(mask, -1, 1) * data("pick2__w"))


def scans():
    x = data("x", 3, 4, 2)
    sizes = {"n": 3, "time": 4}
    p = params(Wx=(2, 2), Wh=(2, 2), b=(2,))
    base = "dim n, time, d = 2, u = 2  input x[n, time, d]  param Wx[d, u], Wh[u, u], b[u] "

    def rnn(times, h=np.zeros((3, 2))):
        states = {}
        for t in times:
            h = np.tanh(x[:, t] @ p["Wx"] + h @ p["Wh"] + p["b"])
            states[t] = h
        return np.stack([states[t] for t in range(4)]), h

    step = "{ let z = x[t] @ Wx + h @ Wh + b  next h = tanh(z) "
    head = "output y = scan t over time "
    case("recurrent", sizes, {"x": x}, p, model(base + head + "carry h[n, u] = 0 " + step + "emit h }"), rnn(range(4))[0])
    case("last_state", sizes, {"x": x}, p, model(base + head + "carry h[n, u] = 0 " + step + "}"), rnn(range(4))[1])
    case("reverse", sizes, {"x": x}, p, model(base + head + "reverse carry h[n, u] = 0 " + step + "emit h }"),
         rnn(range(3, -1, -1))[0])
    case("state_before_the_step", sizes, {"x": x}, p,
         model(base + head + "carry h[n, u] = 1 " + step + "let before = h  emit before }"),
         np.concatenate([np.ones((1, 3, 2)), rnn(range(4), np.ones((3, 2)))[0][:3]]))

    io = "dim n, time, d = 2  input x[n, time, d] "
    sums = np.cumsum(x, axis=1).transpose(1, 0, 2)
    case("running_sum", sizes, {"x": x}, {}, model(io + head + "carry s[n, d] = 0 { next s = s + x[t] emit s }"), sums)
    a, b, steps = 0.0, 1.0, []
    for t in range(4):
        steps.append(a * 10 + t)
        a, b = b, a + b
    case("simultaneous_updates", {"time": 4}, {"y": np.arange(4)}, {},
         model("dim time  input y[time]  output z = scan t over time carry a = 0, b = 1 "
               "{ next a = b  next b = a + b  let first = a  emit first * 10 + t }"), steps)
    case("fixed_number_of_steps", {}, {"c": np.array(0.5)}, {},
         model("input c  output z = scan t over 5 carry a = c { next a = 2 * a + t }"),
         ((((0.5 * 2 + 0) * 2 + 1) * 2 + 2) * 2 + 3) * 2 + 4)
    nested = np.zeros((3, 2))
    emitted = []
    for t in range(4):
        for r in range(4):
            nested = nested / 2 + x[:, r] * x[:, t] + t * r
        emitted.append(nested)
    case("nested", sizes, {"x": x}, {},
         model(io + "output y = scan t over time carry s[n, d] = 0 "
               "{ next s = (scan r over time carry q = s { next q = q / 2 + x[r] * x[t] + t * r })  emit s }"),
         np.stack(emitted))
    s = np.zeros(4)
    emitted = []
    for t in range(4):
        s = s + s[t] + np.arange(4)
        emitted.append(s)
    case("carry_at_the_index", {"time": 4}, {"y": np.arange(4)}, {},
         model("dim time  input y[time]  output z = scan t over time carry s[time] = 0 "
               "{ next s = s + s[t] + position(time)  emit s }"), np.stack(emitted))
    s = np.zeros(4)
    for t in range(4):
        s = s + np.arange(4) + (s[t - 2] if t >= 2 else 7)
    case("carry_before_the_index", {"time": 4}, {"y": np.arange(4)}, {},
         model("dim time  input y[time]  output z = scan t over time carry s[time] = 0 "
               "{ next s = s + position(time) + s[t - 2 else 7] }"), s)
    total = np.zeros((3, 4))
    for k in range(2):
        total = total / 2 + x[:, :, k] * (k + 1)
    case("for_each_index_around", sizes, {"x": x}, {},
         model(io + "output y[n, i] = scan k over d carry a = 0 { next a = a / 2 + x[n, i, k] * (k + 1) }"), total)
    lagged = np.zeros((3, 2))
    for t in range(4):
        lagged = lagged / 2 + x[:, t] - (x[:, t - 1] if t else 0)
    case("neighbours", sizes, {"x": x}, {},
         model(io + "output y = scan t over time carry s[n, d] = 0 { next s = s / 2 + x[n, t, d] - x[n, t - 1, d else 0] }"),
         lagged)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def convolution():
    x = data("x", 2, 2, 5, 4)
    p = params(conv__k=(3, 2, 3, 3), conv__b=(3,))
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    y = np.zeros((2, 3, 3, 2))
    for i in range(3):
        for j in range(2):
            window = padded[:, :, 2 * i:2 * i + 3, 2 * j:2 * j + 3]
            y[:, :, i, j] = np.einsum("ncrs,ocrs->no", window, p["conv.k"]) + p["conv.b"]
    case("strided_padded_convolution", {"n": 2}, {"x": x}, p,
         "layer conv(x[n, c, h, w], o, size, stride = 1, pad = 0) { param k[o, c, size, size], b[o] "
         "let y[n, o, i: (h + 2*pad - size)/stride + 1, j: (w + 2*pad - size)/stride + 1] = "
         "sum[c, r: size, s: size](x[n, c, stride*i + r - pad, stride*j + s - pad else 0] * k[o, c, r, s]) + b[o]; y } "
         + model("dim n, c = 2, h = 5, w = 4  input x[n, c, h, w]  output y = conv(x, 3, size = 3, pad = 1, stride = 2)"),
         y)


def lstm():
    x = data("x", 3, 4, 2)
    p = params(lstm__Wi=(2, 4, 3), lstm__Wh=(3, 4, 3), lstm__b=(4, 3))
    h, c, states = np.zeros((3, 3)), np.zeros((3, 3)), []
    for t in range(4):
        z = np.einsum("ni,igo->ngo", x[:, t], p["lstm.Wi"]) + np.einsum("nk,kgo->ngo", h, p["lstm.Wh"]) + p["lstm.b"]
        c = sigmoid(z[:, 1]) * c + sigmoid(z[:, 0]) * np.tanh(z[:, 2])
        h = sigmoid(z[:, 3]) * np.tanh(c)
        states.append(h)
    case("lstm", {"n": 3, "time": 4}, {"x": x}, p,
         "layer lstm(x[n, t, i], u) { param Wi[i, 4, u], Wh[u, 4, u], b[4, u] "
         "let all = scan s over t carry h[n, u] = 0, c[n, u] = 0 { "
         "let z[n, g: 4, o: u] = sum[i](x[n, s, i] * Wi[i, g, o]) + sum[k: u](h[n, k] * Wh[k, g, o]) + b[g, o] "
         "let cell = sigmoid(z[n, 1, u]) * c + sigmoid(z[n, 0, u]) * tanh(z[n, 2, u]) "
         "next c = cell  next h = sigmoid(z[n, 3, u]) * tanh(cell)  emit h } "
         "let y[n, t, u] = all[t, n, u]  y } "
         + model("dim n, time, d = 2  input x[n, time, d]  output y = x |> lstm(3)"),
         np.stack(states, axis=1))


def layers_with_scans():
    x = data("x", 3, 4, 2)
    program = DENSE + ("layer rnn(x[n, t, i], u) { let h = scan s over t carry h[n, u] = 0 "
                       "{ next h = tanh(dense(x[s], u) + dense(h, u)) emit h }  let y[n, t, u] = h[t, n, u]  y } ")
    p = params(**{
        f"rnn{i}__dense{j}__{key}": shape for i in (1, 2) for j in (1, 2) for key, shape in {"W": (2, 2), "b": (2,)}.items()
    })
    y = x
    for i in (1, 2):
        h, states = np.zeros((3, 2)), []
        for t in range(4):
            q = f"rnn{i}.dense"
            h = np.tanh(y[:, t] @ p[q + "1.W"] + p[q + "1.b"] + h @ p[q + "2.W"] + p[q + "2.b"])
            states.append(h)
        y = np.stack(states, axis=1)
    case("layers_with_scans", {"n": 3, "time": 4}, {"x": x}, p,
         program + model("dim n, time, d = 2  input x[n, time, d]  output y = x |> rnn(2) |> rnn(2)"), y)
    p = params(inner__W=(2, 2), inner__b=(2,), outer__W=(2, 2), outer__b=(2,))
    outer = np.zeros((3, 2))
    for t in range(4):
        h = outer
        for r in range(4):
            h = np.tanh((x[:, r] * x[:, t]) @ p["inner.W"] + p["inner.b"] + h)
        outer = h @ p["outer.W"] + p["outer.b"]
    case("scan_of_layers_with_scans", {"n": 3, "time": 4}, {"x": x}, p,
         DENSE + model("dim n, time, d = 2  input x[n, time, d]  layer inner = dense(d), outer = dense(d) "
                 "output y = scan t over time carry o[n, d] = 0 "
                 "{ next o = outer(scan r over time carry h = o { next h = tanh(inner(x[r] * x[t]) + h) }) }"),
         outer)


for build in (functions, attention, layers, convolution, scans, lstm, layers_with_scans):
    build()
lines = ",\n".join(json.dumps(c) for c in CASES)
(HERE / "layers_and_scans.json").write_text("[\n" + lines + "\n]\n")
