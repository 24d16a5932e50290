"""What stays, and why."""

from __future__ import annotations

import onnx_models as models
import pytest
from onnx import parser

from pwlact.models.onnx.rewrite import rewrite_model

CELL = """<ir_version: 8, opset_import: ["": 17]>
g (float[S, 1, I] x, float[1, G, I] w, float[1, G, H] r) => (float[S, D, 1, H] y) {{
  y = {kind} <hidden_size = 4> (x, w, r)
}}"""
QUANTISED = """<ir_version: 8, opset_import: ["": 17, "com.microsoft": 1]>
g (uint8[N] x, float s, uint8 z) => (uint8[N] y) { y = com.microsoft.QLinearSigmoid (x, s, z, s, z) }"""


@pytest.mark.parametrize("kind", ["LSTM", "GRU", "RNN"])
def test_fused_cells_are_left_with_the_remedy(kind):
    done = rewrite_model(parser.parse_model(CELL.format(kind=kind)), {"sigmoid": models.uniform("sigmoid")})
    assert [(left.name, left.function) for left in done.left] == [("y", kind)]
    assert done.left[0].reason == "its gates are inside the operator; export the model with the cells unrolled"


def test_a_table_of_another_steepness_is_told_apart_from_none():
    model = models.model_of("y = Elu <alpha = 0.5> (x)")
    (left,) = rewrite_model(model, {"elu": models.uniform("elu")}).left
    assert left.reason == "no table of elu:alpha=0.5 was given"
    (left,) = rewrite_model(model, {}).left
    assert left.reason == "no table was given; add --elu"


def test_operators_on_codes_are_left():
    (left,) = rewrite_model(parser.parse_model(QUANTISED), {}).left
    assert left.reason == "it computes on quantised codes; rewrite the model before it is quantised"


def test_another_hardsigmoid_is_no_function_of_the_catalogue():
    (left,) = rewrite_model(models.model_of("y = HardSigmoid (x)"), {}).left
    assert (left.function, left.reason) == ("HardSigmoid", "it computes no function of the catalogue")


def test_a_hardsigmoid_needs_no_table():
    model = models.model_of("y = HardSigmoid <alpha = 0.16666667, beta = 0.5> (x)")
    (left,) = rewrite_model(model, {}).left
    assert left.reason == "it is piecewise linear; add --hardsigmoid to replace it all the same"
    assert not rewrite_model(model, {"hardsigmoid": models.uniform("hardsigmoid")}).left


def test_tensors_of_unknown_type_are_left():
    model = models.model_of("a = com.microsoft.Unheard (x) b = Sigmoid (a) y = Identity (b)")
    (left,) = rewrite_model(model, {"sigmoid": models.uniform("sigmoid")}).left
    assert left.reason.startswith("the type of its tensors is unknown")
