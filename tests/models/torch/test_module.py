"""A table as a module: values, gradients, casts, copies, compilation and exports."""

from __future__ import annotations

import copy
import io
import pickle

import numpy as np
import pytest
import torch
from network_tables import rounded_unit, uniform_pwl
from torch import nn

import pwlact
from pwlact.errors import ConfigError, FormatError, FunctionError
from pwlact.models import PWLActivation
from pwlact.pwl import PWL

SPECIAL = torch.tensor([torch.nan, torch.inf, -torch.inf, 0.0, -0.0, 8.0, -8.0, 1e30, -1e30, 3e38])
X = torch.cat((torch.linspace(-12.0, 12.0, 4001), SPECIAL))
TABLES = {
    "fixed": lambda: PWLActivation(uniform_pwl("silu")),
    "trained": lambda: PWLActivation(uniform_pwl("silu"), trainable="all"),
    "exact_gradient": lambda: PWLActivation(uniform_pwl("silu"), gradient="exact", function="silu"),
    "unit": lambda: PWLActivation(rounded_unit("silu", "q4.8")),
    "floats": lambda: PWLActivation(rounded_unit("silu", "fp8_e5m2")),
}


@pytest.fixture(params=TABLES)
def table(request):
    return TABLES[request.param]()


def equal(a, b):
    return torch.equal(a.isnan(), b.isnan()) and torch.equal(a.nan_to_num(), b.nan_to_num())


class All(nn.Module):
    """Every kind of table, side by side: one compilation or export for all."""

    def __init__(self):
        super().__init__()
        self.by_name = nn.ModuleDict({name: make() for name, make in TABLES.items()})

    def forward(self, x):
        return tuple(table(x) for table in self.by_name.values())


@pytest.mark.parametrize("name", ["silu", "gelu", "sigmoid", "tanh", "softplus", "exp", "logsigmoid"])
@pytest.mark.parametrize("segments", [1, 4, 16, 70, 90])
def test_values_are_the_pwls_to_single_rounding(name, segments):
    pwl = uniform_pwl(name, segments)
    x = X[X.isfinite() & (X.abs() < 1e3)]
    expected = pwl(x.numpy())
    scale = np.maximum(np.abs(expected), np.abs(pwl.slopes).max() * np.abs(x.numpy()) + np.abs(pwl.intercepts).max())
    assert np.all(np.abs(PWLActivation(pwl)(x).numpy() - expected) <= 3 * np.finfo(np.float32).eps * scale)


def test_double_tables_are_the_pwls_to_double_rounding():
    pwl, x = uniform_pwl("gelu"), X.double()[X.isfinite() & (X.abs() < 1e3)]
    assert np.allclose(PWLActivation(pwl, dtype=torch.float64)(x).numpy(), pwl(x.numpy()), rtol=1e-14, atol=1e-14)


@pytest.mark.parametrize("trainable", [None, "all"])
def test_special_values_follow_the_tails(trainable):
    gate, sigmoid = (PWLActivation(uniform_pwl(name), trainable=trainable) for name in ("silu", "sigmoid"))
    special = torch.tensor([torch.nan, torch.inf, -torch.inf])
    assert equal(gate(special), torch.tensor([torch.nan, torch.inf, 0.0]))
    assert equal(sigmoid(special), torch.tensor([torch.nan, 1.0, 0.0]))


def test_both_ends_belong_to_the_segments_where_tails_jump():
    line = pwlact.functions.get("tanh").left_tail
    pwl = PWL(breakpoints=np.array([-1.0, 1.0]), values=np.array([5.0, 6.0]), left_tail=line, right_tail=line)
    below, above = np.nextafter(np.float32([-1.0, 1.0]), np.float32([-9.0, 9.0]))
    x = torch.tensor([below, -1.0, 1.0, above])
    assert PWLActivation(pwl)(x).tolist() == [-1.0, 5.0, 6.0, -1.0]


def test_a_result_gives_its_pwl_and_with_a_format_its_unit():
    real = pwlact.approximate("silu", segments=4)
    coded = pwlact.approximate("silu", segments=4, format="q4.4")
    assert equal(PWLActivation(real)(X), PWLActivation(real.pwl)(X))
    assert equal(PWLActivation(coded)(X), PWLActivation(coded.unit)(X))


def test_gradient_is_the_slope_of_the_piece():
    pwl = uniform_pwl("gelu")
    x = torch.tensor([-9.0, -0.7, 0.3, 9.0], requires_grad=True)
    PWLActivation(pwl)(x).sum().backward()
    assert x.grad.tolist() == pytest.approx([0.0, pwl.slopes[7], pwl.slopes[8], 1.0])


def test_gradient_is_the_exact_derivative_by_option():
    x = torch.linspace(-9.0, 9.0, 101, requires_grad=True)
    PWLActivation(pwlact.approximate("silu", segments=4), gradient="exact")(x).sum().backward()
    assert np.allclose(x.grad, pwlact.functions.get("silu").df(x.detach().double().numpy()), atol=1e-6)


def test_an_exact_gradient_leaves_the_tables_their_own():
    module = PWLActivation(uniform_pwl("silu"), trainable="values", gradient="exact", function="silu")
    other = PWLActivation(uniform_pwl("silu"), trainable="values")
    x = torch.linspace(-9.0, 9.0, 101)
    for each in (module, other):
        each(x.clone().requires_grad_()).square().sum().backward()
    assert torch.allclose(module.table.knots.values.grad, other.table.knots.values.grad)


def test_gradient_of_a_unit_passes_its_rounding_and_stops_where_it_saturates():
    unit = rounded_unit("silu", "q4.8")
    x = torch.tensor([0.3, 20.0, -20.0], requires_grad=True)
    PWLActivation(unit)(x).sum().backward()
    slope = unit.spec.slope.decode(unit.slopes[unit.piece(unit.spec.input.encode(0.3))])
    assert x.grad.tolist() == [slope, 0.0, 0.0]


def test_all_parameters_have_right_gradients():
    module = PWLActivation(uniform_pwl("gelu", 5), trainable="all", dtype=torch.float64)
    x = torch.tensor([-9.0, -3.1, -1.2, 0.4, 2.2, 7.7, 9.5], dtype=torch.float64)
    knots = module.table.knots

    def outputs(*values):
        return torch.func.functional_call(module, dict(zip(names, values, strict=True)), (x,))

    names = [name for name, _ in module.named_parameters()]
    parameters = [parameter.detach().clone().requires_grad_() for _, parameter in module.named_parameters()]
    assert torch.autograd.gradcheck(outputs, parameters)
    assert {name.rpartition(".")[2] for name in names} == {"values", "first", "log_widths"}
    assert knots is not None


def test_training_betters_a_bad_table_and_keeps_its_order():
    torch.manual_seed(0)
    module = PWLActivation(uniform_pwl("gelu", 4, -4.0, 4.0), trainable="all")
    optimiser = torch.optim.Adam(module.parameters(), 0.05)
    x = torch.linspace(-4.0, 4.0, 401)
    losses = []
    for _ in range(120):
        loss = (module(x) - nn.functional.gelu(x)).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    assert losses[-1] < 0.5 * losses[0]
    assert np.all(np.diff(module.trained().breakpoints) > 0)


def test_state_survives_saving_and_copying(table):
    expected = table(X)
    other = PWLActivation(uniform_pwl("tanh"))
    assert equal(copy.deepcopy(table)(X), expected)
    assert equal(pickle.loads(pickle.dumps(table))(X), expected)
    file = io.BytesIO()
    torch.save(table.state_dict(), file)
    file.seek(0)
    blank = copy.deepcopy(table)
    with torch.no_grad():
        for tensor in blank.state_dict().values():
            tensor.zero_()
    blank.load_state_dict(torch.load(file, weights_only=True))
    assert equal(blank(X), expected)
    assert not equal(other(X), expected)


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_short_floats_are_computed_in_single_and_rounded_once(table, dtype):
    x = X[:4000].to(dtype)
    expected = table(x.float()).to(dtype)
    assert equal(table(x), expected)
    assert table(x).dtype is dtype
    assert equal(copy.deepcopy(table).to(dtype)(x), expected)


def test_autocast_leaves_the_tables_alone(table):
    model = nn.Sequential(nn.Linear(4, 4), table)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = model[0](torch.randn(3, 4))
        assert hidden.dtype is torch.bfloat16
        assert equal(table(hidden), table(hidden.float()).bfloat16())


def test_layout_of_the_input_does_not_matter(table):
    x = torch.randn(2, 3, 4, 5) * 3.0
    expected = table(x)
    for other in (
        x.to(memory_format=torch.channels_last), x.transpose(1, 3).contiguous().transpose(1, 3),
        torch.stack((x, x), -1)[..., 0], x.expand(2, 2, 3, 4, 5)[1],
    ):  # fmt: skip
        assert equal(table(other), expected)
    assert table(x[:0]).shape == (0, 3, 4, 5)
    assert table(x[0, 0, 0, 0]).shape == ()


@pytest.mark.parametrize("backend", ["aot_eager", pytest.param("inductor", marks=pytest.mark.slow)])
def test_it_compiles_as_one_graph_with_the_same_results(backend):
    torch._dynamo.reset()
    tables, (x, y) = All(), (X[:4000].clone().requires_grad_() for _ in range(2))
    first, second = torch.compile(tables, backend=backend, fullgraph=True)(x), tables(y)
    sum(part.sum() for part in first).backward()
    sum(part.sum() for part in second).backward()
    assert all(map(equal, first, second))
    assert torch.allclose(x.grad, y.grad)


def test_torch_export_holds_plain_operators_alone(table):
    program = torch.export.export(table, (X,))
    assert equal(program.module()(X), table(X))
    assert not [node for node in program.graph.nodes if "pwlact" in str(node.target)]


def test_onnx_export_leaves_gradients_out():
    act = PWLActivation(uniform_pwl("silu"), gradient="exact", function="silu")
    model = nn.Sequential(nn.Linear(3, 3), act)  # whose weights ask for gradients
    program = torch.onnx.export(model, (torch.ones(2, 3),), dynamo=True, verbose=False)
    assert {node.domain for node in program.model_proto.graph.node} == {""}


def test_integers_are_taken_as_numbers():
    act = PWLActivation(uniform_pwl("silu"))
    assert equal(act(torch.arange(-3, 4)), act(torch.arange(-3.0, 4.0)))
    with pytest.raises(ConfigError, match=r"an activation takes real numbers, got torch\.complex64"):
        act(torch.ones(2, dtype=torch.complex64))


def test_onnx_export_runs_without_this_package():
    import onnxruntime

    tables = All()
    program = torch.onnx.export(tables.eval(), (X,), dynamo=True, verbose=False)
    assert {node.domain for node in program.model_proto.graph.node} == {""}
    session = onnxruntime.InferenceSession(program.model_proto.SerializeToString())
    for y, name in zip(session.run(None, {session.get_inputs()[0].name: X.numpy()}), TABLES, strict=True):
        expected = tables.by_name[name](X).detach()
        if name == "trained":  # its lines are computed in another order
            assert np.allclose(y, expected, rtol=1e-5, atol=2e-6, equal_nan=True)
        else:
            assert equal(torch.tensor(y), expected)


def test_casting_a_model_keeps_tables_in_single():
    module = nn.Sequential(PWLActivation(uniform_pwl("silu"))).half()
    assert {tensor.dtype for tensor in module.state_dict().values()} == {torch.float32}
    assert {tensor.dtype for tensor in module.double().state_dict().values()} == {torch.float64}


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda: PWLActivation("silu"), "a table is a Result, a PWL or a Unit, got str"),
        (lambda: PWLActivation(uniform_pwl("silu"), trainable="both"), "trainable is 'values' or 'all', got 'both'"),
        (lambda: PWLActivation(uniform_pwl("silu"), gradient="none"), "a gradient is 'slope' or 'exact', got 'none'"),
        (lambda: PWLActivation(uniform_pwl("silu"), gradient="exact"), "gradient 'exact' is of a function, got none"),
        (lambda: PWLActivation(uniform_pwl("silu"), dtype=torch.half), "tables are in float32 or float64"),
        (lambda: PWLActivation(rounded_unit("silu", "q4.8"), trainable="all"), "in real numbers, got a unit"),
        (lambda: PWLActivation(rounded_unit("silu", "q4.17")), "at most 20 bits"),
    ],
)
def test_bad_arguments_are_refused_in_one_line(call, text):
    with pytest.raises((ConfigError, FormatError, FunctionError)) as caught:
        call()
    assert text in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_trained_table_is_read_back_and_a_fixed_one_is_refused():
    pwl = uniform_pwl("silu")
    again = PWLActivation(pwl, trainable="values").trained()
    np.testing.assert_allclose(again.values, pwl.values, rtol=1e-6, atol=1e-7)
    with pytest.raises(ConfigError, match="make it with trainable='all'"):
        PWLActivation(pwl).trained()
