"""Calls of activation functions: which function of the catalogue, and of what."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from pwlact.models.torch.known import (
    FUSED_SOFTMAX,
    LINEAR_ALREADY,
    NO_FUNCTION,
    gelu_name,
    softplus_name,
    with_parameter,
)

SOFTMAX, GLU = "softmax", "glu"  # what their sites are named after; the functions are exp and sigmoid

SIMPLE: dict[Any, str] = {
    F.silu: "silu",
    F.mish: "mish",
    F.hardswish: "hardswish",
    F.hardsigmoid: "hardsigmoid",
    F.selu: "selu",
    torch.selu: "selu",
    F.logsigmoid: "logsigmoid",
    F.softsign: "softsign",
    F.tanhshrink: "tanhshrink",
    **dict.fromkeys((torch.sigmoid, torch.special.expit, F.sigmoid, Tensor.sigmoid), "sigmoid"),
    **dict.fromkeys((torch.tanh, F.tanh, Tensor.tanh), "tanh"),
    **dict.fromkeys((torch.erf, torch.special.erf, Tensor.erf), "erf"),
    **dict.fromkeys((torch.sigmoid_, Tensor.sigmoid_), "sigmoid"),
    **dict.fromkeys((torch.tanh_, Tensor.tanh_), "tanh"),
}
WITH_PARAMETERS: dict[Any, Callable[..., str | None]] = {
    F.gelu: lambda x, approximate="none": gelu_name(approximate),
    F.softplus: lambda x, beta=1.0, threshold=20.0: softplus_name(beta, threshold),
    F.elu: lambda x, alpha=1.0, inplace=False: with_parameter("elu", "alpha", alpha),
    F.celu: lambda x, alpha=1.0, inplace=False: with_parameter("celu", "alpha", alpha),
}
SOFTMAXES = (F.softmax, torch.softmax, torch.special.softmax, Tensor.softmax)
IN_PLACE = (torch.sigmoid_, Tensor.sigmoid_, torch.tanh_, Tensor.tanh_)
LEFT: dict[Any, str] = {
    **dict.fromkeys((F.relu, torch.relu, Tensor.relu, torch.relu_, Tensor.relu_), LINEAR_ALREADY),
    **dict.fromkeys((F.relu6, F.leaky_relu, F.prelu, torch.prelu, F.rrelu, F.hardtanh, F.threshold), LINEAR_ALREADY),
    **dict.fromkeys((F.log_softmax, torch.log_softmax, Tensor.log_softmax, F.softmin, F.gumbel_softmax), NO_FUNCTION),
}
"""Calls that are left, and why."""

LEFT_WITH_SOFTMAX: dict[Any, str] = {
    F.scaled_dot_product_attention: f"{FUSED_SOFTMAX}; in transformers: attn_implementation='eager'",
    F.multi_head_attention_forward: FUSED_SOFTMAX,
}
PRODUCTS = (
    torch.mul, torch.multiply, Tensor.mul, Tensor.multiply, Tensor.mul_, Tensor.__mul__, Tensor.__rmul__,
    Tensor.__imul__, operator.mul, operator.imul,
)  # fmt: skip
PRODUCTS_IN_PLACE = (Tensor.mul_, Tensor.__imul__, operator.imul)

REMEMBERED = 4


@dataclass(frozen=True, slots=True)
class Call:
    """A call of an activation function.

    Parameters
    ----------
    kind : str
        What its site is named after: the function without parameters, or softmax.
    function : str
        The catalogue's name of the function that is evaluated.
    x : object
        What it is evaluated on: a tensor, or a node of a graph.
    in_place : bool
        Whether x takes the result.
    """

    kind: str
    function: str
    x: Any
    in_place: bool = False


def call_of(func: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Call | None:
    """Return what a call evaluates; None where it is no activation."""
    x = args[0] if args else kwargs.get("input")
    if func in SIMPLE:
        in_place = func in IN_PLACE or bool(kwargs.get("inplace") or (len(args) > 1 and args[1] is True))
        return Call(SIMPLE[func], SIMPLE[func], x, in_place)
    if func in WITH_PARAMETERS:
        options = {key: value for key, value in kwargs.items() if key != "input"}
        name = WITH_PARAMETERS[func](x, *args[1:], **options)
        return None if name is None else Call(name.partition(":")[0], name, x, bool(kwargs.get("inplace")))
    if func is F.glu:
        return Call(GLU, "sigmoid", x)
    return Call(SOFTMAX, "exp", x) if func in SOFTMAXES else None


def reason_left(func: Any) -> str | None:
    """Return why a call is left; None of any other call."""
    return LEFT.get(func) or LEFT_WITH_SOFTMAX.get(func)


class Gates:
    """Products x * sigmoid(beta x), recognised as SiLU when the product is met.

    The last few sigmoids and multiples are remembered, no more: what is remembered stays in memory.
    """

    def __init__(self) -> None:
        self._recent: list[tuple[Any, Any, float, str]] = []  # an output, its input x, beta, the key of a sigmoid

    def product(self, func: Any, args: Sequence[Any]) -> tuple[Call, str] | None:
        """Return the SiLU that a product is, with the key of its sigmoid; None of any other."""
        if func not in PRODUCTS or len(args) < 2:
            return None
        for x, gate in ((args[0], args[1]), (args[1], args[0])):
            known = self._find(gate)
            if known is not None and known[3] and known[1] is x:
                name = with_parameter("silu", "beta", known[2])
                return Call("silu", name, x, func in PRODUCTS_IN_PLACE), known[3]
        return None

    def note_sigmoid(self, call: Call, key: str, result: Any) -> None:
        """Remember a sigmoid's output, with the key of its site."""
        scaled = self._find(call.x)
        x, beta = (call.x, 1.0) if scaled is None or scaled[3] else (scaled[1], scaled[2])
        self._note(result, x, beta, key)

    def note_other(self, func: Any, args: Sequence[Any], result: Any) -> None:
        """Remember a number's multiple of a tensor."""
        if func in PRODUCTS and func not in PRODUCTS_IN_PLACE and len(args) > 1:
            for x, factor in ((args[0], args[1]), (args[1], args[0])):
                if isinstance(factor, (int, float)) and factor > 0:
                    self._note(result, x, float(factor), "")

    def _note(self, *entry: Any) -> None:
        self._recent = [*self._recent[1 - REMEMBERED :], entry]

    def _find(self, output: Any) -> tuple[Any, Any, float, str] | None:
        for entry in self._recent:
            if entry[0] is output:
                return entry
        return None
