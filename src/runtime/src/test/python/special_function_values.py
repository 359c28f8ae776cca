"""Values of SpecialFunctions to 25 digits, by mpmath: function, arguments, value, separated by tabs.

    python3 special_function_values.py > ../resources/dev/adjoint/runtime/special-function-values.tsv

An argument given as the first parameter multiplies the number of random points; the bounds that SpecialFunctions states
were measured so, with 100.
"""
import random
import sys

from mpmath import erf, erfc, exp, expm1, inf, log, log1p, mp, mpf, nstr

mp.dps = 60
DENSITY = int(sys.argv[1]) if len(sys.argv) > 1 else 1
random.seed(1)

TINY = [5e-324, 1e-310, 2.2250738585072014e-308, 1e-300, 1e-100, 1e-20, 1e-17, 1e-16, 1e-9, 1e-8, 1e-4]


def uniform(low, high, count):
    return [random.uniform(low, high) for _ in range(count * DENSITY)]


def near(*bounds):
    """Points at and on both sides of where an implementation may change its formula."""
    return [b + d for b in bounds for d in (-1e-3, -1e-9, -4e-16 * abs(b), 0.0, 4e-16 * abs(b), 1e-9, 1e-3)]


def mirrored(points):
    return points + [-p for p in points]


def softplus(x):
    return log1p(exp(x))


def sigmoid(x):
    return 1 / (1 + exp(-x))


def log1mexp(x):
    mp.dps = 400  # exp x may be as small as 1e-326 and as close to 1
    value = log(-expm1(x)) if x > -1 else log1p(-exp(x))
    mp.dps = 60
    return value


def log_add_exp(a, b):
    mp.dps = 400
    value = max(a, b) + log1p(exp(-abs(a - b)))
    mp.dps = 60
    return value


wide = mirrored([0.0, 1.0, 10.0, 100.0, 700.0, 709.0, 745.0, 1000.0, 10000.0] + TINY)
LN2 = 0.6931471805599453

ARGUMENTS = {
    "erf": (erf, wide + mirrored(near(0.25, 0.5, 0.75, 0.84375, 1.0, 5.9, 6.0)) + uniform(-1, 1, 250) + uniform(-6, 6, 250)),
    "erfc": (
        erfc,
        wide
        + mirrored(near(0.25, 0.5, 0.75, 0.84375, 1.0, 6.0))
        + near(26.5, 26.54, 26.6, 27.2, 27.226, 27.3, 28.0)
        + uniform(-6, 1, 200)
        + uniform(0.5, 3, 200)
        + uniform(1, 27.3, 300),
    ),
    "softplus": (softplus, wide + near(-37, 18, 33.3, 0, -745.13, -708) + uniform(-40, 40, 250) + uniform(-750, 50, 150)),
    "sigmoid": (sigmoid, wide + near(0, -37, 37, -708, -745.13) + uniform(-40, 40, 250) + uniform(-750, 50, 150)),
    "log1mexp": (
        log1mexp,
        [x for x in wide if x < 0] + near(-LN2, -37, -708, -745.13) + uniform(-2, 0, 200) + uniform(-50, 0, 200),
    ),
}
PAIRS = [(a, b) for a in (-1000.0, -1.0, 0.0, 1e-300, 0.5, 1000.0) for b in (-1000.0, -2.0, 0.0, 1e-300, 0.5, 1000.0)]
PAIRS += list(zip(uniform(-10, 10, 200), uniform(-10, 10, 200))) + list(zip(uniform(-800, 800, 100), uniform(-800, 800, 100)))
PAIRS += [(x, x + d) for x, d in zip(uniform(-100, 100, 100), uniform(-40, 40, 100))]


def show(name, arguments, value):
    print(name, ",".join(map(repr, arguments)), nstr(value, 25, min_fixed=1, max_fixed=1) if value else "0", sep="\t")


for name, (function, points) in ARGUMENTS.items():
    for x in points:
        show(name, [x], function(mpf(x)))
for a, b in PAIRS:
    show("logAddExp", [a, b], log_add_exp(mpf(a), mpf(b)))
