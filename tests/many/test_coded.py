"""Units of a family, found function by function."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from random_families import small_family, waves

import pwlact
from pwlact.datapath import codes_within
from pwlact.errors import ConfigError, FormatError
from pwlact.many import solve
from pwlact.many.coded import coded_units
from pwlact.many.rows import rows_of
from pwlact.many.store import Store
from pwlact.settings.unit import UnitChoice, unit_spec

SPEC = unit_spec("q3.3", UnitChoice())


@pytest.mark.parametrize("objective", ["max", "mse"])
def test_each_unit_is_the_one_that_a_search_for_it_alone_finds(objective: str) -> None:
    rows = waves(3)
    units = coded_units(rows, np.array([2, 3, 4]), SPEC, objective)  # type: ignore[arg-type]
    for i, y in enumerate(rows.y):
        alone = pwlact.approximate((rows.x, y), segments=i + 2, objective=objective, format="q3.3")  # type: ignore[arg-type]
        codes = units.spec.input.codes()
        assert alone.unit is not None
        assert np.array_equal(units[i](codes), alone.unit(codes))
        assert alone.errors.codes is not None
        assert units.max_errors[i] == alone.errors.codes.max
        assert units.mses[i] == pytest.approx(alone.errors.codes.mse)
        if objective == "max":
            assert units.lower_bounds[i] == alone.lower_bound
        else:
            assert np.isnan(units.lower_bounds[i])


def test_all_units_share_their_formats() -> None:
    rows = waves(4)
    units = coded_units(rows_of(rows.x, rows.y * [[1.0], [0.1], [3.0], [0.0]]), np.full(4, 3), SPEC)
    assert units.spec.trim == ()
    assert {unit.spec for unit in units} == {units.spec}
    assert units.slopes.min() >= units.spec.slope.codes().min()


def test_errors_are_those_over_the_input_codes() -> None:
    units, rows = small_family().units, waves(3)
    assert units is not None
    codes, inside = codes_within(units.spec.input, (-3.0, 3.0))
    x = units.spec.input.decode(codes[inside])
    for i, y in enumerate(rows.y):
        exact = pwlact.functions.from_data(pwlact.data.data_of(rows.x, y))(x)
        off = np.abs(units.spec.output.decode(units[i](codes[inside])) - exact)
        assert units.max_errors[i] == off.max()
        assert units.mses[i] == pytest.approx(np.mean(off**2))


def test_a_density_moves_the_pieces_to_where_inputs_are() -> None:
    plain = waves(3)
    density = np.repeat([0.01, 1.0], 4)  # nearly all inputs are above 0
    rows = rows_of(plain.x, plain.y, density=density)
    alike, weighted = (coded_units(each, np.full(3, 2), SPEC, "mse") for each in (plain, rows))
    x = SPEC.input.decode(np.arange(24))
    for i, y in enumerate(plain.y):
        exact = pwlact.functions.from_data(pwlact.data.data_of(plain.x, y))(x)
        errors = [np.mean((units(x)[i] - exact) ** 2) for units in (weighted, alike)]
        assert errors[0] <= errors[1]


def test_chunks_of_a_family_share_their_formats(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = waves(5)
    rows = rows_of(rows.x, rows.y * np.array([[0.1], [0.2], [1.0], [3.0], [0.5]]))
    whole = coded_units(rows, np.full(5, 3), SPEC)
    monkeypatch.setattr(solve, "CHUNK", 2)
    family = solve.solve_family(rows, 3, spec=SPEC)
    assert family.units is not None
    assert family.names == ()
    assert family.units.spec == whole.spec
    for name in ("pieces", "thresholds", "slopes", "intercepts", "max_errors", "mses", "lower_bounds"):
        assert np.array_equal(getattr(family.units, name), getattr(whole, name)), name


def test_what_is_kept_of_a_family_in_a_format_is_found_again(tmp_path: Path) -> None:
    rows, store = waves(3), Store(tmp_path / "parts")
    first, again = (solve.solve_family(rows, 3, means=solve.Means(store=store), spec=SPEC) for _ in range(2))
    assert len(list(store.folder.iterdir())) == 1
    assert again.units is not None
    assert first.units is not None
    assert np.array_equal(again.units.slopes, first.units.slopes)
    assert solve.solve_family(rows, 3, means=solve.Means(store=store)).units is None


def test_a_function_without_a_name_is_refused_by_its_number() -> None:
    x = np.linspace(-1.0, 1.0, 9)
    with pytest.raises(FormatError, match="function 67,"):
        pwlact.approximate_many(x, np.outer(np.arange(70) == 67, 90.0 * x), segments=2, format="q3.3")


def test_a_format_that_cannot_hold_a_function_is_refused_by_its_name() -> None:
    x = np.linspace(-1.0, 1.0, 9)
    with pytest.raises(FormatError, match="function steep") as fault:
        pwlact.approximate_many(x, [x, 90.0 * x], names=["flat", "steep"], segments=2, format="q3.3")
    assert "\n" not in str(fault.value)
    with pytest.raises(FormatError):
        pwlact.approximate_many(x, [x], segments=2, format="q3.x")
    with pytest.raises(ConfigError, match="go with a format"):
        pwlact.approximate_many(x, [x], segments=2, unit={"output": "q3.3"})
