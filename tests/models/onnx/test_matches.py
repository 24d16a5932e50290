"""Activations are found by what they compute, in every spelling of exporters."""

from __future__ import annotations

import onnx_models as models
import pytest

from pwlact import functions
from pwlact.models.onnx.matches import find_matches
from pwlact.models.onnx.scope import scopes

ROOT = "float r = {1.4142135}, float i = {0.70710677}, float one = {1}, float half = {0.5}"
TANH_FORM = "float k = {0.044715}, float c = {0.7978846}, float one = {1}, float half = {0.5}, float three = {3}"
FOUND = {
    "sigmoid": ("y = Sigmoid (x)", ""),
    "sigmoid by exp": ("a = Neg (x) b = Exp (a) c = Add (b, one) y = Div (one, c)", "float one = {1}"),
    "tanh": ("y = Tanh (x)", ""),
    "tanh by sigmoid": (
        "a = Mul (two, x) b = Sigmoid (a) c = Mul (b, two) y = Sub (c, one)",
        "float one = {1}, float two = {2}",
    ),
    "silu": ("a = Sigmoid (x) y = Mul (x, a)", ""),
    "silu, other order": ("a = Sigmoid (x) y = Mul (a, x)", ""),
    "silu by a quotient": ("a = Neg (x) b = Exp (a) c = Add (one, b) y = Div (x, c)", "float one = {1}"),
    "silu through identity": ("b = Identity (x) a = Sigmoid (b) y = Mul (x, a)", ""),
    "silu:beta=1.702": ("b = Mul (x, s) a = Sigmoid (b) y = Mul (x, a)", "float s = {1.702}"),
    "silu:beta=1.702, fused": ("y = com.microsoft.QuickGelu (x)", ""),
    "gelu": (models.GELU, models.CONSTANTS),
    "gelu, half first": ("h = Mul (half, x) u = Mul (x, i) v = Erf (u) w = Add (one, v) y = Mul (w, h)", ROOT),
    "gelu, half of the gate": ("u = Div (x, r) v = Erf (u) w = Add (v, one) h = Mul (w, half) y = Mul (x, h)", ROOT),
    "gelu, constants of nodes": (
        "r = Constant <value_float = 1.4142135> () q = Cast <to = 1> (r) u = Div (x, q) v = Erf (u) "
        "one = Constant <value = float {1}> () w = Add (v, one) z = Mul (x, w) "
        "h = Constant <value = float[1] {0.5}> () y = Mul (z, h)",
        "",
    ),
    "gelu, fused": ("y = com.microsoft.Gelu (x)", ""),
    "gelu_tanh": (
        "p = Pow (x, three) q = Mul (p, k) s = Add (x, q) t = Mul (s, c) g = Tanh (t) w = Add (g, one) "
        "z = Mul (x, w) y = Mul (z, half)",
        TANH_FORM,
    ),
    "gelu_tanh by products": (
        "a = Mul (x, x) b = Mul (a, x) q = Mul (b, k) s = Add (x, q) t = Mul (c, s) g = Tanh (t) w = Add (one, g) "
        "h = Mul (half, x) y = Mul (h, w)",
        TANH_FORM,
    ),
    "gelu_tanh, fused": ("y = com.microsoft.FastGelu (x)", ""),
    "mish": ("a = Softplus (x) b = Tanh (a) y = Mul (x, b)", ""),
    "softplus": ("y = Softplus (x)", ""),
    "softplus by log": ("a = Exp (x) b = Add (a, one) y = Log (b)", "float one = {1}"),
    "elu": ("y = Elu (x)", ""),
    "elu:alpha=0.5": ("y = Elu <alpha = 0.5> (x)", ""),
    "selu": ("y = Selu (x)", ""),
    "hardsigmoid": ("y = HardSigmoid <alpha = 0.16666667, beta = 0.5> (x)", ""),
    "hardswish": ("y = HardSwish (x)", ""),
    "hardswish by a gate": ("a = HardSigmoid <alpha = 0.16666667, beta = 0.5> (x) y = Mul (x, a)", ""),
    "hardswish by clip": (
        "a = Add (x, three) b = Clip (a, zero, six) c = Mul (x, b) y = Div (c, six)",
        "float three = {3}, float zero = {0}, float six = {6}",
    ),
    "softsign": ("y = Softsign (x)", ""),
    "erf": ("y = Erf (x)", ""),
    "exp": ("y = Exp (x)", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", FOUND)
def test_each_spelling_is_one_site_from_input_to_output(case):
    nodes, constants = FOUND[case]
    (scope,) = scopes(models.model_of(nodes, constants=constants))
    (match,) = find_matches(scope)
    assert (match.function.name, match.input, match.output) == (case.split(",")[0].split(" ")[0], "x", "y")
    assert match.root == len(scope.graph.node) - 1


@pytest.mark.parametrize(
    ("opset", "form", "name"), [(20, "none", "gelu"), (20, "tanh", "gelu_tanh"), (22, "none", "gelu")]
)
def test_both_forms_of_the_gelu_operator(opset, form, name):
    (scope,) = scopes(models.model_of(f'y = Gelu <approximate = "{form}"> (x)', opset=opset))
    assert [match.function.name for match in find_matches(scope)] == [name]


def test_the_mish_operator():
    (scope,) = scopes(models.model_of("y = Mish (x)", opset=18))
    assert [match.function.name for match in find_matches(scope)] == ["mish"]


@pytest.mark.parametrize(
    ("nodes", "constants"),
    [
        ("y = HardSigmoid (x)", ""),  # ONNX's default slope, 0.2
        ("a = Sigmoid (x) y = Mul (a, a)", ""),
        ("y = Clip (x, zero, six)", "float zero = {0}, float six = {6}"),
        ("u = Div (x, r) v = Erf (u) w = Add (v, one) y = Mul (x, w)", ROOT),  # twice GELU
    ],
)
def test_what_is_no_function_of_the_catalogue_is_no_site(nodes, constants):
    (scope,) = scopes(models.model_of(nodes, constants=constants))
    assert all(match.output != "y" for match in find_matches(scope))


def test_a_gate_that_is_used_elsewhere_is_a_site_of_its_own():
    (scope,) = scopes(models.model_of("a = Sigmoid (x) b = Mul (x, a) y = Add (a, b)"))
    assert [(match.function.name, match.output) for match in find_matches(scope)] == [("sigmoid", "a"), ("silu", "b")]


def test_a_gate_of_another_tensor_is_a_sigmoid():
    (scope,) = scopes(models.model_of("a = Relu (x) b = Sigmoid (a) c = Neg (x) d = MatMul (c, x) y = Mul (d, b)"))
    assert [match.function.name for match in find_matches(scope)] == ["sigmoid"]


def test_a_constant_of_several_numbers_makes_no_site():
    nodes, _ = FOUND["silu:beta=1.702"]
    many = models.model_of(nodes, constants="float[2] s = {1.702, 1.702}")
    (scope,) = scopes(many)
    assert [match.function.name for match in find_matches(scope)] == ["sigmoid"]


def test_functions_of_tables_are_known_too():
    (scope,) = scopes(models.model_of("b = Mul (x, s) a = Sigmoid (b) y = Mul (x, a)", constants="float s = {1.3}"))
    assert [match.function.name for match in find_matches(scope)] == ["sigmoid"]
    mine = functions.get("silu:beta=1.3")
    assert [match.function.name for match in find_matches(scope, [mine])] == ["silu:beta=1.3"]
