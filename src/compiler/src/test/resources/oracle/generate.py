#!/usr/bin/python3
"""Computes with PyTorch, SymPy and mpmath what the models beside this script must give.

Writes, next to itself:
  values/<model>.json        loss, outputs and gradients of each model at one point, by PyTorch in double precision
  scalar-derivatives.json    first and second derivatives of formulas, by SymPy to 30 digits
  written-out-formulas.json  values and derivatives far out and near 0, by mpmath to 30 digits
  differences.json           the same for formulas whose terms cancel

Every function below states a model a second time, independently of its .nn file. Data and parameters are drawn with a
fixed seed and rounded to multiples of 1/256, so that single precision holds them too.
"""
import json
import math
import pathlib
import random

import mpmath
import sympy
import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[5]
EXAMPLES = ROOT / "examples"
DIGITS = 30

torch.set_default_dtype(torch.float64)
MODELS = []


# ---- Drawing numbers

def grid(value):
    return round(value * 256) / 256


def draw(rng, low, high, *sizes):
    if not sizes:
        return grid(rng.uniform(low, high))
    return [draw(rng, low, high, *sizes[1:]) for _ in range(sizes[0])]


def uniform(low, high, *sizes):
    return lambda rng: draw(rng, low, high, *(sizes or (7,)))


def labels(*values):
    return lambda rng: [rng.choice(values) for _ in range(7)]


def exactly(value):
    return lambda rng: value


def model(inputs=None, targets=None, wrt=None, file=None, **parameters):
    """Registers a function of all these names that gives the loss and a dict of outputs.

    Gradients are taken for all parameters except those named frozen_*, and for inputs (or those in wrt).
    """
    def register(function):
        MODELS.append((function, inputs or {}, targets or {}, wrt, file, parameters))
        return function
    return register


# ---- Models, second statement

@model(inputs=dict(x=uniform(-2, 2), z=uniform(-2, 2)), a=1.25, b=0.75, c=-0.5)
def arithmetic(x, z, a, b, c):
    y = (z - a * x) / (b + x * x) + c * x * z - c * 0.5
    return (y**2).sum(), dict(y=y)


@model(inputs=dict(x=uniform(0.2, 2)), a=0.75, b=1.5)
def powers(x, a, b):
    whole = a * x * x * x - x * x + torch.reciprocal(x)
    broken = torch.sqrt(x) + b * torch.rsqrt(x) / x - x * x * x * b * b
    variable = torch.pow(x, a) + torch.exp(x * torch.log(a)) + b * b * b
    return (whole + broken * variable).mean(), dict(whole=whole, broken=broken, variable=variable)


@model(inputs=dict(x=exactly([0.0, 0.5, 2.0])), a=0.75, b=1.5)
def powers_at_zero(x, a, b):
    y = x.pow(2) + x.pow(3) * a + torch.pow(x, b)
    return y.sum(), dict(y=y)


@model(inputs=dict(x=uniform(0.1, 2)), a=0.75, b=0.5)
def exponentials(x, a, b):
    growth = torch.exp(a * x) + torch.expm1(b * x)
    logs = torch.log(x + a) + torch.log1p(b * x)
    root = torch.sqrt(a * x + b)
    return (growth * logs - root).mean(), dict(growth=growth, logs=logs, root=root)


@model(inputs=dict(x=uniform(-1.2, 1.2)), a=0.75, b=0.5)
def trigonometric(x, a, b):
    circular = torch.sin(a * x) * torch.cos(x + b) + torch.tan(x / 2)
    inverse = torch.asin(a * x / 2) - torch.acos(b * x / 2) + torch.atan(a * x + b)
    return (circular**2 + inverse).mean(), dict(circular=circular, inverse=inverse)


@model(inputs=dict(x=uniform(-2, 2)), a=0.75, b=-0.5)
def hyperbolic(x, a, b):
    y = torch.sinh(a * x) - torch.cosh(x + b) + torch.tanh(a * x + b)
    return (y * y).mean(), dict(y=y)


@model(inputs=dict(x=uniform(-2, 2)), centre=0.25, width=1.5)
def normal_distribution(x, centre, width):
    normal = torch.distributions.Normal(centre, width)
    error = torch.erf(x * width) - torch.special.erfc(x - centre)
    probability = normal.cdf(x)
    density = normal.log_prob(x)
    return (error * probability - density).mean(), dict(error=error, probability=probability, density=density)


@model(inputs=dict(x=exactly([0.0, -1.5, 0.75, 2.0, 1.0, 0.0]), z=exactly([0.0, 0.5, 0.75, -1.0, 1.0, 2.0])), a=1.0)
def kinks(x, z, a):
    magnitude = torch.abs(a * x) + torch.sign(x) * z
    rectified = F.relu(a * x) - F.relu(-z)
    extremes = torch.maximum(a * x, z) * torch.minimum(x, z)
    loss = (magnitude + rectified * 2 + extremes * 3).sum()
    return loss, dict(magnitude=magnitude, rectified=rectified, extremes=extremes)


@model(inputs=dict(x=exactly([1.0, 0.5, -0.5, -1.5, -1.5, -3.0, 0.75, -2.0]),
                   z=exactly([0.25, 0.75, -0.5, 1.0, -1.5, 2.0, 0.5, 0.5])), a=1.5, b=0.75)
def conditions(x, z, a, b):
    terms = []
    for xi, zi in zip(x, z):
        if xi > 0 and zi <= 0.5:
            terms.append(a * xi * xi)
        elif xi >= -1 or xi == zi:
            terms.append(b * torch.sin(xi) * zi)
        elif zi != 0 and xi >= -2:
            terms.append(a * b)
        else:
            terms.append(xi / zi)
    y = torch.stack(terms)
    return (y * y + (a if a >= b else b) * y).mean(), dict(y=y)


@model(inputs=dict(x=exactly([0.0, 0.5, -1.0, 2.0])), a=1.5)
def untaken_branch(x, a):
    y = torch.stack([torch.sqrt(xi) * torch.log(a * xi) if xi > 0 else xi * a for xi in x])
    sinc = torch.stack([torch.sin(a * xi) / xi if xi != 0 else torch.ones(()) for xi in x])
    return (y + sinc**2).sum(), dict(y=y, sinc=sinc)


@model(inputs=dict(x=uniform(-2, 2)), a=1.25, b=-0.5)
def stopped_gradient(x, a, b):
    y = (a * x).detach() * torch.exp(b * x) + a * b.detach()
    return ((y - y.max().detach())**2).sum(), dict(y=y)


@model(inputs=dict(x=uniform(-2, 2)), a=0.75)
def reductions(x, a):
    total, average, most, least = (a * x).sum(), (x**2 * a).mean(), (x * a).max(), (x / a).min()
    product = (x + a).prod()
    outputs = dict(total=total, average=average, most=most, least=least, product=product)
    return total * average + most * least - product, outputs


@model(inputs=dict(x=uniform(-1, 1, 4, 3)), a=1.25)
def reductions_by_axis(x, a):
    scaled = a * x
    outputs = dict(
        by_row=(scaled**2).sum(1), by_column=torch.exp(-scaled).mean(0), peak=scaled.amax(1), floor=(x - a).amin(0),
        product=scaled.prod(1), all=(x * scaled).sum())
    o = outputs
    loss = (o["by_row"] * o["peak"]).sum() + (o["by_column"] * o["floor"]).mean() + o["product"].mean() / 7 + o["all"]
    return loss, outputs


@model(inputs=dict(x=exactly([[1.0, 2.0, 2.0], [-1.0, -1.0, -1.0], [0.5, 2.0, -1.0]])), a=1.5)
def reduction_ties(x, a):
    peak, bottom = (a * x).amax(1), x.amin(0)
    return (peak**2).sum() + 3 * bottom.mean() + x.amax((0, 1)) * x.amin((0, 1)), dict(peak=peak, bottom=bottom)


@model(inputs=dict(x=exactly([[1.5, -2.0, 0.5], [0.0, 2.0, -0.75], [0.0, 1.25, 0.0]])), a=1.5)
def product_with_zeros(x, a):
    # Written out: torch's own gradient of prod is right too, but this one is beyond doubt.
    y = (a * x[:, 0]) * (a * x[:, 1]) * (a * x[:, 2])
    return (y * y + 2 * y).sum(), dict(y=y)


@model(inputs=dict(x=uniform(-3, 3)), a=1.25, b=0.25)
def smooth_activations(x, a, b):
    z = a * x + b
    squashed = torch.sigmoid(z) + 2 * F.logsigmoid(z) + 3 * F.softsign(x + b)
    # Beyond its threshold torch's softplus is only the identity.
    bent = F.softplus(z, threshold=1000) - 2 * F.elu(z) + 3 * F.tanhshrink(z)
    gated = F.silu(z) - 2 * F.gelu(z) + 3 * F.gelu(x, approximate="tanh") - 4 * F.mish(z)
    return (squashed * bent + gated).mean(), dict(squashed=squashed, bent=bent, gated=gated)


@model(inputs=dict(x=exactly([-2.0, -1.0, -0.5, 0.0, 0.25, 1.0, 2.5])), slope=0.125, low=-1.0, high=1.0)
def kinked_activations(x, slope, low, high):
    # torch's leaky_relu takes its slope as a plain number, so that gradient is written out.
    rectified = F.relu(x) + 2 * torch.where(x > 0, x, slope * x)
    selfnormal = F.selu(x)
    clamped = torch.minimum(torch.maximum(x, low), high)
    loss = (rectified - selfnormal * 3 + clamped * x).sum()
    return loss, dict(rectified=rectified, selfnormal=selfnormal, clamped=clamped)


@model(inputs=dict(x=exactly([-2.0, -1.0, 0.0, 0.5, 1.0, 2.0, 3.0])),
       targets=dict(t=exactly([-2.75, 0.0, 0.25, 1.5, 1.25, 3.0, 3.25])), a=1.5, b=0.25)
def regression_losses(x, t, a, b):
    y = a * x + b
    log_cosh = torch.log(torch.cosh(y - t)).mean()
    return F.mse_loss(y, t) + 2 * F.l1_loss(y, t) + 3 * F.huber_loss(y, t, delta=0.5) + 4 * log_cosh, dict(y=y)


@model(inputs=dict(x=exactly([-2.0, -1.0, 0.0, 0.5, 1.0, 2.0, 3.0])),
       targets=dict(label=exactly([0.0, 1.0, 0.0, 0.25, 1.0, 1.0, 0.0]),
                    side=exactly([-1.0, 1.0, -1.0, 1.0, 1.0, 1.0, -1.0])), a=1.5, b=0.25)
def classification_losses(x, label, side, a, b):
    score = a * x + b
    loss = F.binary_cross_entropy_with_logits(score, label) + 2 * F.relu(1 - side * score).mean()
    return loss, dict(score=score)


@model(inputs=dict(x=exactly([-2.0, -1.0, 0.0, 0.5, 1.0, 2.0, 3.0])),
       targets=dict(t=exactly([-2.75, 0.0, 0.5, 1.0, 1.25, 3.0, 3.25]), count=labels(0.0, 1.0, 2.0, 5.0)),
       a=1.5, b=0.25)
def quantiles_and_counts(x, t, count, a, b):
    y = a * x + b
    pinball = torch.where(t > y, 0.9 * (t - y), 0.1 * (y - t)).mean()
    return pinball + 2 * F.poisson_nll_loss(y / 2, count, log_input=True, full=False), dict(y=y)


@model(inputs=dict(x=uniform(-2, 2), p=uniform(0.1, 0.9)), a=0.75, b=-0.5)
def log_domain(x, p, a, b):
    odds = torch.special.logit(p) * a
    either = torch.logaddexp(a * x, x**2 - b)
    other = torch.log(1 - torch.exp(-torch.abs(x) - a))
    return (odds * torch.sigmoid(x) + either - b * other).mean(), dict(odds=odds, either=either, other=other)


@model(inputs=dict(x=uniform(-2, 2, 5, 3)), targets=dict(t=uniform(-2, 2, 5)),
       w=[0.75, -1.5, 0.25], frozen_scale=[2.0, 0.5, 1.25], b=0.25)
def linear_combination(x, t, w, frozen_scale, b):
    y = x @ (w / frozen_scale) + b
    return F.mse_loss(y, t) + 0.125 * w.square().sum(), dict(y=y)


@model(inputs=dict(x=uniform(-2, 2, 3)),
       targets=dict(y=exactly([[1.0, 0.0, 0.0, 0.0], [0.0, 0.25, 0.75, 0.0], [0.0, 0.0, 0.0, 1.0]])),
       w=[0.75, -1.5, 0.25, 2.0], b=[0.0, 0.5, -0.25, 1.0])
def softmax(x, y, w, b):
    z = torch.outer(x, w) + b
    return F.cross_entropy(z, y), dict(p=F.softmax(z, 1))


@model(inputs=dict(x=uniform(-2, 4)), gain=1.25, shift=-0.25)
def standardised(x, gain, shift):
    y = F.batch_norm(x[:, None], None, None, gain[None], shift[None], training=True)[:, 0]
    return (y**4 - y**3).mean(), dict(y=y)


@model(inputs=dict(x=uniform(-2, 2)), w=1.25, b=0.25)
def deep_composition(x, w, b):
    h1 = torch.tanh(w * x + b)
    h2 = torch.tanh(w * h1 + b)
    h3 = torch.tanh(w * h2 + b * h1)
    y = torch.tanh(w * h3 + b * h2 * h1) + h2
    return (y**2).mean(), dict(y=y)


@model(inputs=dict(x=uniform(-3, 3)), targets=dict(t=uniform(0, 1)), at=1.25, height=1.5)
def own_functions(x, t, at, height):
    normal = torch.distributions.Normal
    bump = normal(at, 0.75).log_prob(x).exp() + normal(-at, 1.25).log_prob(x).exp()
    y = height * bump
    return F.mse_loss(y, t), dict(y=y)


@model(inputs=dict(x=uniform(0, 2)), targets=dict(t=uniform(-1, 3)), slope=0.75, spread=0.5, growth=0.25)
def likelihood(x, t, slope, spread, growth):
    mean, deviation = slope * x, spread * torch.exp(growth * x)
    loss = -torch.distributions.Normal(mean, deviation).log_prob(t).mean()
    return loss, dict(mean_of_t=mean, deviation=deviation)


@model(inputs=dict(x=uniform(-2, 2)), a=1.25, b=0.5)
def rational(x, a, b):
    y = (a * x**2 - b) / (x**2 + a**2 + 1) - (x - a) / (x**2 + b**2)
    return y.mean() + y.max() * (y - 0.25).abs().mean(), dict(y=y)


@model(inputs=dict(t=uniform(0, 4)), targets=dict(displacement=uniform(-1, 1)),
       amplitude=1.5, damping=0.25, frequency=0.75, phase=0.5)
def oscillator(t, displacement, amplitude, damping, frequency, phase):
    x = amplitude * torch.exp(-damping * t) * torch.cos(2 * math.pi * frequency * t + phase)
    return torch.sqrt(F.mse_loss(x, displacement)), dict(x=x)


# ---- The examples, second statement

@model(file="celsius/celsius.nn", inputs=dict(celsius=uniform(-50, 50)), targets=dict(fahrenheit=uniform(-60, 120)),
       weight=0.125, bias=0.0)
def celsius(celsius, fahrenheit, weight, bias):
    predicted = weight * celsius + bias
    return F.mse_loss(predicted, fahrenheit), dict(predicted=predicted)


@model(file="linear-regression/linear-regression.nn", inputs=dict(x=uniform(0, 5)), targets=dict(y=uniform(0, 9)),
       weight=1.0, bias=0.0)
def linear_regression(x, y, weight, bias):
    prediction = weight * x + bias
    return F.mse_loss(prediction, y), dict(prediction=prediction)


@model(file="softplus/softplus.nn", inputs=dict(x=exactly([-1000.0, -2.0, -0.5, 0.0, 0.75, 3.0, 1000.0])),
       targets=dict(y=uniform(-2, 2)), w11=1.5, b11=0.25, w12=-0.75, b12=0.5, w21=-1.25, w22=2.0, b2=0.5)
def softplus(x, y, w11, b11, w12, b12, w21, w22, b2):
    zero = torch.zeros(())
    hidden1 = torch.logaddexp(w11 * x + b11, zero)
    hidden2 = torch.logaddexp(w12 * x + b12, zero)
    prediction = hidden1 * w21 + hidden2 * w22 + b2
    return F.mse_loss(prediction, y), dict(prediction=prediction)


@model(file="scalar/cube.nn", inputs=dict(x=exactly([-2.0, -0.5, 0.0, 1.25, 3.0])))
def cube(x):
    y = x * x * x
    return y.sum(), dict(y=y)


@model(file="scalar/parabola.nn", x=3.0)
def parabola(x):
    return x * x - 1, {}


@model(file="logistic/logistic.nn",
       inputs=dict(fever=uniform(-2, 2), cough=uniform(-2, 2), fatigue=uniform(-2, 2)),
       targets=dict(ill=labels(0.0, 1.0)), fever_weight=1.5, cough_weight=0.75, fatigue_weight=0.25, bias=-0.5)
def logistic(fever, cough, fatigue, ill, fever_weight, cough_weight, fatigue_weight, bias):
    score = fever_weight * fever + cough_weight * cough + fatigue_weight * fatigue + bias
    return F.binary_cross_entropy_with_logits(score, ill), dict(probability=torch.sigmoid(score))


# ---- PyTorch's values

def torch_values(function, inputs, targets, wrt, file, parameters):
    rng = random.Random(function.__name__)
    data = {name: drawn(rng) for name, drawn in {**inputs, **targets}.items()}
    frozen = [name for name in parameters if name.startswith("frozen_")]
    differentiated = [n for n in parameters if n not in frozen] + (list(inputs) if wrt is None else wrt)
    tensors = {name: torch.tensor(value) for name, value in {**data, **parameters}.items()}
    for name in differentiated:
        tensors[name].requires_grad_()
    loss, outputs = function(**tensors)
    gradients = torch.autograd.grad(loss, [tensors[name] for name in differentiated])
    return {
        "model": "examples/" + file if file else "models/" + function.__name__ + ".nn",
        "data": data,
        "parameters": {name.replace("frozen_", ""): value for name, value in parameters.items()},
        "loss": loss.tolist(),
        "outputs": {name: value.tolist() for name, value in outputs.items()},
        "gradients": {name: value.tolist() for name, value in zip(differentiated, gradients)},
    }


# ---- SymPy's derivatives

SCALARS = [
    # formula in the language, the same for SymPy, range of x
    ("x^3", "x**3", (-2, 2)),
    ("x^2 - 1", "x**2 - 1", (-2, 2)),
    ("exp(-x^2 / 2)", "exp(-x**2/2)", (-2, 2)),
    ("log(1 + exp(x))", "log(1 + exp(x))", (-4, 4)),
    ("1 / (1 + exp(-x))", "1/(1 + exp(-x))", (-4, 4)),
    ("x * sigmoid(x)", "x/(1 + exp(-x))", (-4, 4)),
    ("gelu(x)", "x*(1 + erf(x/sqrt(2)))/2", (-2, 2)),
    ("tanh(x)^2", "tanh(x)**2", (-2, 2)),
    ("mish(x)", "x*tanh(log(1 + exp(x)))", (-3, 3)),
    ("sin(x) * exp(-x / 3)", "sin(x)*exp(-x/3)", (-3, 3)),
    ("sqrt(1 + x^2)", "sqrt(1 + x**2)", (-3, 3)),
    ("log(x)^2 / x", "log(x)**2/x", (0.2, 3)),
    ("x^x", "x**x", (0.2, 3)),
    ("2^x * x^-2", "2**x/x**2", (0.3, 3)),
    ("atan(x) + asin(x / 4) - acos(x / 5)", "atan(x) + asin(x/4) - acos(x/5)", (-3, 3)),
    ("tan(x) * cosh(x) - sinh(x)", "tan(x)*cosh(x) - sinh(x)", (-1, 1)),
    ("erf(x) * x", "erf(x)*x", (-2, 2)),
    ("normal_cdf(x)", "(1 + erf(x/sqrt(2)))/2", (-2, 2)),
    ("if x > 1/2 then x^4 else -x^3", "Piecewise((x**4, x > Rational(1, 2)), (-x**3, True))", (-2, 2)),
    ("log_cosh(x, 1)", "log(cosh(x - 1))", (-3, 3)),
    ("expm1(x) * log1p(x^2)", "(exp(x) - 1)*log(1 + x**2)", (-2, 2)),
    ("(x^2 + 1) / (x^4 - x + 3)", "(x**2 + 1)/(x**4 - x + 3)", (-2, 2)),
]


def digits(value):
    return mpmath.nstr(value, DIGITS, strip_zeros=True)


def scalar_derivatives():
    x = sympy.Symbol("x", real=True)
    rows = []
    for formula, text, (low, high) in SCALARS:
        rng = random.Random(formula)
        derivatives = [sympy.sympify(text, locals={"x": x})]
        derivatives += [sympy.diff(derivatives[0], x, order) for order in (1, 2)]
        points = []
        for _ in range(5):
            at = grid(rng.uniform(low, high))
            values = [str(sympy.N(d.subs(x, sympy.Rational(at)), DIGITS)) for d in derivatives]
            points.append({"x": at, "value": values[0], "first": values[1], "second": values[2]})
        rows.append({"formula": formula, "points": points})
    return rows


# ---- mpmath's values far out and near 0

FAR_AND_NEAR = [-1000.0, -40.0, -1e-8, 0.0, 1e-8, 40.0, 1000.0]


def sigmoid(x):
    return 1 / (1 + mpmath.exp(-x))


def softplus_of(x):
    return mpmath.log(1 + mpmath.exp(x))


def cross_entropy(label):
    return (lambda x: label * softplus_of(-x) + (1 - label) * softplus_of(x), lambda x: sigmoid(x) - label)


WRITTEN_OUT = [
    # formula in the language, value, derivative
    ("log(1 + exp(x))", softplus_of, sigmoid),
    ("softplus(x)", softplus_of, sigmoid),
    ("log(1 + exp(-x))", lambda x: softplus_of(-x), lambda x: -sigmoid(-x)),
    ("1 / (1 + exp(-x))", sigmoid, lambda x: sigmoid(x) * sigmoid(-x)),
    ("exp(x) / (1 + exp(x))", sigmoid, lambda x: sigmoid(x) * sigmoid(-x)),
    ("1 - 1 / (1 + exp(-x))", lambda x: sigmoid(-x), lambda x: -sigmoid(x) * sigmoid(-x)),
    ("log(1 / (1 + exp(-x)))", lambda x: -softplus_of(-x), lambda x: sigmoid(-x)),
    ("log(1 - sigmoid(x))", lambda x: -softplus_of(x), lambda x: -sigmoid(x)),
    ("log(exp(x) + exp(0.5))", lambda x: softplus_of(x - 0.5) + 0.5, lambda x: sigmoid(x - 0.5)),
    ("log(exp(x) + exp(3 - x))",
     lambda x: x + softplus_of(3 - 2 * x), lambda x: sigmoid(2 * x - 3) - sigmoid(3 - 2 * x)),
    ("exp(x) / (exp(x) + exp(3 - x))",
     lambda x: sigmoid(2 * x - 3), lambda x: 2 * sigmoid(2 * x - 3) * sigmoid(3 - 2 * x)),
    ("exp(3 - x) / (exp(x) + exp(3 - x))",
     lambda x: sigmoid(3 - 2 * x), lambda x: -2 * sigmoid(2 * x - 3) * sigmoid(3 - 2 * x)),
    ("-(0.25 * log(sigmoid(x)) + (1 - 0.25) * log(1 - sigmoid(x)))", *cross_entropy(mpmath.mpf(0.25))),
    ("-log(sigmoid(x))", *cross_entropy(1)),
    ("-log(1 - sigmoid(x))", *cross_entropy(0)),
]

# One softplus less, and so right to the last place of x rather than of the result.
DIFFERENCES = [
    ("binary_cross_entropy_with_logits(x, 0.25)", *cross_entropy(mpmath.mpf(0.25))),
    ("binary_cross_entropy_with_logits(x, 0)", *cross_entropy(0)),
    ("binary_cross_entropy_with_logits(x, 1)", *cross_entropy(1)),
]


def far_and_near(formulas):
    rows = []
    # 1 - sigmoid(1000) starts at the 435th digit.
    with mpmath.workdps(1500):
        for formula, value, derivative in formulas:
            points = []
            for at in FAR_AND_NEAR:
                x = mpmath.mpf(at)
                points.append({"x": at, "value": digits(value(x)), "gradient": digits(derivative(x))})
            rows.append({"formula": formula, "points": points})
    return rows


# ---- Files

def write(path, value):
    path.parent.mkdir(exist_ok=True)
    if isinstance(value, dict):
        lines = [f"{json.dumps(key)}: {json.dumps(entry)}" for key, entry in value.items()]
        text = "{\n  " + ",\n  ".join(lines) + "\n}\n"
    else:
        text = "[\n  " + ",\n  ".join(json.dumps(row) for row in value) + "\n]\n"
    path.write_text(text)


def main():
    for function, *description in MODELS:
        write(HERE / "values" / (function.__name__ + ".json"), torch_values(function, *description))
    write(HERE / "scalar-derivatives.json", scalar_derivatives())
    write(HERE / "written-out-formulas.json", far_and_near(WRITTEN_OUT))
    write(HERE / "differences.json", far_and_near(DIFFERENCES))


if __name__ == "__main__":
    main()
