"""Rows of a profile: ranges, shares, and sites that were never fed."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import pytest

from pwlact.fit.profile import CELLS, Profile, SiteProfile
from pwlact.fit.profile_counts import count_inputs
from pwlact.studies.network_profile import function_rows, profile_rows, profile_to_csv, profile_to_json, unfed


def site(name: str, function: str, inputs: list[float], square: float | None = None) -> SiteProfile:
    counts = np.zeros(CELLS)
    beyond = count_inputs(np.array(inputs), counts)
    squares = None if square is None else square * counts
    return SiteProfile(name=name, function=function, counts=counts, squares=squares, beyond=beyond)


PROFILE = Profile(
    network="net",
    samples=10,
    sites=(
        site("a", "silu", [-9.0, 0.5, 0.5, 1.0], 1.0),
        site("b", "silu", [0.25, np.inf], 12.0),
        site("c", "tanh", [], 1.0),
    ),
)


def test_a_row_tells_range_and_what_is_outside_the_default_one() -> None:
    first, second = profile_rows(PROFILE)
    assert (first.site, first.inputs, first.default_range) == ("a", 4, (-8.0, 8.0))
    assert first.range[0] <= -9.0 < 1.0 <= first.range[1]
    assert (first.coverage, first.outside) == (1.0, 0.25)
    assert (second.inputs, second.coverage, second.outside) == (2, 0.5, 0.5)


def test_shares_of_the_sensitivity_add_up_to_1() -> None:
    assert [row.sensitivity for row in profile_rows(PROFILE)] == pytest.approx([0.25, 0.75])
    assert [(row.function, row.sensitivity) for row in function_rows(PROFILE)] == [("silu", 1.0)]


def test_sites_without_inputs_are_named_and_have_no_row() -> None:
    assert unfed(PROFILE) == ["c"]
    found = profile_to_json(PROFILE)
    json.dumps(found, allow_nan=False)
    assert (found["unfed"], [row["site"] for row in found["sites"]]) == (["c"], ["a", "b"])


def test_the_csv_has_a_line_for_each_site() -> None:
    rows = list(csv.DictReader(io.StringIO(profile_to_csv(PROFILE))))
    assert [row["site"] for row in rows] == ["a", "b"]
    assert float(rows[0]["outside"]) == 0.25
    without = Profile(network="net", samples=1, sites=(site("a", "silu", [1.0]),))
    assert next(csv.DictReader(io.StringIO(profile_to_csv(without))))["sensitivity"] == ""
