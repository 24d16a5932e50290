"""FINN's thresholding RTL, restated, on every input code of what it is given."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import mpmath as mp
import numpy as np
import pytest
from consumers.finn import thresholding
from export.units import source_of
from oracles import exact
from random_units import spec_of

from pwlact import functions
from pwlact.datapath import Unit, input_codes
from pwlact.export import TARGETS, LookupOptions, Source
from pwlact.formats import FixedPoint, Rounding, parse_format

RISING = ("sigmoid", "tanh", "relu", "softplus", "exp", "hardsigmoid")


def flat_unit(input_: str) -> Unit:
    return Unit(spec=spec_of(input_), thresholds=[], slopes=[0], intercepts=[0])


def source_with(name: str, unit: Unit, levels: str | None, of: Any = "function") -> Source:
    options = LookupOptions(thresholds_of=of, levels=None if levels is None else parse_format(levels))
    return dataclasses.replace(source_of(unit, lookup=options), activation=functions.get(name))


def read(source: Source) -> tuple[dict[str, str], dict[str, Any]]:
    files = dict(TARGETS["finn_thresholds"].files(source))
    return files, json.loads(next(iter(files.values())))


@pytest.mark.parametrize("levels", ["uq0.4", "q1.5", "uq1.7", "q4.4"])
@pytest.mark.parametrize("input_", ["q4.4", "uq3.6", "q3.9", "fp16", "bf16", "fp8_e4m3", "fp8_e5m2"])
@pytest.mark.parametrize("name", RISING)
def test_every_input_code_gives_the_rounded_function(name: str, input_: str, levels: str) -> None:
    source = source_with(name, flat_unit(input_), levels)
    files, record = read(source)
    output, format_ = parse_format(levels), parse_format(input_)
    codes = input_codes(format_)
    with np.errstate(over="ignore"):
        y = source.activation(format_.decode(codes))
    wanted = output.encode(np.clip(y, *output.limits), Rounding.NEAREST_UP)
    assert np.array_equal(thresholding(files, record, codes), wanted)
    assert len(record["thresholds"]) == (1 << output.bits) - 1
    assert {f"threshs_0_{stage}.dat" for stage in range(output.bits)} == set(list(files)[1:])


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "softplus"])
def test_no_code_before_a_threshold_reaches_its_level(name: str) -> None:
    """At 40 digits, f(T) reaches the half step below the level and f(T - 1) does not, ties among them."""
    q = FixedPoint(4, 8)
    source = source_with(name, flat_unit("q4.8"), "q1.7")
    _, record = read(source)
    with mp.workdps(40):
        for count, code in enumerate(record["thresholds"], 1):
            cut = mp.mpf(2 * (record["BIAS"] + count) - 1) / 256
            if code <= q.highest:
                assert exact(source.activation.formula, code / 256, 0) >= cut
            if code > q.lowest:
                assert exact(source.activation.formula, (code - 1) / 256, 0) < cut


def test_a_tie_is_rounded_up() -> None:
    files, record = read(source_with("relu", flat_unit("q4.8"), "uq2.2"))
    assert record["thresholds"][:3] == [32, 96, 160]  # relu(32 / 256) = 1/8, half a step of 1/4
    assert thresholding(files, record, np.array([31, 32, 95, 96])).tolist() == [0, 1, 1, 2]


@pytest.mark.parametrize(("low", "high"), [("q2.6", "uq0.8"), ("q2.6", "q3.5")])
def test_levels_out_of_reach_are_beyond_every_input(low: str, high: str) -> None:
    files, record = read(source_with("sigmoid", flat_unit(low), high))
    q = parse_format(low)
    assert isinstance(q, FixedPoint)
    assert (record["WI"], record["WT"]) == (8, 9)
    assert record["thresholds"][-1] == q.highest + 1
    assert any("never reached" in line for line in record["note"])
    assert any(line.endswith("as in later versions, give 255") for line in record["note"])
    assert len(files["threshs_0_0.dat"].strip()) == 3


def test_a_units_own_outputs_have_thresholds_too() -> None:
    unit = Unit(spec=spec_of("q4.4"), thresholds=[-32, 32], slopes=[0, 4, 0], intercepts=[0, 8, 16])
    files, record = read(source_with("sigmoid", unit, None, "unit"))
    codes = unit.spec.input.codes()
    assert np.array_equal(thresholding(files, record, codes), unit(codes))
    assert record["of"] == "unit"
    assert (record["N"], record["BIAS"]) == (8, -128)
