"""Sites: names that are unique, types, and Softmax."""

from __future__ import annotations

import onnx_models as models
from onnx import TensorProto

from pwlact.models.onnx.prepare import prepare
from pwlact.models.onnx.scope import scopes
from pwlact.models.onnx.sites import find_sites


def test_equal_names_are_numbered():
    model = models.model_of("a = Sigmoid (x) b = Tanh (a) y = Sigmoid (b)")
    for node in model.graph.node:
        node.name = "act"
    assert [site.name for site in find_sites(scopes(model))] == ["act", "act#2", "act#3"]


def test_sites_come_in_the_order_of_their_nodes_softmax_among_them():
    model = prepare(models.model_of("a = Softmax (x) b = Sigmoid (a) y = Softmax (b)", shape="N, 3"))
    sites = find_sites(scopes(model))
    assert [(site.name, site.function, site.root) for site in sites] == [
        ("a", "softmax", 0), ("b", "sigmoid", 1), ("y", "softmax", 2)
    ]  # fmt: skip
    assert all(site.types == (TensorProto.FLOAT, TensorProto.FLOAT) and site.typed for site in sites)


def test_tensors_without_a_known_type_make_a_site_untyped():
    (site,) = find_sites(scopes(models.model_of("a = Relu (x) b = Sigmoid (a) y = Relu (b)")))
    assert not site.typed
