"""Graphs and the graphs around them: constants, types, ranks, users."""

from __future__ import annotations

import onnx
import onnx_models as models
from onnx import TensorProto, parser

from pwlact.models.onnx.scope import bodies, names_in, scopes

NESTED = """<ir_version: 8, opset_import: ["": 17]>
g (float[N, 3] x, bool c) => (float[N, 3] y) <float half = {0.5}> {
  y = If (c) <
    then_branch = yes () => (float[N, 3] p) { p = Mul (x, half) },
    else_branch = no () => (float[N, 3] q) { q = Identity (x) } >
}"""


def test_graphs_come_before_those_within_them():
    main, yes, no = scopes(parser.parse_model(NESTED))
    assert [main.path, yes.path, no.path] == ["", "y.", "y."]
    assert yes.outer is main
    assert no.outer is main


def test_an_inner_graph_sees_constants_types_and_ranks_of_the_outer():
    _, yes, _ = scopes(parser.parse_model(NESTED))
    assert yes.number("half", 2) == 0.5
    assert (yes.type_of("x"), yes.rank_of("x")) == (TensorProto.FLOAT, 2)
    assert (yes.type_of("unheard"), yes.rank_of("unheard")) == (0, None)


def test_what_inner_graphs_use_is_kept():
    model = parser.parse_model(NESTED)
    assert {"x", "half", "y"} <= scopes(model)[0].kept
    assert list(names_in(bodies(model.graph.node[0])[0])) == ["p", "x", "half"]


def test_numbers_through_nodes_and_of_nodes():
    nodes = (
        "a = Constant <value_float = 2.5> () b = Identity (a) c = Constant <value_ints = [7]> () "
        "d = Constant <value = float[2] {1, 2}> () y = Relu (x)"
    )
    (scope,) = scopes(models.model_of(nodes))
    assert [scope.number(name, 1) for name in "abcdx"] == [2.5, 2.5, 7.0, None, None]


def test_a_constant_of_more_axes_is_no_number_for_a_tensor_of_fewer():
    model = models.model_of("y = Relu (x)")
    model.graph.initializer.append(onnx.helper.make_tensor("k", TensorProto.FLOAT, [1, 1], [3.0]))
    (scope,) = scopes(model)
    assert [scope.number("k", rank) for rank in (None, 1, 2, 3)] == [None, None, 3.0, 3.0]
