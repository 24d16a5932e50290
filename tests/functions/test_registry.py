"""Functions by name: spellings, parameters, and errors that name the remedy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwlact.errors import FunctionError
from pwlact.functions import get, names
from pwlact.functions.registry import ALIASES


def test_names_are_sorted_and_canonical() -> None:
    assert list(names()) == sorted(set(names()))
    assert all(get(name).name == name for name in names())


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("GELU", "gelu"),
        ("SiLU", "silu"),
        ("Sigmoid", "sigmoid"),
        ("Tanh", "tanh"),
        ("Mish", "mish"),
        ("Softplus", "softplus"),
        ("Hard Swish", "hardswish"),
        ("GELU tanh", "gelu_tanh"),
        ("gelu_erf", "gelu"),
        ("GELU-Tanh", "gelu_tanh"),
        ("gelutanh", "gelu_tanh"),
        ("Swish", "silu"),
        ("logistic", "sigmoid"),
        ("atan", "arctan"),
        ("h-swish", "hardswish"),
        ("Hard_Sigmoid", "hardsigmoid"),
        (" log-sigmoid ", "logsigmoid"),
        ("quick_gelu", "silu:beta=1.702"),
        ("swish:beta=1.5", "silu:beta=1.5"),
        ("silu:beta=1", "silu"),
        ("SiLU: Beta = 2.0", "silu:beta=2"),
        ("elu:alpha=0.5", "elu:alpha=0.5"),
        ("ln", "log"),
        ("Leaky-ReLU:negative_slope=0.2", "leaky_relu:negative_slope=0.2"),
        ("PReLU: weight = 0.25", "prelu"),
    ],
)
def test_other_spellings_name_the_same_function(spelling: str, name: str) -> None:
    assert get(spelling).name == name
    assert get(spelling) is get(name)


@pytest.mark.parametrize("alias", ALIASES)
def test_aliases_hide_no_function_and_have_a_target(alias: str) -> None:
    assert alias not in {name.replace("_", "") for name in names()}
    assert get(alias).name


def test_parameters_are_given_by_keyword_or_in_the_name() -> None:
    assert get("silu", beta=1.702) is get("silu:beta=1.702")
    assert get("silu", beta=1) is get("silu")
    assert get("quick-gelu", beta=2) is get("silu:beta=2")
    assert get("silu", beta=1.702).label == "SiLU (beta=1.702)"


@given(beta=st.floats(1e-3, 1e3))
def test_canonical_name_round_trips(beta: float) -> None:
    activation = get("silu", beta=beta)
    assert get(activation.name) is activation


@pytest.mark.parametrize(
    ("wrong", "nearest"),
    [("gelo", "gelu"), ("sigmod", "sigmoid"), ("hard-swich", "hardswish"), ("softpluss", "softplus"), ("gleu", "gelu")],
)
def test_unknown_name_suggests_the_nearest(wrong: str, nearest: str) -> None:
    with pytest.raises(FunctionError) as caught:
        get(wrong)
    assert str(caught.value) == f"unknown function {wrong!r}; did you mean {nearest}? `pwlact functions` lists them"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tan", "sin(x)/cos(x)"),
        ("ReLU6", "min(relu(x), 6)"),
        ("log1p", "log1p(x)"),
        ("hard-tanh", "min(max(x, -1), 1)"),
    ],
)
def test_a_function_that_exists_elsewhere_is_no_misspelling(name: str, text: str) -> None:
    with pytest.raises(FunctionError) as caught:
        get(name)
    assert "did you mean" not in str(caught.value)
    assert f'give --expr "{text}" and its range with -R' in str(caught.value)


def test_name_like_nothing_has_no_suggestion() -> None:
    with pytest.raises(FunctionError, match=r"^unknown function 'qqqq'; `pwlact functions` lists them$"):
        get("qqqq")


@pytest.mark.parametrize("name", ["", " ", "a\nb", "silu;beta=1", "x" * 10_000, None, 3])
def test_odd_names_get_one_line(name: object) -> None:
    with pytest.raises(FunctionError) as caught:
        get(name)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("silu:beta=0", ("beta", "'0'", "silu:beta=")),
        ("silu:beta=-1", ("beta", "'-1'")),
        ("silu:beta=inf", ("beta", "'inf'")),
        ("silu:beta=nan", ("beta", "'nan'")),
        ("silu:beta=1e300", ("beta", "'1e300'", "1000")),
        ("silu:beta=one", ("beta", "'one'")),
        ("silu:beta", ("beta", "''")),
        ("silu:gamma=1", ("only beta", "'gamma'")),
        ("silu:beta=1,beta=2", ("once", "'beta'")),
        ("tanh:beta=1", ("no parameters", "'beta'")),
    ],
)
def test_bad_parameter_names_rule_and_value(name: str, parts: tuple[str, ...]) -> None:
    with pytest.raises(FunctionError) as caught:
        get(name)
    assert all(part in str(caught.value) for part in parts)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("value", [True, None, 10**400, "", [1]])
def test_a_parameter_that_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(FunctionError, match="beta of 'silu' must be a number"):
        get("silu", beta=value)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["si\nlu", "silu:beta\n=2", "si\x00lu", "si\rlu"])
def test_a_name_is_one_line(name: str) -> None:
    with pytest.raises(FunctionError, match="one line of text"):
        get(name)
