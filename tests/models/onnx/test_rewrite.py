"""Models rewritten: their outputs are the tables', in subgraphs and functions too; the given model stays."""

from __future__ import annotations

import numpy as np
import onnx
import onnx_models as models
import pytest
from onnx import parser

from pwlact import functions
from pwlact.errors import FileError
from pwlact.models.onnx.rewrite import rewrite_model
from pwlact.pwl import make_pwl

X = np.random.default_rng(0).normal(scale=3.0, size=500).astype(np.float32)
TABLES = {name: models.uniform(name, 7) for name in ("sigmoid", "silu", "gelu", "tanh")}
IF = """<ir_version: 8, opset_import: ["": 17]>
g (float[N] x, bool c) => (float[N] y) {
  y = If (c) <
    then_branch = yes () => (float[N] p) { a = Sigmoid (x) p = Mul (x, a) },
    else_branch = no () => (float[N] q) { q = Tanh (x) } >
}"""
LOOP = """<ir_version: 8, opset_import: ["": 17]>
g (float[N] x) => (float[N] y) <int64 three = {3}, bool go = {1}> {
  y = Loop (three, go, x) <body = b (int64 i, bool ok, float[N] s) => (bool more, float[N] t) {
    more = Identity (ok) t = Sigmoid (s) }>
}"""
FUNCTION = """<ir_version: 8, opset_import: ["": 17, "local": 1]>
g (float[N] x) => (float[N] y) { y = local.swish (x) }
<opset_import: ["": 17], domain: "local"> swish (x) => (y) { a = Sigmoid (x) y = Mul (x, a) }"""


@pytest.mark.parametrize("name", ["sigmoid", "silu", "gelu", "tanh"])
def test_the_output_is_the_table(name):
    nodes = {"silu": "a = Sigmoid (x) y = Mul (x, a)", "gelu": models.GELU}.get(name, f"y = {name.title()} (x)")
    model = models.model_of(nodes, constants=models.CONSTANTS if name == "gelu" else "")
    before = model.SerializeToString()
    done = rewrite_model(model, TABLES)
    models.check(done.model)
    assert np.all(np.abs(models.run(done.model, X) - TABLES[name](X)) <= models.error_bound(TABLES[name], X))
    assert model.SerializeToString() == before
    assert not {"Sigmoid", "Tanh", "Erf"} & set(models.operators(done.model))
    assert not {tensor.name for tensor in done.model.graph.initializer} & {"root", "one", "half", "two"}


def test_sites_have_names_and_tables_of_their_own():
    model = models.model_of("a = Sigmoid (x) b = Sigmoid (a) y = Sigmoid (b)")
    model.graph.node[1].name = "middle"
    done = rewrite_model(model, {}, sites={"middle": TABLES["sigmoid"]})
    assert [site.name for site in done.replaced] == ["middle"]
    assert [(left.name, left.reason) for left in done.left] == [
        ("a", "no table was given; add --sigmoid"), ("y", "no table was given; add --sigmoid")
    ]  # fmt: skip
    s = functions.get("sigmoid").f
    assert np.allclose(models.run(done.model, X), s(TABLES["sigmoid"](s(X.astype(float)))), atol=1e-6)


def test_tables_are_shared_by_sites():
    one = rewrite_model(models.model_of("y = Sigmoid (x)"), TABLES).model
    three = rewrite_model(models.model_of("a = Sigmoid (x) b = Sigmoid (a) y = Sigmoid (b)"), TABLES).model
    assert len(one.graph.initializer) == len(three.graph.initializer)


def test_branches_of_if():
    done = rewrite_model(parser.parse_model(IF), TABLES)
    models.check(done.model)
    assert [site.name for site in done.replaced] == ["y.p", "y.q"]
    for choice, name in ((True, "silu"), (False, "tanh")):
        assert np.allclose(models.run(done.model, X, c=np.array(choice)), TABLES[name](X), atol=1e-6)


def test_the_body_of_a_loop():
    done = rewrite_model(parser.parse_model(LOOP), TABLES)
    models.check(done.model)
    p = TABLES["sigmoid"]
    assert np.allclose(models.run(done.model, X), p(p(p(X))), atol=1e-6)


def test_functions_of_the_model_are_written_out():
    done = rewrite_model(parser.parse_model(FUNCTION), TABLES)
    models.check(done.model)
    assert [site.function for site in done.replaced] == ["silu"]
    assert np.allclose(models.run(done.model, X), TABLES["silu"](X), atol=1e-6)


def test_a_model_of_an_older_opset_is_converted():
    done = rewrite_model(models.model_of("y = Sigmoid (x)", opset=11), TABLES)
    assert done.model.opset_import[0].version == 13
    assert np.allclose(models.run(done.model, X), TABLES["sigmoid"](X), atol=1e-6)


def test_an_opset_that_cannot_be_converted_is_refused():
    with pytest.raises(FileError, match="opset 13 or newer, got opset 3"):
        rewrite_model(models.model_of("y = Upsample <scales = [1.0]> (x)", opset=3), TABLES)


@pytest.mark.parametrize("opset", [13, 18])
def test_softmax_with_a_table_of_exp(opset):
    exp = functions.get("exp")
    points = np.linspace(-12.0, 0.0, 200)
    table = make_pwl(exp, points, np.asarray(exp.f(points)))
    model = models.model_of("y = Softmax <axis = 1> (x)", opset=opset, shape="A, B, C")
    done = rewrite_model(model, {"softmax": table})
    models.check(done.model)
    x = np.random.default_rng(0).normal(size=(2, 5, 3)).astype(np.float32)
    y = models.run(done.model, x)
    assert np.allclose(y.sum(1), 1.0, atol=1e-6)
    assert np.abs(y - models.run(model, x)).max() < 1e-3


def test_names_of_the_model_are_not_taken_again():
    model = models.model_of(
        "pwlact_reshape_0 = Sigmoid (x) pwlact_mul_1 = Sigmoid (pwlact_reshape_0) y = Relu (pwlact_mul_1)"
    )
    done = rewrite_model(rewrite_model(model, {"sigmoid": TABLES["sigmoid"]}).model, TABLES)
    onnx.checker.check_model(done.model, full_check=True)
    assert done.replaced == ()
