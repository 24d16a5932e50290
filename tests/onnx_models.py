"""Small ONNX models for tests, written as text, and how they are run."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
import onnxruntime
from onnx import ModelProto, parser

from pwlact import functions
from pwlact.pwl import PWL, make_pwl

GELU = "u = Div (x, root) v = Erf (u) w = Add (v, one) z = Mul (x, w) y = Mul (z, half)"
CONSTANTS = "float root = {1.4142135}, float one = {1}, float half = {0.5}"


def model_of(nodes: str, *, opset: int = 17, kind: str = "float", shape: str = "N", constants: str = "") -> ModelProto:
    """Return a model from x to y of nodes as text."""
    initial = f"<{constants}>" if constants else ""
    head = f'<ir_version: 8, opset_import: ["": {opset}, "com.microsoft": 1]>'
    model: ModelProto = parser.parse_model(
        f"{head} g ({kind}[{shape}] x) => ({kind}[{shape}] y) {initial} {{ {nodes} }}"
    )
    return model


def run(model: ModelProto, x: Any, **more: Any) -> Any:
    """Return a model's first output."""
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, {"x": x, **more})[0]


def uniform(name: str, segments: int = 8, low: float = -8.0, high: float = 8.0) -> PWL:
    """Return a table of equal segments whose values are the function's."""
    activation = functions.get(name)
    points = np.linspace(low, high, segments + 1)
    return make_pwl(activation, points, np.asarray(activation.f(points)))


def random_pwl(seed: int, segments: int, span: float = 4.0) -> PWL:
    """Return a table of random breakpoints and values, with random tails, which need not join."""
    generator = np.random.default_rng(seed)
    points = np.sort(generator.uniform(-span, span, segments + 1))
    tails = [functions.Line(*generator.choice([0.0, 1.0, -0.5], 2)) for _ in range(2)]
    return PWL(breakpoints=points, values=generator.normal(size=segments + 1), left_tail=tails[0], right_tail=tails[1])


def error_bound(pwl: PWL, x: Any, unit: float = 2.0**-24) -> Any:
    """Return how far a line's value in a floating-point type may be from the table's own, which is in double."""
    piece = np.searchsorted(pwl.breakpoints, x, side="right") - (x == pwl.breakpoints[-1])
    slopes = np.array([pwl.left_tail.slope, *pwl.slopes, pwl.right_tail.slope])
    intercepts = np.array([pwl.left_tail.intercept, *pwl.intercepts, pwl.right_tail.intercept])
    return 4 * unit * (np.abs(slopes[piece] * x) + np.abs(intercepts[piece])) + 2.0**-50 * np.abs(pwl.values).max()


def operators(model: ModelProto) -> list[str]:
    """Return the kinds of a model's nodes."""
    return [node.op_type for node in model.graph.node]


def check(model: ModelProto) -> None:
    """Check a model, with the types of all its tensors."""
    onnx.checker.check_model(model, full_check=True)
    assert {node.domain for node in model.graph.node} <= {"", "ai.onnx"}
