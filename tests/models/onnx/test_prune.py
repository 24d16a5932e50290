"""Nodes replaced, and what nothing uses any more taken out."""

from __future__ import annotations

import onnx_models as models
from onnx import helper

from pwlact.models.onnx.prune import replace_nodes
from pwlact.models.onnx.scope import scopes

NEW = [helper.make_node("Relu", ["x"], ["y"])]


def test_what_only_replaced_nodes_used_is_taken_out():
    model = models.model_of("u = Div (x, root) v = Erf (u) y = Mul (v, half)", constants=models.CONSTANTS)
    replace_nodes(scopes(model)[0], {2: NEW}, {0, 1, 2})
    assert models.operators(model) == ["Relu"]
    assert [tensor.name for tensor in model.graph.initializer] == ["one"]  # which nothing used before either


def test_what_others_use_stays():
    model = models.model_of("a = Sigmoid (x) b = Mul (x, a) y = Add (a, b)")
    replace_nodes(scopes(model)[0], {1: [helper.make_node("Relu", ["x"], ["b"])]}, {0, 1})
    assert models.operators(model) == ["Sigmoid", "Relu", "Add"]


def test_constants_of_nodes_go_with_their_users():
    model = models.model_of("h = Constant <value_float = 0.5> () y = Mul (x, h)")
    replace_nodes(scopes(model)[0], {1: NEW}, {1})
    assert models.operators(model) == ["Relu"]
