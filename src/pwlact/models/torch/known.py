"""Activation modules of PyTorch and transformers, by the catalogue's names of their functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import nn

LINEAR_ALREADY = "it is piecewise linear already"
NO_FUNCTION = "its function is not in the catalogue"
FUSED_GATES = "its gates are inside a fused kernel; write it with cells of sigmoid and tanh"
SCRIPTED = "TorchScript has compiled it; replace its activations before"
NOT_ASKED = "exp in softmax is replaced with softmax=True"
FUSED_SOFTMAX = "its softmax is inside a fused kernel; write it with torch.softmax"

THRESHOLD = 20.0  # from which nn.Softplus is the line; below it the function is another one


def gelu_name(approximate: str = "none") -> str:
    """Return the catalogue's name of a form of GELU."""
    return "gelu_tanh" if approximate == "tanh" else "gelu"


def softplus_name(beta: float = 1.0, threshold: float = THRESHOLD) -> str | None:
    """Return the catalogue's name of a softplus; None where it is cut early."""
    return with_parameter("softplus", "beta", beta) if threshold >= THRESHOLD else None


def with_parameter(name: str, key: str, value: float) -> str:
    """Return the name of a catalogue function with a parameter, whose default is 1."""
    return name if value == 1.0 else f"{name}:{key}={repr(float(value)).removesuffix('.0')}"


BY_TYPE: dict[type[nn.Module], Callable[[Any], str | None]] = {
    nn.SiLU: lambda _: "silu",
    nn.GELU: lambda module: gelu_name(module.approximate),
    nn.Sigmoid: lambda _: "sigmoid",
    nn.Tanh: lambda _: "tanh",
    nn.Mish: lambda _: "mish",
    nn.Hardswish: lambda _: "hardswish",
    nn.Hardsigmoid: lambda _: "hardsigmoid",
    nn.Softplus: lambda module: softplus_name(module.beta, module.threshold),
    nn.ELU: lambda module: with_parameter("elu", "alpha", module.alpha),
    nn.CELU: lambda module: with_parameter("celu", "alpha", module.alpha),
    nn.SELU: lambda _: "selu",
    nn.LogSigmoid: lambda _: "logsigmoid",
    nn.Softsign: lambda _: "softsign",
    nn.Tanhshrink: lambda _: "tanhshrink",
}

TRANSFORMERS = {
    "GELUActivation": "gelu",
    "GELUTanh": "gelu_tanh",
    "PytorchGELUTanh": "gelu_tanh",
    "NewGELUActivation": "gelu_tanh",
    "FastGELUActivation": "gelu_tanh",
    "AccurateGELUActivation": "gelu_tanh",
    "QuickGELUActivation": "silu:beta=1.702",
    "SiLUActivation": "silu",
    "MishActivation": "mish",
}
"""Classes of transformers.activations, by name: the package is not loaded for them."""

LEFT: dict[type[nn.Module], str] = {
    **dict.fromkeys(
        (nn.ReLU, nn.ReLU6, nn.LeakyReLU, nn.PReLU, nn.RReLU, nn.Hardtanh, nn.Threshold, nn.Hardshrink, nn.Softshrink),
        LINEAR_ALREADY,
    ),
    **dict.fromkeys((nn.LSTM, nn.GRU, nn.RNN, nn.LSTMCell, nn.GRUCell, nn.RNNCell), FUSED_GATES),
    **dict.fromkeys((nn.LogSoftmax, nn.Softmin, nn.Softmax2d, nn.AdaptiveLogSoftmaxWithLoss), NO_FUNCTION),
}
"""Modules that are left, and why."""


def function_of(module: nn.Module) -> str | None:
    """Return the catalogue's name of an activation module's function; None of any other module."""
    kind = type(module)
    if kind in BY_TYPE:
        return BY_TYPE[kind](module)
    return TRANSFORMERS.get(kind.__name__) if kind.__module__ == "transformers.activations" else None


def reason_left(module: nn.Module) -> str | None:
    """Return why an activation module is left; None of a module that is no activation, or is not left."""
    if isinstance(module, torch.jit.ScriptModule):
        return SCRIPTED
    if type(module) in BY_TYPE or type(module).__module__ == "transformers.activations":
        return None if function_of(module) else NO_FUNCTION
    return LEFT.get(type(module))
