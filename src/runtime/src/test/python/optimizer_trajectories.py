"""Trajectories of torch.optim: a header "name argument=value ..." and one point per line, the start first.

    python3 optimizer_trajectories.py > ../resources/dev/adjoint/runtime/train/optimizer-trajectories.txt

The function is f(x, y, z) = (1 - x)^2 + 10 (y - x^2)^2 + z^4/10, with its gradient written out as in OptimizersTest.
"""
import torch

STEPS = 30


def gradient(w):
    x, y, z = w.detach()
    return torch.stack([-2 * (1 - x) - 40 * x * (y - x * x), 20 * (y - x * x), 0.4 * z * z * z])


def trajectory(name, make, **arguments):
    w = torch.tensor([-0.5, 0.7, 1.5], dtype=torch.float64, requires_grad=True)
    optimizer = make([w], arguments)
    print(name, *(f"{k}={v!r}" for k, v in arguments.items()))
    for step in range(STEPS + 1):
        print(*(repr(v) for v in w.tolist()))
        w.grad = gradient(w)
        optimizer.step()


def named(arguments, **extra):
    """Our names of arguments as PyTorch's."""
    ours = dict(arguments)
    beta1, beta2 = ours.pop("beta1", None), ours.pop("beta2", None)
    if beta1 is not None or beta2 is not None:
        ours["betas"] = (0.9 if beta1 is None else beta1, 0.999 if beta2 is None else beta2)
    names = {"learning_rate": "lr", "epsilon": "eps", "rho": "alpha"}
    return {**{names.get(k, k): v for k, v in ours.items()}, **extra}


def sgd(w, a):
    return torch.optim.SGD(w, **{"lr": 1e-3, **named(a)})  # 1.13 has no default; 2.x has this one


def momentum(w, a):
    return torch.optim.SGD(w, **{"lr": 1e-3, "momentum": 0.9, **named(a)})


def nesterov(w, a):
    return torch.optim.SGD(w, **{"lr": 1e-3, "momentum": 0.9, **named(a, nesterov=True)})


def rmsprop(w, a):
    return torch.optim.RMSprop(w, **named(a))


def adam(w, a):
    return torch.optim.Adam(w, **named(a))


def adamw(w, a):
    return torch.optim.AdamW(w, **named(a))


for name, make in {"sgd": sgd, "momentum": momentum, "nesterov": nesterov}.items():
    trajectory(name, make)
    trajectory(name, make, learning_rate=0.01, weight_decay=0.1)
trajectory("momentum", momentum, learning_rate=0.005, momentum=0.7)
trajectory("nesterov", nesterov, learning_rate=0.005, momentum=0.7)
trajectory("rmsprop", rmsprop)
trajectory("rmsprop", rmsprop, learning_rate=0.02, rho=0.8, epsilon=1e-3, weight_decay=0.1)
for name, make in {"adam": adam, "adamw": adamw}.items():
    trajectory(name, make)
    trajectory(name, make, learning_rate=0.05, beta1=0.8, beta2=0.95, epsilon=1e-2, weight_decay=0.1)
