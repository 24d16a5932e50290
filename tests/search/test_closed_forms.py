"""Closed forms: the errors that are known of them."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact import functions
from pwlact.fit import sample
from pwlact.search.closed_forms import CLOSED_FORMS, LI_THRESHOLDS, closed_forms, errors_of, li_sigmoid


@pytest.mark.parametrize(
    ("form", "function", "reach", "known"),
    [("i-bert", "gelu", 4, 0.0182), ("hard-swish", "silu", 8, 0.142), ("hard-sigmoid", "sigmoid", 8, 0.069)],
)
def test_largest_errors_are_the_known_ones(form: str, function: str, reach: float, known: float) -> None:
    (found,) = (each for each in closed_forms(function) if each.name == form)
    errors = errors_of(found, sample(functions.get(function), (-reach, reach)))
    assert errors.max == pytest.approx(known, abs=0.5 * 10 ** -len(str(known).split(".")[1]))
    assert 0 < errors.mse < errors.mean < errors.max


def test_the_table_of_2022_has_its_published_errors() -> None:
    (table,) = (each for each in closed_forms("sigmoid") if each.name == "li-2022")
    errors = errors_of(table, sample(functions.get("sigmoid"), (-8, 8)))
    assert errors.max == pytest.approx(7.84e-3, abs=5e-6)
    assert errors.mean == pytest.approx(1.64e-3, abs=5e-6)


def test_the_table_of_2022_is_complementary_but_for_one_slope_and_saturates() -> None:
    x = np.concatenate((np.linspace(0.01, 12, 500), LI_THRESHOLDS))
    slip = np.where((x > 1) & (x <= 2), (0.14841 - 0.1481) * x, 0.0)
    assert li_sigmoid(-x) == pytest.approx(1 - li_sigmoid(x) - slip, abs=1e-15)
    assert li_sigmoid(np.array([0.0, 9.0, 100.0])).tolist() == [0.5, 1.0, 1.0]


def test_every_form_stands_for_catalogue_functions_near_it() -> None:
    assert closed_forms("mish") == ()
    for form in CLOSED_FORMS:
        for name in form.functions:
            assert functions.get(name).name == name
            assert errors_of(form, sample(functions.get(name), (-4, 4))).max < 0.15
            assert form in closed_forms(name)
