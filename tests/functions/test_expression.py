"""Custom expressions: what is accepted, what is refused, and what is found out about the function."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pwlact.errors import ExpressionError, IntervalError
from pwlact.functions import Activation, Line, Symmetry, from_expression, get


def nested(opening: str, depth: int) -> str:
    return opening * depth + "x" + ")" * depth


def powers(base: str, times: int) -> str:
    """Return nested powers that grow a coefficient and keep the degree low."""
    for _ in range(times):
        base = f"(({base})**64/x**63)"
    return base


REFUSED = [
    "__import__('os').system('x')",
    "x.__class__",
    "().__class__.__bases__[0]",
    "exp.__call__(x)",
    "__builtins__",
    "eval('x')",
    "open(x)",
    "lambda x: x",
    "(lambda: x)()",
    "[x for x in x]",
    "{x}",
    "(x, x)",
    "x[0]",
    "f'{x}'",
    "(x := 3)",
    "x if x else 1",
    "x and x",
    "not x",
    "x < 1",
    "~x",
    "x // 2",
    "x % 2",
    "x ^ 2",
    "await x",
    "yield x",
    "import os",
    "x; x",
    "x\n+ 1",
    "x\0",
    "2x",
    "3(x)",
    "x +",
    "",
    "   ",
    "9**9**9**9",
    "x**(10**10)",
    "x**65",
    "x**-65.5",
    "((2*x)**64)**64",
    "(((((x**64)**64)**64)**64)**64)**64",
    powers("x+x+x", 8),
    powers("9e14*x", 6),
    "1e999*x",
    "1e16*x",
    "9" * 900 + "*x",
    "1j*x",
    "True*x",
    "None",
    "...",
    "'x'",
    "b'x'",
    "nan*x",
    "inf*x",
    "(-8)**0.5*x",
    "0**-1*x",
    "x/0",
    "x/(x - x)",
    "exp(710)*x",
    "log(-1) + x",
    "pi",
    "x - x",
    "0*x",
    "exp",
    "X",
    "y",
    "gelo(x)",
    "exp()",
    "exp(x, x)",
    "exp(x=1)",
    "exp(*x)",
    "exp(**x)",
    "max(x)",
    "exp(exp(exp(exp(x))))",
    "1/x",
    "1/(x - 0.1234567)",  # a pole between the samples
    "1/abs(x - 0.1234567)**2",
    "sqrt(abs(x - 0.1234567))",
    "log(x)",
    "sqrt(x)",
    "sqrt(-4*x**2)",
    "(-2)**x",
    "x**x",
    "sqrt(abs(x))",  # f' is infinite at 0
    "(" * 10_000 + "x" + ")" * 10_000,
    nested("(", 400),
    nested("exp(-", 45),
    nested("sin(x*", 24),
    nested("tanh(", 49),
    "-" * 900 + "x",
    "+".join(["x"] * 400),
    "x**" * 30 + "x",
    "*".join(f"sin({i}*x)" for i in range(1, 48)),
    None,
    3,
    b"x",
]


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: repr(text)[:40])
def test_refuses_quickly_in_one_line(text: object) -> None:
    start = time.process_time()
    with pytest.raises(ExpressionError) as caught:
        from_expression(text)  # type: ignore[arg-type]
    assert time.process_time() - start < 5.0  # a hang or a flood of memory, not a slow machine
    message = str(caught.value)
    assert message
    assert "\n" not in message
    assert len(message) < 400


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="x1290.eE+-*/() ,_'[]{}:=<>^%@!&|~#\\\n\tπexplogmaxtanh", max_size=30))
def test_any_text_is_accepted_or_refused_cleanly(text: str) -> None:
    try:
        outcome: object = from_expression(text)
    except ExpressionError as error:
        outcome = str(error)
    assert isinstance(outcome, Activation) or "\n" not in str(outcome)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("sinn(x)", "did you mean 'sin'?"),
        ("X", "did you mean 'x'?"),
        ("x^2", "write **"),
        ("2x", "as in 2*x"),
        ("tanh", "write tanh(x)"),
        ("max(x)", "write max(x, 0)"),
        ("1/x", "is not at x = 0; choose another range"),
        ("log(x)", "is not at x = -8; choose another range"),
    ],
)
def test_refusal_names_the_remedy(text: str, hint: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        from_expression(text)
    assert hint in str(caught.value)


@pytest.mark.parametrize(
    ("text", "f"),
    [
        ("exp(x) + e + pi", lambda x: np.exp(x) + np.e + np.pi),
        ("expm1(x)", np.expm1),
        ("log(x + 9)", lambda x: np.log(x + 9)),
        ("log1p(x**2)", lambda x: np.log1p(x**2)),
        ("sqrt(1 + x*x)", lambda x: np.sqrt(1 + x * x)),
        ("sinh(x) + cosh(x)", lambda x: np.sinh(x) + np.cosh(x)),
        ("sin(x) - cos(x)", lambda x: np.sin(x) - np.cos(x)),
        ("atan(x) + arctan(x)", lambda x: 2 * np.arctan(x)),
        ("erf(x)", get("erf")),
        ("sigmoid(x)", get("sigmoid")),
        ("softplus(x)", get("softplus")),
        ("1/(1 + exp(-x))**2", lambda x: get("sigmoid")(x) ** 2),
        ("relu(x)", lambda x: np.maximum(x, 0)),
        ("abs(x)", np.abs),
        ("max(x, -1, 0.5*x)", lambda x: np.maximum(np.maximum(x, -1), 0.5 * x)),
        ("min(x, 1)", lambda x: np.minimum(x, 1)),
        ("+x - -x", lambda x: 2 * x),
        ("2**x + x**3/3", lambda x: 2**x + x**3 / 3),
        ("(x + 9)**0.5", lambda x: np.sqrt(x + 9)),
        ("  0.1*x + 1/3 + 2e-3  ", lambda x: 0.1 * x + 1 / 3 + 0.002),
        (
            "sigmoid(1)*softplus(1)*max(1, 2)*abs(-1)*x",
            lambda x: 2 * get("sigmoid")(1) * get("softplus")(1) * x,
        ),
        ("((((((((((x))))))))))", lambda x: x),
    ],
)
def test_values(text: str, f: object) -> None:
    x = np.linspace(-8, 8, 101)
    np.testing.assert_allclose(from_expression(text)(x), f(x), rtol=1e-14, atol=1e-14)  # type: ignore[operator]


@pytest.mark.parametrize(
    "text", ["x*tanh(log(1+exp(x)))", "x/(1+exp(-x))", "log1p(exp(x))", "0.5*x*(1+erf(x/sqrt(2)))"]
)
@pytest.mark.parametrize("reach", [50.0, 1000.0])
def test_wide_ranges_are_finite_and_silent(text: str, reach: float) -> None:
    with np.errstate(all="raise"):
        activation = from_expression(text, interval=(-reach, reach))
        x = np.linspace(-reach, reach, 1001)
        for function in (activation.f, activation.df, activation.d2f):
            assert np.all(np.isfinite(function(x)))


@pytest.mark.parametrize(
    ("text", "reach", "inflections", "kinks", "symmetry"),
    [
        ("x*tanh(log(1+exp(x)))", 50, get("mish").inflections, (), Symmetry.NONE),
        ("(exp(x)-exp(-x))/(exp(x)+exp(-x))", 50, (0,), (), Symmetry.ODD),  # its tails are rounding noise
        ("exp(-x**2)", 50, (-(0.5**0.5), 0.5**0.5), (), Symmetry.EVEN),
        ("exp(x)/(1+exp(x))", 50, (0,), (), Symmetry.COMPLEMENTARY),
        ("x*sigmoid(3*x)", 50, get("silu:beta=3").inflections, (), Symmetry.GATED),
        ("x**7", 8, (0,), (), Symmetry.ODD),
        ("x/(1+abs(x))", 8, (0,), (), Symmetry.ODD),
        ("abs(abs(x)-2)", 8, (), (-2, 0, 2), Symmetry.EVEN),
        ("min(max(x,-1),1)", 8, (), (-1, 1), Symmetry.ODD),
        ("relu(sin(x))", 4, (), (-np.pi, 0, np.pi), Symmetry.NONE),
        ("relu(x)**2", 8, (), (), Symmetry.NONE),  # f' is continuous
        ("abs(x)**3", 8, (), (), Symmetry.EVEN),
        ("x*abs(x)", 8, (0,), (), Symmetry.ODD),
        ("max(x, 0.1*x)", 8, (), (0,), Symmetry.NONE),
        ("2*x + 1", 8, (), (), Symmetry.NONE),
        ("x/3 - 1/max(2, 3/(1 + abs(x)))", 1.0, (), (-0.5, 0, 0.5), Symmetry.NONE),  # f'' is rounding noise
    ],
)
def test_features(
    text: str, reach: float, inflections: tuple[float, ...], kinks: tuple[float, ...], symmetry: Symmetry
) -> None:
    activation = from_expression(text, interval=(-reach, reach))
    np.testing.assert_allclose(activation.inflections, inflections, atol=1e-9)
    np.testing.assert_allclose(activation.kinks, kinks, atol=1e-9)
    assert activation.symmetry is symmetry


def test_second_derivative_at_a_kink_is_finite() -> None:
    for text in ("abs(x)", "relu(x)", "max(x, x**2)", "x*abs(x)"):
        activation = from_expression(text)
        assert np.all(np.isfinite(activation.d2f(np.array([-1.0, 0.0, 1.0]))))


def test_features_at_a_sample_are_exact() -> None:
    assert from_expression("abs(x)").kinks == (0.0,)
    assert from_expression("x*abs(x)").inflections == (0.0,)


def test_symmetry_is_not_claimed_on_a_lopsided_range() -> None:
    assert from_expression("tanh(x)", interval=(-1, 8)).symmetry is Symmetry.NONE


def test_record() -> None:
    text, interval = " x*sigmoid(x) ", (-4, 6)
    activation = from_expression(text, left_tail=Line(0, 0), right_tail=Line(1, 0), interval=interval)
    assert activation.name == activation.formula == activation.expression == text.strip()
    assert activation.interval == interval
    assert (activation.left_tail, activation.right_tail) == ((0, 0), (1, 0))
    assert from_expression(activation.name).formula == activation.formula


@pytest.mark.parametrize("interval", [(8, -8), (0, 0), (0, np.inf), (np.nan, 1), (1,), None])
def test_bad_interval(interval: object) -> None:
    with pytest.raises(IntervalError):
        from_expression("x*sigmoid(x)", interval=interval)  # type: ignore[arg-type]
