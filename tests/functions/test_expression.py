"""Custom expressions: their values, and what is found out about the function."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pwlact.errors import ExpressionError, IntervalError
from pwlact.functions import Line, Symmetry, from_expression, get
from pwlact.search import load_result


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
def test_values_are_those_of_numpy(text: str, f: object) -> None:
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
def test_inflections_kinks_and_symmetry_are_found(
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


def test_an_expression_keeps_its_text_range_and_tails() -> None:
    text, interval = " x*sigmoid(x) ", (-4, 6)
    activation = from_expression(text, left_tail=Line(0, 0), right_tail=Line(1, 0), interval=interval)
    assert activation.name == activation.formula == activation.expression == text.strip()
    assert activation.interval == interval
    assert (activation.left_tail, activation.right_tail) == ((0, 0), (1, 0))
    assert from_expression(activation.name).formula == activation.formula


@pytest.mark.parametrize("interval", [(8, -8), (0, 0), (0, np.inf), (np.nan, 1), (1,), None])
def test_a_bad_interval_is_refused(interval: object) -> None:
    with pytest.raises(IntervalError):
        from_expression("x*sigmoid(x)", interval=interval)  # type: ignore[arg-type]


def test_missing_tails_are_estimated_and_given_ones_kept() -> None:
    activation = from_expression("x*sigmoid(x)", left_tail=Line(0.5, 1.0))
    assert (activation.left_tail, activation.right_tail) == ((0.5, 1.0), (1.0, 0.0))
    assert (activation.tail_source("left"), activation.tail_source("right")) == ("given", "estimated")


def test_the_recorded_tails_of_an_earlier_result_are_given_ones() -> None:
    result = load_result(Path(__file__).parent.parent / "data" / "v0" / "search-expr" / "result.json")
    activation, pwl = result.problem.activation, result.candidate.pwl
    assert (activation.left_tail, activation.right_tail) == (pwl.left_tail, pwl.right_tail)
    assert activation.estimated_tails == ()


@pytest.mark.parametrize(
    ("text", "interval", "steep"),
    [("sqrt(x)", (0.0, 1.0), 0.0), ("sqrt(1-x)", (0.0, 1.0), 1.0), ("x**0.3", (0.0, 2.0), 0.0)],
)
def test_a_derivative_may_be_infinite_at_an_end(text: str, interval: tuple[float, float], steep: float) -> None:
    activation = from_expression(text, interval=interval)
    at_end = np.array([steep])
    assert np.all(np.isfinite(activation.df(at_end)))
    assert np.all(np.isfinite(activation.d2f(at_end)))
    assert np.abs(activation.df(at_end)[0]) > 1e6
    assert activation.inflections == ()


def test_a_derivative_may_not_be_infinite_inside_the_range() -> None:
    with pytest.raises(ExpressionError, match="f' must be finite"):
        from_expression("sqrt(abs(x))", interval=(-1.0, 1.0))


@pytest.mark.parametrize("text", ["tanh(1e9*x)", "atan(1e6*x)", "sin(1e4*x)"])
def test_a_function_that_the_scan_cannot_follow_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError, match=r"samples 0\.001 apart, got .*, which jumps or oscillates .* -R"):
        from_expression(text, interval=(-8.0, 8.0))
    assert from_expression(text, interval=(-1e-9, 1e-9)).name == text
