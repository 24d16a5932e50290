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

SOFTMAX = "softmax"  # the name of its sites begins so; their function is exp

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


def call_of(func: Any, args: Sequence[Any], kwargs: Mapping[str, Any], softmax: bool = True) -> Call | None:
    """Return what a call evaluates; None where it is no activation, or a softmax that is not asked for."""
    x = args[0] if args else kwargs.get("input")
    if func in SIMPLE:
        in_place = func in IN_PLACE or bool(kwargs.get("inplace") or (len(args) > 1 and args[1] is True))
        return Call(SIMPLE[func], SIMPLE[func], x, in_place)
    if func in WITH_PARAMETERS:
        options = {key: value for key, value in kwargs.items() if key != "input"}
        name = WITH_PARAMETERS[func](x, *args[1:], **options)
        return None if name is None else Call(name.partition(":")[0], name, x, bool(kwargs.get("inplace")))
    return Call(SOFTMAX, "exp", x) if softmax and func in SOFTMAXES else None


def reason_left(func: Any, softmax: bool) -> str | None:
    """Return why a call is left; None of any other call."""
    return LEFT.get(func) or (LEFT_WITH_SOFTMAX.get(func) if softmax else None)


class Gates:
    """Products x * sigmoid(beta x), recognised as SiLU when the product is met.

    Parameters
    ----------
    memory : mapping
        An empty mapping by identity, which may forget what is no longer alive.
    """

    def __init__(self, memory: Any) -> None:
        self._known = memory  # of a sigmoid's output: its input x and beta; of a scaled input: x and the scale

    def product(self, func: Any, args: Sequence[Any]) -> Call | None:
        """Return the SiLU that a product is; None of any other."""
        if func not in PRODUCTS or len(args) < 2:
            return None
        for x, gate in (args[:2], args[1::-1]):
            known = None if isinstance(gate, (int, float)) else self._known.get(gate)
            if known is not None and known[2] and known[0] is x:
                return Call("silu", with_parameter("silu", "beta", known[1]), x, func in PRODUCTS_IN_PLACE)
        return None

    def note(self, func: Any, args: Sequence[Any], call: Call | None, result: Any) -> None:
        """Remember a sigmoid's output, or an input times a number."""
        if call is not None and call.kind == "sigmoid" and not call.in_place:
            scaled = self._known.get(call.x)
            x, beta = (call.x, 1.0) if scaled is None or scaled[2] else scaled[:2]
            self._known[result] = (x, beta, True)
        elif func in PRODUCTS and func not in PRODUCTS_IN_PLACE and len(args) > 1:
            number = [part for part in args[:2] if isinstance(part, (int, float))]
            other = [part for part in args[:2] if not isinstance(part, (int, float))]
            if len(number) == 1 and number[0] > 0:
                self._known[result] = (other[0], float(number[0]), False)
