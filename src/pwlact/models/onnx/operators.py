"""Elementwise operators of ONNX as functions of NumPy arrays, with which a graph's formulas are evaluated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from onnx import NodeProto, helper
from scipy import special

from pwlact import functions
from pwlact._types import Array
from pwlact.functions import stable

Attributes = dict[str, Any]
PLAIN: dict[str, Callable[..., Any]] = {
    "Identity": lambda x: x,
    "Cast": lambda x: x,
    "Neg": np.negative,
    "Abs": np.abs,
    "Exp": np.exp,
    "Log": np.log,
    "Sqrt": np.sqrt,
    "Reciprocal": np.reciprocal,
    "Relu": lambda x: np.maximum(x, 0.0),
    "Sigmoid": stable.sigmoid,
    "Tanh": np.tanh,
    "Erf": special.erf,
    "Softplus": lambda x: np.logaddexp(x, 0.0),
    "Softsign": lambda x: x / (1.0 + np.abs(x)),
    "Mish": lambda x: x * np.tanh(np.logaddexp(x, 0.0)),
    "HardSwish": lambda x: x * np.clip(x / 6.0 + 0.5, 0.0, 1.0),
    "Add": np.add,
    "Sub": np.subtract,
    "Mul": np.multiply,
    "Div": np.divide,
    "Pow": np.power,
    "Max": lambda *x: np.max(np.broadcast_arrays(*x), axis=0),
    "Min": lambda *x: np.min(np.broadcast_arrays(*x), axis=0),
}
"""Operators without attributes that matter."""


def _gelu(x: Array, a: Attributes) -> Array:
    return functions.get("gelu_tanh" if a.get("approximate") == b"tanh" else "gelu").f(x)


def _elu(x: Array, a: Attributes) -> Array:
    return np.where(x > 0.0, x, a.get("alpha", 1.0) * np.expm1(np.minimum(x, 0.0)))


def _celu(x: Array, a: Attributes) -> Array:
    alpha = a.get("alpha", 1.0)
    return np.where(x > 0.0, x, alpha * np.expm1(np.minimum(x, 0.0) / alpha))


def _selu(x: Array, a: Attributes) -> Array:
    scale, alpha = a.get("gamma", 1.0507009873554805), a.get("alpha", 1.6732632423543772)
    return np.asarray(scale * _elu(x, {"alpha": alpha}))


def _hardsigmoid(x: Array, a: Attributes) -> Array:
    return np.asarray(np.clip(a.get("alpha", 0.2) * x + a.get("beta", 0.5), 0.0, 1.0))


def _leaky(x: Array, a: Attributes) -> Array:
    return np.where(x > 0.0, x, a.get("alpha", 0.01) * x)


def _swish(x: Array, a: Attributes) -> Array:
    return x * stable.sigmoid(a.get("alpha", 1.0) * x)


def _quick_gelu(x: Array, a: Attributes) -> Array:
    return _swish(x, {"alpha": a.get("alpha", 1.702)})


WITH_ATTRIBUTES: dict[str, Callable[[Array, Attributes], Array]] = {
    "Gelu": _gelu,
    "Elu": _elu,
    "Celu": _celu,
    "Selu": _selu,
    "HardSigmoid": _hardsigmoid,
    "LeakyRelu": _leaky,
    "Swish": _swish,
    "QuickGelu": _quick_gelu,
    "FastGelu": lambda x, a: functions.get("gelu_tanh").f(x),
}
"""Operators of one input with attributes; QuickGelu and FastGelu are onnxruntime's own."""

ELEMENTWISE = {*PLAIN, *WITH_ATTRIBUTES, "Clip"}
CARRIERS = {"Identity", "Cast"}
"""Operators that hand their input on."""
BENT = {
    "Sigmoid", "Tanh", "Erf", "Exp", "Softplus", "Softsign", "Mish", "HardSwish", "HardSigmoid", "Gelu", "Elu", "Celu",
    "Selu", "Swish", "QuickGelu", "FastGelu",
}  # fmt: skip
"""Operators that are an activation, or stand in one."""
CORES = {*BENT, "Clip"}
"""Operators around which an activation is looked for."""


def attributes_of(node: NodeProto) -> Attributes:
    """Return a node's attributes by name."""
    return {attribute.name: helper.get_attribute_value(attribute) for attribute in node.attribute}


def evaluate(node: NodeProto, inputs: list[Array | None]) -> Array:
    """Return what an elementwise node gives for arrays of one shape, and for None where an input is left out."""
    if node.op_type == "Clip":
        return _clip(inputs, attributes_of(node))
    with np.errstate(all="ignore"):
        if node.op_type in WITH_ATTRIBUTES:
            x = inputs[0]
            assert x is not None
            return WITH_ATTRIBUTES[node.op_type](x, attributes_of(node))
        return np.asarray(PLAIN[node.op_type](*inputs))


def _clip(inputs: list[Array | None], a: Attributes) -> Array:
    x, low, high = [*inputs, None, None][:3]
    assert x is not None
    low = a.get("min", -np.inf) if low is None else low
    return np.minimum(np.maximum(x, low), a.get("max", np.inf) if high is None else high)
