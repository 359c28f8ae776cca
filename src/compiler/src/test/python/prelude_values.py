"""Values of the prelude's functions, from PyTorch in double precision: prints corpus/prelude-values.csv.

    python3 prelude_values.py > ../resources/corpus/prelude-values.csv
"""
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
NORMAL = torch.distributions.Normal(0.0, 1.0)
POINTS = [-2.5, -0.3, 0.0, 0.7, 3.0]
PAIRS = [(-1.5, 0.4), (0.2, 1.0), (2.0, 2.0), (3.0, -1.0)]


def loss(function, **options):
    return lambda a, b: function(a, b, reduction="none", **options)


UNARY = {
    "square": torch.square,
    "cube": lambda x: x**3,
    "sigmoid": torch.sigmoid,
    "log_sigmoid": F.logsigmoid,
    "softplus": F.softplus,
    "erfc": torch.erfc,
    "normal_cdf": NORMAL.cdf,
    "relu": F.relu,
    "elu": F.elu,
    "selu": F.selu,
    "silu": F.silu,
    "gelu": F.gelu,
    "gelu_tanh": lambda x: F.gelu(x, approximate="tanh"),
    "mish": F.mish,
    "softsign": F.softsign,
    "tanhshrink": F.tanhshrink,
}
BINARY = {
    "logaddexp": torch.logaddexp,
    "mse": loss(F.mse_loss),
    "mae": loss(F.l1_loss),
    "log_cosh": lambda a, b: torch.log(torch.cosh(a - b)),
    "binary_cross_entropy_with_logits": loss(F.binary_cross_entropy_with_logits),
    "poisson_with_log_rate": loss(F.poisson_nll_loss),
}


def row(name, value, *arguments):
    print(",".join([name, repr(float(value)), *(repr(float(a)) for a in arguments)]))


for name, function in UNARY.items():
    for x in POINTS:
        row(name, function(torch.tensor(x)), x)
for name, function in BINARY.items():
    for a, b in PAIRS:
        row(name, function(torch.tensor(a), torch.tensor(b)), a, b)
for x in POINTS:
    t = torch.tensor(x)
    row("leaky_relu", F.leaky_relu(t, 0.05), x, 0.05)
    row("clamp", torch.clamp(t, -1.0, 0.5), x, -1.0, 0.5)
    row("hinge", F.hinge_embedding_loss(t, torch.tensor(-1.0), margin=1.0), x, 1.0)
    row("normal_log_density", torch.distributions.Normal(0.5, 2.0).log_prob(t), x, 0.5, 2.0)
for p in [0.1, 0.5, 0.9]:
    row("logit", torch.logit(torch.tensor(p)), p)
for x in [-3.0, -0.7, -0.01]:
    row("log1mexp", torch.log(-torch.expm1(torch.tensor(x))), x)
for a, b in PAIRS:
    row("huber", F.huber_loss(torch.tensor(a), torch.tensor(b), delta=0.9), a, b, 0.9)
    quantile = max(0.8 * (b - a), (0.8 - 1) * (b - a))
    row("pinball", quantile, a, b, 0.8)
