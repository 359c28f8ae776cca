#!/usr/bin/python3
"""Computes with PyTorch, in double precision, what the GradBench objectives and their derivatives must be.

Writes expected/<objective>-<sizes>.json beside this script: inputs, objective and gradient, for kmeans the Newton
direction, for ba the blocks of the sparse Jacobian. README.md describes their form.

Each objective is stated twice, in PyTorch and, number by number, in mpmath. Before a file is written, PyTorch's value
is compared with that of mpmath, and its derivatives with difference quotients at 80 digits.

Inputs are drawn with a fixed seed and rounded to multiples of 1/256, so that single precision holds them too.
"""
import itertools
import json
import math
import pathlib

import mpmath
import numpy
import torch
from mpmath import mpf

HERE = pathlib.Path(__file__).resolve().parent

torch.set_default_dtype(torch.float64)
mpmath.mp.dps = 80

# A difference quotient of this step is right to twice as many digits, and loses that many of the 80.
STEP = mpf(10) ** -20

# What double precision may lose, relative to the largest entry.
TOLERANCE = 1e-12

# Derivatives are compared at this many entries of each input, evenly spread.
CHECKED = 12


# ---- Drawing numbers

def grid(values, steps=256):
    return numpy.round(numpy.asarray(values) * steps) / steps


def uniform(rng, low, high, *sizes):
    return grid(rng.uniform(low, high, sizes))


# ---- lse: log sum exp

def lse_inputs(rng, n, low, high):
    return dict(x=uniform(rng, low, high, n))


def lse(x):
    return torch.logsumexp(x, 0)


def lse_exact(x):
    return mpmath.log(mpmath.fsum(mpmath.exp(xi) for xi in x))


# ---- llsq: a polynomial through the signs of n points

def llsq_inputs(rng, n, m):
    t = -1 + 2 * numpy.arange(n) / (n - 1)
    return dict(x=uniform(rng, -1, 1, m), t=t, s=numpy.sign(t))


def llsq(x, t, s):
    powers = t[:, None] ** torch.arange(len(x))
    return 0.5 * ((s - powers @ x) ** 2).sum()


def llsq_exact(x, t, s):
    def value(ti):
        return mpmath.fsum(xj * ti**j for j, xj in enumerate(x))
    return mpmath.fsum((si - value(ti)) ** 2 for ti, si in zip(t, s)) / 2


# ---- gmm: the log posterior of a mixture of Gaussians with a Wishart prior

def gmm_inputs(rng, d, k, n, m, gamma):
    # Where the entry (i, j) below the diagonal stands in l, which has them column by column; elsewhere 0.
    place = numpy.zeros((d, d), int)
    for number, (column, row) in enumerate((j, i) for j in range(d) for i in range(j + 1, d)):
        place[row, column] = number
    nu = d + m + 1
    log_gamma = log_gamma_of_dimension(nu / 2, d, math.lgamma, math.log(math.pi))
    return dict(alpha=uniform(rng, -1, 1, k), mu=uniform(rng, 0, 1, k, d), q=uniform(rng, -1, 1, k, d),
                l=uniform(rng, -1, 1, k, d * (d - 1) // 2), x=uniform(rng, -1, 2, n, d), m=m, gamma=gamma,
                place=place, wishart=nu * d * math.log(gamma / math.sqrt(2)) - log_gamma)


def log_gamma_of_dimension(a, d, log_gamma, log_pi):
    return d * (d - 1) * log_pi / 4 + sum(log_gamma(a - j / 2) for j in range(d))


def gmm(alpha, mu, q, l, x, m, gamma, place, wishart):
    (n, d), k = x.shape, len(alpha)
    factor = torch.tril(l[:, place], -1) + torch.diag_embed(torch.exp(q))
    scaled = torch.einsum("kij,nkj->nki", factor, x[:, None] - mu)
    terms = alpha + q.sum(1) - 0.5 * (scaled**2).sum(2)
    likelihood = torch.logsumexp(terms, 1).sum() - n * (d / 2 * math.log(2 * math.pi) + torch.logsumexp(alpha, 0))
    return likelihood + k * wishart - (gamma**2 / 2 * (factor**2).sum() - m * q.sum())


def gmm_exact(alpha, mu, q, l, x, m, gamma, **_):
    n, d, k = len(x), len(x[0]), len(alpha)
    factors = []
    for qk, lk in zip(q, l):
        factor = [[mpf(0)] * d for _ in range(d)]
        below = iter(lk)
        for column in range(d):
            factor[column][column] = mpmath.exp(qk[column])
            for row in range(column + 1, d):
                factor[row][column] = next(below)
        factors.append(factor)

    def term(xi, j):
        centred = [a - b for a, b in zip(xi, mu[j])]
        scaled = [mpmath.fsum(f * c for f, c in zip(row, centred)) for row in factors[j]]
        return alpha[j] + mpmath.fsum(q[j]) - mpmath.fsum(s * s for s in scaled) / 2

    result = -n * (d * mpmath.log(2 * mpmath.pi) / 2 + lse_exact(alpha))
    result += mpmath.fsum(lse_exact([term(xi, j) for j in range(k)]) for xi in x)
    nu = d + m + 1
    result += k * nu * d * mpmath.log(gamma / mpmath.sqrt(2))
    result -= k * log_gamma_of_dimension(nu / 2, d, mpmath.loggamma, mpmath.log(mpmath.pi))
    for factor, qk in zip(factors, q):
        result -= gamma**2 / 2 * mpmath.fsum(f * f for row in factor for f in row) - m * mpmath.fsum(qk)
    return result


# ---- lstm: a recurrent network whose weight matrices are diagonal

def lstm_inputs(rng, layers, b, c):
    sequence = numpy.zeros((c, b))
    sequence[numpy.arange(c), rng.randint(b, size=c)] = 1
    return dict(main=uniform(rng, -1, 1, layers, 2, 4, b), extra=uniform(rng, -1, 1, 3, b),
                state=uniform(rng, -1, 1, layers, 2, b), sequence=sequence)


def lstm(main, extra, state, sequence):
    (c, b), layers = sequence.shape, len(main)
    in_weight, out_weight, out_bias = extra
    hidden, cell = list(state[:, 0]), list(state[:, 1])
    loss = 0
    for t in range(c - 1):
        x = sequence[t] * in_weight
        for i in range(layers):
            forget_weight, input_weight, output_weight, change_weight = main[i, 0]
            forget_bias, input_bias, output_bias, change_bias = main[i, 1]
            forget = torch.sigmoid(x * forget_weight + forget_bias)
            admit = torch.sigmoid(hidden[i] * input_weight + input_bias)
            emit = torch.sigmoid(x * output_weight + output_bias)
            change = torch.tanh(hidden[i] * change_weight + change_bias)
            cell[i] = cell[i] * forget + admit * change
            hidden[i] = x = emit * torch.tanh(cell[i])
        y = x * out_weight + out_bias
        loss = loss - (sequence[t + 1] * (y - torch.log(2 + torch.exp(y).sum()))).sum()
    return loss / ((c - 1) * b)


def lstm_exact(main, extra, state, sequence):
    c, b, layers = len(sequence), len(sequence[0]), len(main)

    def sigmoid(z):
        return 1 / (1 + mpmath.exp(-z))

    # Elements only meet in the normaliser, so each runs through the layers by itself.
    def step(x, j, states):
        for i in range(layers):
            weight, bias = main[i]
            h, cell = states[i][j]
            forget = sigmoid(x * weight[0][j] + bias[0][j])
            admit = sigmoid(h * weight[1][j] + bias[1][j])
            emit = sigmoid(x * weight[2][j] + bias[2][j])
            change = mpmath.tanh(h * weight[3][j] + bias[3][j])
            cell = cell * forget + admit * change
            x = emit * mpmath.tanh(cell)
            states[i][j] = (x, cell)
        return x * extra[1][j] + extra[2][j]

    states = [[(state[i][0][j], state[i][1][j]) for j in range(b)] for i in range(layers)]
    loss = mpf(0)
    for t in range(c - 1):
        y = [step(sequence[t][j] * extra[0][j], j, states) for j in range(b)]
        normaliser = mpmath.log(2 + mpmath.fsum(mpmath.exp(yj) for yj in y))
        loss -= mpmath.fsum(s * (yj - normaliser) for s, yj in zip(sequence[t + 1], y))
    return loss / ((c - 1) * b)


# ---- kmeans: squared distances to the nearest centroid

def kmeans_inputs(rng, n, k, d):
    # The first k points are near one centroid each, so that none is without points.
    centroids = uniform(rng, 0, 4, k, d)
    points = uniform(rng, 0, 4, n, d)
    points[:k] = centroids + uniform(rng, -0.25, 0.25, k, d)
    return dict(points=points, centroids=centroids)


def kmeans(points, centroids):
    return ((points[:, None] - centroids) ** 2).sum(2).amin(1).sum()


def kmeans_exact(points, centroids):
    def distance(p, c):
        return mpmath.fsum((a - b) ** 2 for a, b in zip(p, c))
    return mpmath.fsum(min(distance(p, c) for c in centroids) for p in points)


def newton_direction(points, centroids):
    gradient, = torch.autograd.grad(kmeans(points, centroids), centroids, create_graph=True)
    # Each coordinate of a centroid meets no other in the gradient, so a row sum of the Hessian is its diagonal entry.
    diagonal, = torch.autograd.grad(gradient.sum(), centroids)
    return gradient / diagonal


# ---- ba: bundle adjustment

ROTATION, CENTRE, FOCAL, PRINCIPAL, DISTORTION = slice(0, 3), slice(3, 6), 6, slice(7, 9), slice(9, 11)


def ba_inputs(rng, cameras, points, observations):
    camera = numpy.concatenate([
        uniform(rng, -0.5, 0.5, cameras, 3), uniform(rng, -1, 1, cameras, 3), uniform(rng, 1, 2, cameras, 1),
        uniform(rng, -0.25, 0.25, cameras, 2), uniform(rng, -0.125, 0.125, cameras, 2)], 1)
    camera[0, ROTATION] = 0
    point = uniform(rng, -1, 1, points, 3)
    point[:, 2] += 5
    # Every camera and every point is observed, some pairs more than once.
    return dict(cameras=camera, points=point, weights=uniform(rng, 0, 1, observations),
                features=uniform(rng, -0.5, 0.5, observations, 2),
                camera_of=rng.permutation(numpy.arange(observations) % cameras),
                point_of=rng.permutation(numpy.arange(observations) % points))


def projection(camera, point):
    r, moved = camera[ROTATION], point - camera[CENTRE]
    square = (r * r).sum()
    if square == 0:
        rotated = moved + torch.cross(r, moved, dim=0)
    else:
        angle = torch.sqrt(square)
        axis = r / angle
        rotated = (torch.cos(angle) * moved + torch.sin(angle) * torch.cross(axis, moved, dim=0)
                   + (1 - torch.cos(angle)) * (axis * moved).sum() * axis)
    flat = rotated[:2] / rotated[2]
    radius = (flat * flat).sum()
    k1, k2 = camera[DISTORTION]
    return camera[FOCAL] * flat * (1 + k1 * radius + k2 * radius**2) + camera[PRINCIPAL]


def reprojection_error(variables, feature):
    """Of one observation, whose 15 variables are camera, point and weight."""
    return variables[14] * (projection(variables[:11], variables[11:14]) - feature)


def reprojection_error_exact(variables, feature):
    r, centre, point, weight = variables[:3], variables[3:6], variables[11:14], variables[14]
    focal, principal, (k1, k2) = variables[6], variables[7:9], variables[9:11]
    # The rotation matrix is the exponential of the cross product by r, whatever the length of r.
    cross = mpmath.matrix([[0, -r[2], r[1]], [r[2], 0, -r[0]], [-r[1], r[0], 0]])
    matrix = mpmath.expm(cross, method="taylor")
    x, y, z = matrix * mpmath.matrix([p - c for p, c in zip(point, centre)])
    u, v = x / z, y / z
    radius = u * u + v * v
    scale = focal * (1 + k1 * radius + k2 * radius**2)
    return [weight * (scale * p + q - f) for p, q, f in zip((u, v), principal, feature)]


def ba_values(inputs):
    cameras, points, weights = (torch.tensor(inputs[name], requires_grad=True)
                                for name in ("cameras", "points", "weights"))
    features = torch.tensor(inputs["features"])
    errors, blocks = [], []
    for i, (camera, point) in enumerate(zip(inputs["camera_of"], inputs["point_of"])):
        variables = torch.cat([cameras[camera], points[point], weights[i:i + 1]])
        errors.append(reprojection_error(variables, features[i]))
        blocks.append(torch.stack([torch.autograd.grad(e, variables, retain_graph=True)[0] for e in errors[-1]]))
        compare_jacobian(variables.tolist(), features[i].tolist(), errors[-1], blocks[-1])
    errors, weight_errors = torch.stack(errors), 1 - weights**2
    loss = 0.5 * ((errors**2).sum() + (weight_errors**2).sum())
    wrt = dict(cameras=cameras, points=points, weights=weights)
    gradients = dict(zip(wrt, torch.autograd.grad(loss, wrt.values())))
    return {
        "loss": loss,
        "outputs": {"reprojection_error": errors, "weight_error": weight_errors},
        "gradients": gradients,
        "jacobian": {"reprojection_error": torch.stack(blocks), "weight_error": -2 * weights},
    }


# ---- Comparison with mpmath

def exact(value):
    if isinstance(value, (list, tuple)):
        return [exact(element) for element in value]
    return mpf(value)


def agree(what, actual, expected, scale):
    if not abs(actual - expected) <= TOLERANCE * scale:
        raise AssertionError(f"{what}: PyTorch says {actual}, mpmath {mpmath.nstr(expected, 20)}")


def moved(nested, index, step):
    """A copy of nested lists, one entry of which is larger by the step."""
    if not index:
        return nested + step
    copy = list(nested)
    copy[index[0]] = moved(nested[index[0]], index[1:], step)
    return copy


def compare_gradient(what, function, inputs, name, gradient):
    values = exact({n: v.tolist() for n, v in inputs.items()}[name])
    others = {n: exact(v.tolist()) for n, v in inputs.items() if n != name}
    entries = list(itertools.product(*map(range, gradient.shape)))
    for index in entries[::max(1, len(entries) // CHECKED)]:
        after, before = (function(**others, **{name: moved(values, index, step)}) for step in (STEP, -STEP))
        agree(f"{what}, d/d {name}{list(index)}", gradient[index].item(), (after - before) / (2 * STEP),
              gradient.abs().max().item())


def compare_direction(what, inputs, direction):
    points, centroids = exact(inputs["points"].tolist()), exact(inputs["centroids"].tolist())
    entries = list(itertools.product(*map(range, direction.shape)))
    for index in entries[::max(1, len(entries) // CHECKED)]:
        before, at, after = (kmeans_exact(points, moved(centroids, index, step)) for step in (-STEP, 0, STEP))
        newton = (after - before) / 2 / (after - 2 * at + before) * STEP
        agree(f"{what}, direction{list(index)}", direction[index].item(), newton, direction.abs().max().item())


def compare_jacobian(variables, feature, errors, block):
    variables, feature = exact(variables), exact(feature)
    for error, value in zip(errors, reprojection_error_exact(variables, feature)):
        agree("reprojection error", error.item(), value, 1)
    for j in range(15):
        after, before = (reprojection_error_exact(moved(variables, [j], step), feature) for step in (STEP, -STEP))
        for i in range(2):
            agree(f"reprojection error, d{i}/d{j}", block[i, j].item(), (after[i] - before[i]) / (2 * STEP),
                  block.abs().max().item())


# ---- Files

def scalar_values(what, function, function_exact, inputs, wrt):
    tensors = {name: torch.tensor(value, requires_grad=name in wrt) for name, value in inputs.items()}
    loss = function(**tensors)
    value = function_exact(**{name: exact(value.tolist()) for name, value in inputs.items()})
    agree(what, loss.item(), value, abs(value))
    gradients = dict(zip(wrt, torch.autograd.grad(loss, [tensors[name] for name in wrt], retain_graph=True)))
    for name, gradient in gradients.items():
        compare_gradient(what, function_exact, inputs, name, gradient)
    values = {"loss": loss, "outputs": {}, "gradients": gradients}
    if function is kmeans:
        values["direction"] = newton_direction(**tensors)
        compare_direction(what, inputs, values["direction"])
    return values


def plain(value):
    if isinstance(value, dict):
        return {name: plain(entry) for name, entry in value.items()}
    # Whole numbers are shorter without their ".0".
    nested = value.tolist()
    whole = numpy.asarray(nested) == numpy.round(nested)
    return numpy.asarray(nested, dtype=int).tolist() if whole.all() else nested


def write(objective, sizes, inputs, values):
    content = {"model": f"examples/gradbench/{objective}.nn", "data": plain(inputs), "parameters": {}, **plain(values)}
    lines = [f"{json.dumps(key)}: {json.dumps(entry, separators=(',', ':'))}" for key, entry in content.items()]
    name = "-".join([objective, *(f"{key}{size}" for key, size in sizes.items())])
    (HERE / "expected" / f"{name}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


SCALAR = [
    # objective, the same in mpmath, inputs, differentiated by, sizes and ranges
    (lse, lse_exact, lse_inputs, ["x"],
     [dict(n=1, low=0, high=1), dict(n=13, low=-800, high=800), dict(n=2500, low=0, high=1)]),
    (llsq, llsq_exact, llsq_inputs, ["x"], [dict(n=13, m=3), dict(n=16, m=128), dict(n=257, m=13)]),
    (gmm, gmm_exact, gmm_inputs, ["alpha", "mu", "q", "l"],
     [dict(d=2, k=5, n=13, m=0, gamma=1.0), dict(d=3, k=1, n=7, m=2, gamma=0.5),
      dict(d=10, k=5, n=40, m=0, gamma=1.0)]),
    (lstm, lstm_exact, lstm_inputs, ["main", "extra"],
     [dict(layers=1, b=3, c=2), dict(layers=2, b=14, c=33), dict(layers=4, b=14, c=9)]),
    (kmeans, kmeans_exact, kmeans_inputs, ["centroids"],
     [dict(n=13, k=3, d=2), dict(n=101, k=1, d=8), dict(n=200, k=10, d=16)]),
]
# Ranges, and what is no whole number, are not in the names of the files.
UNNAMED = ["low", "high", "gamma"]

BA = [dict(cameras=1, points=3, observations=5), dict(cameras=5, points=17, observations=41)]


def main():
    for function, function_exact, draw, wrt, cases in SCALAR:
        for number, sizes in enumerate(cases):
            inputs = draw(numpy.random.RandomState(number), **sizes)
            inputs = {name: numpy.asarray(value) for name, value in inputs.items()}
            values = scalar_values(f"{function.__name__} {sizes}", function, function_exact, inputs, wrt)
            named = {name: size for name, size in sizes.items() if name not in UNNAMED}
            write(function.__name__, named, inputs, values)
    for number, sizes in enumerate(BA):
        inputs = ba_inputs(numpy.random.RandomState(number), **sizes)
        write("ba", sizes, inputs, ba_values(inputs))


if __name__ == "__main__":
    main()
