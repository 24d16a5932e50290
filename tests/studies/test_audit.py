"""An audit of our own results and exports has their own figures; a made table is told apart from the best."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import pwlact
from pwlact.errors import ConfigError, FormatError

Q = {"format": "q3.5", "interval": (-4, 4), "segments": 6}


PUBLISHED = Path(__file__).parents[2] / "experiments" / "audit"


@pytest.mark.parametrize(
    ("file", "function", "mirror", "largest", "mean"),
    [
        ("li_2022_sigmoid_as_published.csv", "sigmoid", False, 7.84e-3, 1.64e-3),
        ("li_2022_sigmoid.csv", "sigmoid", True, 7.84e-3, 1.648e-3),
        ("plan_1997_sigmoid.csv", "sigmoid", True, 1.89e-2, 5.87e-3),
        ("hard_sigmoid.csv", "sigmoid", False, 6.918e-2, 2.165e-2),
    ],
)
def test_published_tables_have_their_published_figures(
    file: str, function: str, mirror: bool, largest: float, mean: float
) -> None:
    audit = pwlact.audit(PUBLISHED / file, function, mirror=mirror)
    assert audit.errors.max == pytest.approx(largest, rel=3e-3)
    assert audit.errors.mean == pytest.approx(mean, rel=3e-3)
    assert 1.0 < audit.max_error / audit.best < 4.0


def exported(result: pwlact.Result, target: str, folder: Path) -> Path:
    (path,) = result.export(target, folder)
    return path


@pytest.mark.parametrize(("function", "segments"), [("gelu", 9), ("exp", 4), ("x*exp(-x*x)", 5)])
def test_a_results_own_figures_in_real_numbers(function: str, segments: int, tmp_path: Path) -> None:
    result = pwlact.approximate(function, segments=segments, interval=(-3, 2))
    exact = result.errors.exact
    saved = pwlact.audit(result.save(tmp_path / "r.json"))
    listed = pwlact.audit(exported(result, "csv", tmp_path), function, interval=(-3, 2))
    for audit in (saved, listed, pwlact.audit(result.to_json(), function)):
        assert audit.errors.max == pytest.approx(exact.max, rel=1e-12)
        assert audit.errors.mean == pytest.approx(exact.mean, rel=1e-9)
        assert audit.errors.mse == pytest.approx(exact.mse, rel=1e-9)
        assert audit.continuous
        assert len(audit.rows) == segments
        assert audit.lower_bound == pytest.approx(result.lower_bound, rel=1e-9)
        assert audit.gap == pytest.approx(0.0, abs=1e-6)
        assert audit.kept == pytest.approx(exact.max, rel=1e-6)


@pytest.mark.parametrize(
    ("function", "more"),
    [
        ("silu", {}),
        ("tanh", {"mirror": True}),
        ("gelu", {"mirror": True}),
        ("silu", {"unit": {"selection": "address", "address_bits": 5}}),
        ("tanh", {"unit": {"arithmetic": "separate", "rounding": "toward_zero", "slope": "q1.6"}}),
        ("tanh", {"format": "fp8_e4m3"}),
    ],
)
def test_a_units_own_figures(function: str, more: dict, tmp_path: Path) -> None:
    wanted = Q | more
    result = pwlact.approximate(function, **wanted)
    formats = {name: wanted[name] for name in ("format", "interval", "unit") if name in wanted}
    saved = pwlact.audit(result.save(tmp_path / "r.json"))
    rebuilt = pwlact.audit(exported(result, "json", tmp_path))
    listed = pwlact.audit(exported(result, "csv", tmp_path), function, mirror="mirror" in more, **formats)
    for audit in (saved, rebuilt, listed):
        assert audit.report == result.candidate.unit_report
        assert audit.lower_bound == pytest.approx(result.lower_bound, rel=1e-6)
        assert audit.gap == pytest.approx(0.0, abs=2e-6)
        assert max(row.max_error for row in audit.rows) == pytest.approx(audit.report.errors.max)
        assert sum(row.reversals for row in audit.rows) == audit.reversals


@pytest.mark.parametrize(("function", "mirror"), [("silu", False), ("tanh", False), ("tanh", True)])
def test_a_gqa_lut_exports_figures_by_the_datapath_under_either_rule(
    function: str, mirror: bool, tmp_path: Path
) -> None:
    unit = {"output": "q4.8"}
    result = pwlact.approximate(function, **Q, unit=unit, mirror=mirror)
    path = exported(result, "gqa_lut", tmp_path)
    for side in ("right", "left"):
        audit = pwlact.audit(path, function, format="q3.5", interval=(-4, 4), unit=unit, at_breakpoint=side)
        assert audit.report == result.candidate.unit_report


def test_codes_and_values_of_a_csv_are_the_same_table(tmp_path: Path) -> None:
    unit = {"slope": "q2.6", "intercept": "q4.8"}
    result = pwlact.approximate("silu", **Q, unit=unit)
    path = exported(result, "csv", tmp_path)
    one, other = (
        pwlact.audit(path, "silu", format="q3.5", interval=(-4, 4), unit=unit, codes=codes) for codes in (False, True)
    )
    assert one.report == other.report == result.candidate.unit_report
    assert one.rows == other.rows


def test_formats_that_are_not_given_have_the_integer_bits_that_the_table_needs() -> None:
    table = {"breakpoints": [1, 2.375, 5], "slopes": [0.25, 0.125, 0.03125, 0], "intercepts": [0.5, 0.625, 0.84375, 1]}
    audit = pwlact.audit(table, "sigmoid", mirror=True, format="q4.12")
    assert (audit.unit.spec.slope.name, audit.unit.spec.intercept.name) == ("q0.12", "q2.16")
    (note,) = pwlact.audit(
        {**table, "slopes": [0.2501, 0.125, 0.03125, 0]}, "sigmoid", mirror=True, format="q4.12"
    ).notes
    assert note.startswith("1 of 8 slopes and intercepts are no values of q0.12 and q2.16")
    wide = pwlact.audit(table, "sigmoid", mirror=True, format="q4.12", unit={"slope": "q20.12", "intercept": "q16.16"})
    assert wide.unit.spec.slope.name == "q20.12"
    assert (audit.report, audit.rows, audit.best) == (wide.report, wide.rows, wide.best)


def test_a_worse_row_is_named_with_what_is_possible_there() -> None:
    result = pwlact.approximate("silu", segments=6)
    data = json.loads(json.dumps(result.to_json()))
    table = {name: list(data[name]) for name in ("breakpoints", "slopes", "intercepts")}
    table["intercepts"][3] += 0.05
    audit = pwlact.audit(table, "silu")
    assert not audit.continuous
    assert audit.to_mend()[0] == 3
    covers = [pwlact.approximate("silu", segments=n).to_json()["cover_bound"] for n in (audit.enough - 1, audit.enough)]
    assert covers[0] > audit.errors.max >= covers[1]
    row = audit.rows[3]
    assert row.max_error == pytest.approx(result.errors.exact.max + 0.05, rel=1e-6)
    assert row.possible <= result.errors.exact.max * (1.0 + 1e-9)
    assert row.jump == pytest.approx(0.05)
    assert audit.lower_bound == pytest.approx(data["cover_bound"], rel=1e-9)
    assert audit.gap == pytest.approx(row.max_error / data["cover_bound"] - 1.0)


def test_no_line_beats_what_is_possible_and_some_line_reaches_it() -> None:
    rng = np.random.default_rng(2)
    for _ in range(10):
        begin, end = np.sort(rng.uniform(-4.0, 4.0, 2))
        slope, intercept = rng.uniform(-1.0, 1.0, 2)
        table = {"breakpoints": [begin, end], "slopes": [slope], "intercepts": [intercept]}
        (row,) = pwlact.audit(table, "tanh").rows
        x = np.linspace(begin, end, 501)
        slopes = np.linspace(-0.1, 1.1, 601)[:, None]
        rest = np.tanh(x) - slopes * x
        best = float((0.5 * np.ptp(rest, axis=1)).min())
        assert row.possible <= best + 1e-12
        assert row.possible == pytest.approx(best, rel=0.05, abs=2e-3)
        assert row.max_error >= row.possible


def test_a_table_for_one_half_has_the_figures_of_the_whole() -> None:
    half = {"breakpoints": [0, 1, 4], "values": [0.5, 0.73, 1.0]}
    whole = {"breakpoints": [-4, -1, 0, 1, 4], "values": [0.0, 0.27, 0.5, 0.73, 1.0]}
    one, other = pwlact.audit(half, "sigmoid", mirror=True), pwlact.audit(whole, "sigmoid")
    assert one.errors.max == pytest.approx(other.errors.max)
    assert one.errors.mse == pytest.approx(other.errors.mse)
    assert one.lower_bound == pytest.approx(other.lower_bound, rel=1e-6)
    assert one.seams[0] == 0.0
    in_codes = [
        pwlact.audit(table, "sigmoid", mirror=mirror, format="q4.8").report
        for table, mirror in ((half, True), (whole, False))
    ]
    assert in_codes[0].errors.max == pytest.approx(in_codes[1].errors.max, abs=2**-8)


@pytest.mark.parametrize("format_", [None, "q5.8"])
def test_a_tail_that_begins_at_the_ranges_end_is_no_row(format_: str | None) -> None:
    table = {"breakpoints": [0, 1, 8], "slopes": [0.23, 0.03, 0.0], "intercepts": [0.5, 0.75, 1.0]}
    for mirror in (True, False):
        audit = pwlact.audit(table, "sigmoid", interval=(0, 8), mirror=mirror, format=format_)
        assert [row.begin for row in audit.rows] == [0.0, 1.0]


def test_a_jump_at_zero_is_none_that_joins() -> None:
    table = {"breakpoints": [0, 2, 8], "values": [0.51, 0.9, 1.0]}
    audit = pwlact.audit(table, "sigmoid", mirror=True)
    assert audit.seams[0] == pytest.approx(0.02)
    assert not audit.continuous


def test_formats_that_cannot_hold_the_function_leave_rows_and_a_note() -> None:
    table = {"breakpoints": [-4, 0, 4], "slopes": [0.2, 0.2], "intercepts": [0.5, 0.5]}
    audit = pwlact.audit(table, "sigmoid", format="q4.12", unit={"slope": "q1.30", "intercept": "q1.31"})
    assert audit.best is None
    assert audit.gap is None
    assert len(audit.rows) == 2
    assert "what is possible is not known" in audit.notes[-1]


def test_rounding_and_pieces_without_inputs_are_noted() -> None:
    table = {"breakpoints": [-4, 0.01, 0.02, 4], "slopes": [0.1, 0.2, 0.1], "intercepts": [0.5, 0.5, 0.5]}
    audit = pwlact.audit(table, "sigmoid", format="q4.5")
    assert audit.notes == (
        "2 of 4 slopes and intercepts are no values of q-1.5 and q1.9: they are rounded to the nearest",
        "1 of 3 pieces serve no input code",
    )


def test_what_is_missing_or_too_much_is_refused(tmp_path: Path) -> None:
    table = {"breakpoints": [0], "slopes": [0, 1], "intercepts": [0, 0]}
    with pytest.raises(ConfigError, match="a table's function must be known, got none"):
        pwlact.audit(table)
    with pytest.raises(ConfigError, match="--codes are codes of a format"):
        pwlact.audit(table, "silu", codes=True)
    with pytest.raises(ConfigError, match="--mirror needs a symmetric function, got 'exp'"):
        pwlact.audit(table, "exp", mirror=True)
    path = pwlact.approximate("silu", **Q).save(tmp_path / "r.json")
    with pytest.raises(ConfigError, match="a file that holds a unit has its own formats"):
        pwlact.audit(path, format="q4.12")
    with pytest.raises(FormatError, match=r"slope format q0\.8 must hold the table's slopes"):
        pwlact.audit(table, "silu", format="q4.8", unit={"slope": "q0.8"})
