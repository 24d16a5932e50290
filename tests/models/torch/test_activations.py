"""Tables in the place of a model's activations."""

from __future__ import annotations

import io

import numpy as np
import pytest
import torch
from network_modules import Branching, Gated, Repeated
from network_tables import rounded_unit, uniform_pwl
from torch import nn

import pwlact
from pwlact.errors import ConfigError
from pwlact.models import PWLActivation, swap_activations

X = torch.linspace(-2.0, 2.0, 12).reshape(3, 4)
TABLES = {
    "silu": uniform_pwl("silu", 64),
    "sigmoid": uniform_pwl("sigmoid", 64),
    "exp": uniform_pwl("exp", 64, -8.0, 0.0),
}


def names(swap):
    return {site.name for site in swap.changed}


def test_all_kinds_are_replaced_and_put_back():
    model = Gated()
    exact = model(X)
    swap = swap_activations(model, TABLES, softmax=True)
    assert names(swap) == {"act", "silu_0", "silu_1", "sigmoid_1", "softmax_0"}
    assert 0.0 < (model(X) - exact).abs().max() < 5e-3
    swap.undo()
    swap.undo()
    assert torch.equal(model(X), exact)


def test_a_context_puts_the_functions_back():
    model = Gated()
    exact = model(X)
    with swap_activations(model, TABLES):
        assert not torch.equal(model(X), exact)
    assert torch.equal(model(X), exact)


def test_a_sigmoid_in_a_silu_is_replaced_where_no_silu_is_given():
    swap = swap_activations(Gated(), {"sigmoid": TABLES["sigmoid"]})
    assert names(swap) == {"sigmoid_0", "sigmoid_1"}
    assert {(left.name, left.what) for left in swap.left} >= {("act", "silu"), ("silu_0", "silu")}


def test_the_report_tells_each_site_and_why_others_are_left():
    with swap_activations(Gated(), {"silu": TABLES["silu"]}, sites=["act"]) as swap:
        text = str(swap)
    assert "act: silu replaced" in text
    assert "silu_0 and 1 more: silu left, it is not among the sites" in text
    assert "relu left, it is piecewise linear already" in text
    assert "no table is given for sigmoid" in text
    assert "softmax=True" in text


def test_a_site_may_have_its_own_table():
    one, other = PWLActivation(TABLES["silu"]), PWLActivation(uniform_pwl("silu", 2))
    model = Gated()
    swap_activations(model, {"silu": one, "act": other})
    assert model.act is other
    assert model.silu_0 is model.silu_1 is one


def test_units_and_results_are_taken():
    model = Repeated()
    for table in (rounded_unit("tanh", "q4.8"), pwlact.approximate("tanh", segments=4)):
        with swap_activations(model, {"tanh": table}):
            assert torch.equal(model(X), PWLActivation(table)(2.0 * PWLActivation(table)(X)))


def test_an_alias_names_the_function():
    assert names(swap_activations(Gated(), {"Swish": TABLES["silu"]})) == {"act", "silu_0", "silu_1"}


def test_example_inputs_find_what_cannot_be_traced():
    model = Branching()
    with swap_activations(model, {"tanh": uniform_pwl("tanh")}, example=X + 9.0):
        assert torch.allclose(model(X + 3.0), torch.tanh(X + 3.0), atol=0.1)
        assert not torch.equal(model(X + 3.0), torch.tanh(X + 3.0))


def test_trained_tables_are_trained_in_the_model():
    model = nn.Sequential(nn.Linear(4, 4), nn.SiLU())
    table = PWLActivation(TABLES["silu"], trainable="values")
    swap_activations(model, {"silu": table})
    model(X).sum().backward()
    assert any(parameter is table.table.knots.values for parameter in model.parameters())
    assert table.table.knots.values.grad.abs().sum() > 0


@pytest.mark.parametrize("backend", ["aot_eager", pytest.param("inductor", marks=pytest.mark.slow)])
def test_a_swapped_model_compiles_as_one_graph(backend):
    model = Gated()
    swap_activations(model, TABLES, softmax=True)
    torch._dynamo.reset()
    assert torch.allclose(torch.compile(model, backend=backend, fullgraph=True)(X), model(X), atol=1e-6)


def test_a_swapped_model_is_exported():
    import onnxruntime

    model = Gated().eval()
    swap_activations(model, TABLES, softmax=True)
    assert torch.allclose(torch.export.export(model, (X,)).module()(X), model(X), atol=1e-6)
    program = torch.onnx.export(model, (X,), dynamo=True, verbose=False)
    session = onnxruntime.InferenceSession(program.model_proto.SerializeToString())
    (y,) = session.run(None, {session.get_inputs()[0].name: X.numpy()})
    assert np.allclose(y, model(X).detach(), atol=1e-6)


def test_a_state_is_loaded_into_a_model_swapped_alike():
    file = io.BytesIO()
    models = Gated(), Gated()
    for model in models:
        swap_activations(model, TABLES)
    torch.save(models[0].state_dict(), file)
    file.seek(0)
    models[1].load_state_dict(torch.load(file, weights_only=True))
    assert torch.equal(models[0](X), models[1](X))


def test_a_models_dtype_is_kept():
    model = Gated().bfloat16()
    swap_activations(model, TABLES, softmax=True)
    assert model(X.bfloat16()).dtype is torch.bfloat16


@pytest.mark.parametrize(
    ("model", "tables", "options", "text"),
    [
        (nn.Linear(2, 2), TABLES, {}, "got no activation of the catalogue"),
        (nn.Sequential(nn.GELU()), TABLES, {}, "got gelu at 1 site"),
        (nn.Sequential(nn.ReLU()), TABLES, {}, "got ReLU, which is left: it is piecewise linear already"),
        (torch.jit.trace(Repeated(), X), TABLES, {}, "TorchScript has compiled it"),
        (
            Gated(),
            {"silu": pwlact.approximate("gelu", segments=4)},
            {},
            "the table for 'silu' is of silu, got one of gelu",
        ),
        (Gated(), {"silu": "silu.json"}, {}, "a table is a Result, a PWL, a Unit or a module, got str"),
        (Gated(), {"sillu": TABLES["silu"]}, {}, "a table is given for a function or a site, got 'sillu'"),
        (Gated(), TABLES, {"sites": ["acts"]}, "got 'acts'; did you mean act? "),
    ],
)
def test_bad_input_is_refused_in_one_line_and_changes_nothing(model, tables, options, text):
    structure = str(model)
    with pytest.raises(ConfigError) as caught:
        swap_activations(model, tables, **options)
    assert text in str(caught.value)
    assert "\n" not in str(caught.value)
    assert str(model) == structure
