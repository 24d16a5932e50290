"""Operators evaluated by NumPy: what onnxruntime gives."""

from __future__ import annotations

import numpy as np
import onnx_models as models
import pytest

from pwlact.models.onnx.operators import BENT, ELEMENTWISE, PLAIN, attributes_of, evaluate

X = np.linspace(0.1, 3.0, 30)
POSITIVE = [("Log", 17, ""), ("Sqrt", 17, "")]
UNARY = [
    ("Abs", 17, ""),
    ("Cast", 17, "<to = 1>"),
    ("Celu", 17, "<alpha = 0.7>"),
    ("Elu", 17, "<alpha = 0.7>"),
    ("Gelu", 20, ""),
    ("Gelu", 20, '<approximate = "tanh">'),
    ("LeakyRelu", 17, "<alpha = 0.3>"),
    ("Mish", 18, ""),
    ("com.microsoft.QuickGelu", 17, "<alpha = 1.5>"),
    ("com.microsoft.FastGelu", 17, ""),
    *((kind, 17, "") for kind in ("Erf", "Exp", "HardSigmoid", "HardSwish", "Identity", "Neg", "Reciprocal", "Relu")),
    *((kind, 17, "") for kind in ("Selu", "Sigmoid", "Softplus", "Softsign", "Tanh")),
]


@pytest.mark.parametrize(
    ("kind", "opset", "attributes", "sign"),
    [*((*case, 1.0) for case in (*UNARY, *POSITIVE)), *((*case, -1.0) for case in UNARY)],
)
def test_operators_of_one_input(kind, opset, attributes, sign):
    model = models.model_of(f"y = {kind} {attributes} (x)", opset=opset)
    expected = models.run(model, (sign * X).astype(np.float32))
    assert np.allclose(
        evaluate(model.graph.node[0], [sign * X]), expected, atol=1e-3 if "Fast" in kind else 2e-6, rtol=1e-5
    )


@pytest.mark.parametrize("kind", ["Add", "Sub", "Mul", "Div", "Pow", "Max", "Min"])
def test_operators_of_two_inputs(kind):
    model = models.model_of(f"y = {kind} (x, two)", constants="float two = {2}")
    expected = models.run(model, X.astype(np.float32))
    assert np.allclose(evaluate(model.graph.node[0], [X, np.full_like(X, 2.0)]), expected, rtol=1e-5)


def test_clip_without_one_end():
    model = models.model_of('y = Clip (x, "", two)'.replace('""', ""), constants="float two = {2}")
    assert np.array_equal(evaluate(model.graph.node[0], [X, None, np.full_like(X, 2.0)]), np.minimum(X, 2.0))


def test_attributes_have_names():
    assert attributes_of(models.model_of("y = Elu <alpha = 0.5> (x)").graph.node[0]) == {"alpha": 0.5}


def test_bent_operators_are_elementwise():
    assert ELEMENTWISE >= BENT
    assert not BENT & {"Add", "Identity", "Relu"}
    assert set(PLAIN) <= ELEMENTWISE
