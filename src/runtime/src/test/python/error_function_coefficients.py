"""Derives the Chebyshev coefficients of ErrorFunction.java with mpmath and prints them.

    python3 error_function_coefficients.py > ../resources/dev/adjoint/runtime/error-function-coefficients.txt

Two smooth functions are interpolated at the Chebyshev points, which is within a small factor of minimax:

    core(s) = erf(sqrt s)/sqrt s - 1                          for s in [0, 0.75^2],
    tail(x) = log((x + 1/2) erfc(x)) + x^2 + 1/2              for x in [0.75, 28],

the second as a function of 1/(x + 1). The factor x + 1/2 and the offset 1/2 keep the tail within 0.1 of 0 and nearly
flat, so that neither its own rounding errors nor those of its argument matter. A series stops where all further terms
together are below 2^-58, a sixteenth of an ulp of a number near 1/2.
"""
from mpmath import cos, erf, erfc, log, mp, mpf, pi, sqrt

mp.dps = 60
POINTS = 48
NEGLIGIBLE = mpf(2) ** -58


def chebyshev(function, low, high):
    """Coefficients c with function(v) = sum c[j] T_j(t), t = (2 v - low - high)/(high - low)."""
    nodes = [cos(pi * (k + mpf(1) / 2) / POINTS) for k in range(POINTS)]
    values = [function((low + high) / 2 + (high - low) / 2 * t) for t in nodes]
    c = [
        2 / mpf(POINTS) * sum(v * cos(j * pi * (k + mpf(1) / 2) / POINTS) for k, v in enumerate(values))
        for j in range(POINTS)
    ]
    c[0] /= 2
    count = next(n for n in range(1, POINTS) if sum(abs(v) for v in c[n:]) < NEGLIGIBLE)
    return c[:count]


def core(s):
    x = sqrt(s)
    return erf(x) / x - 1


def tail(u):
    x = 1 / u - 1
    return log((x + mpf(1) / 2) * erfc(x)) + x * x + mpf(1) / 2


def show(name, coefficients):
    print(name)
    for c in coefficients:
        print(repr(float(c)))


split, end = mpf(3) / 4, mpf(28)
show("core", chebyshev(core, mpf(0), split**2))
show("tail", chebyshev(tail, 1 / (end + 1), 1 / (split + 1)))
