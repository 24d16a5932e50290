"""Golden vectors, against numpy's float16 and by reading them back."""

from __future__ import annotations

import csv
import io
import json
import math
import struct
from itertools import pairwise

import numpy as np
import pytest

from pwlact import functions
from pwlact.datapath import Unit, UnitSpec
from pwlact.errors import ConfigError
from pwlact.export.vectors import (
    COLUMNS,
    Vector,
    segment_vectors,
    vector_rows,
    vectors_csv,
    vectors_json,
)
from pwlact.formats import FixedPoint, Format, Overflow, Rounding, parse_format
from pwlact.functions import Symmetry

INTERVAL = (-8.0, 8.0)


def coded_unit(name: str, format_: Format, points: list[float], symmetry: Symmetry = Symmetry.NONE) -> Unit:
    """Return a unit of chords of a function between points, each number rounded by itself."""
    activation = functions.get(name)
    rounding = Rounding.NEAREST_EVEN
    spec = UnitSpec(
        input=format_, slope=format_, intercept=format_, output=format_, rounding=rounding, symmetry=symmetry
    )
    x = np.array(points)
    y = activation(x)
    slopes = np.diff(y) / np.diff(x)
    intercepts = y[:-1] - slopes * x[:-1]
    encode = [format_.encode(array, rounding, Overflow.SATURATE) for array in (x[1:-1], slopes, intercepts)]
    return Unit(spec=spec, thresholds=format_.order(encode[0]), slopes=encode[1], intercepts=encode[2])


POINTS = [-8.0, -4.0, -2.5, -1.0, 0.0, 0.75, 2.0, 4.5, 8.0]


def test_paper_check_in_fp16() -> None:
    unit = coded_unit("sigmoid", parse_format("fp16"), POINTS)
    activation = functions.get("sigmoid")
    vectors = segment_vectors(unit, activation, INTERVAL, tails=False)
    assert [vector.segment for vector in vectors] == [k for k in range(1, 9) for _ in range(2)]
    for vector, (low, high) in zip(vectors, (pair for pair in pairwise(POINTS) for _ in range(2)), strict=True):
        assert low < vector.x.value < high
        for word in (vector.x, vector.golden, vector.pwl):
            assert word.binary == f"{word.pattern:016b}"
            assert word.hexadecimal == f"{word.pattern:04x}"
            assert struct.unpack("<e", struct.pack("<H", word.pattern))[0] == word.value == float(word.decimal)
        exact = activation(np.array([vector.x.value]))
        assert vector.golden.pattern == int(exact.astype(np.float16).view(np.uint16)[0])
        assert vector.pwl.pattern == int(unit(np.array([vector.x.pattern]))[0])
        assert abs(vector.pwl.value - vector.golden.value) < 0.03


@pytest.mark.parametrize("name", ["q4.12", "q4.4", "fp8_e4m3", "bf16", "e4m9"])
@pytest.mark.parametrize("per_piece", [1, 2, 5])
def test_points_are_evenly_inside_their_segments(name: str, per_piece: int) -> None:
    format_ = parse_format(name)
    unit = coded_unit("tanh", format_, POINTS)
    codes = format_.codes()
    x = format_.decode(codes)
    order = format_.order(codes)
    vectors = segment_vectors(unit, functions.get("tanh"), INTERVAL, per_piece, tails=False)
    inside = np.isfinite(x) & (x >= -8.0) & (x < 8.0)  # 8 is the right tail's
    for segment, k in enumerate(range(unit.pieces), 1):
        mine = [vector for vector in vectors if vector.segment == segment]
        members = np.sort(order[inside & (unit.piece(codes) == k)])
        assert len(mine) == min(per_piece, members.size)
        keys = format_.order(format_.from_pattern([vector.x.pattern for vector in mine]))
        if members.size > per_piece:
            share = (keys - members[0]) / members.size
            wanted = np.arange(1, per_piece + 1) / (per_piece + 1)
            assert np.all(np.abs(share - wanted) <= 1.0 / members.size)
        else:
            assert keys.tolist() == members.tolist()
    assert {vector.segment for vector in vectors} == set(range(1, unit.pieces + 1))


def test_golden_is_nearest_whatever_the_unit_does() -> None:
    q = FixedPoint(2, 6)  # 2 is held no more: silu saturates
    spec = UnitSpec(
        input=FixedPoint(4, 4), slope=q, intercept=q, output=q, rounding=Rounding.DOWN, overflow=Overflow.WRAP
    )
    unit = Unit(spec=spec, thresholds=[0], slopes=[0, 127], intercepts=[0, 0])
    for vector in segment_vectors(unit, functions.get("silu"), INTERVAL, 40):
        exact = vector.x.value / (1.0 + np.exp(-vector.x.value))
        assert vector.golden.value == min(np.rint(exact * 64) / 64, 127 / 64)
        code = int(q.from_pattern(vector.pwl.pattern))
        assert code == unit(np.array([round(vector.x.value * 16)]))[0]


@pytest.mark.parametrize("name", ["q4.12", "fp16"])
def test_both_sides_of_a_mirror(name: str) -> None:
    unit = coded_unit("tanh", parse_format(name), [0.0, 0.5, 1.0, 2.0, 8.0], Symmetry.ODD)
    vectors = segment_vectors(unit, functions.get("tanh"), INTERVAL, tails=False)
    assert [vector.segment for vector in vectors] == [k for k in range(1, 9) for _ in range(2)]
    assert [vector.x.value < 0 for vector in vectors] == [True] * 8 + [False] * 8
    assert all(np.diff([vector.x.value for vector in vectors]) > 0)


@pytest.mark.parametrize("name", ["q5.11", "q6.4", "fp16", "bf16", "fp8_e4m3"])
@pytest.mark.parametrize("symmetry", [Symmetry.NONE, Symmetry.ODD])
def test_both_tails_have_vectors_over_the_whole_format(name: str, symmetry: Symmetry) -> None:
    format_ = parse_format(name)
    points = POINTS if symmetry is Symmetry.NONE else [0.0, 0.5, 1.0, 2.0, 8.0]
    unit = coded_unit("tanh", format_, points, symmetry)
    one = Unit(
        spec=unit.spec,
        thresholds=[*unit.thresholds, format_.order(format_.encode(np.array(8.0)))],
        slopes=[*unit.slopes, 0],
        intercepts=[*unit.intercepts, format_.encode(np.array(1.0))],
    )
    activation = functions.get("tanh")
    inner = segment_vectors(one, activation, INTERVAL, tails=False)
    every = segment_vectors(one, activation, INTERVAL)
    last = inner[-1].segment
    assert [vector for vector in every if 1 <= vector.segment <= last] == list(inner)
    assert all(np.diff([vector.x.value for vector in every]) > 0)
    left = [vector.x.value for vector in every if vector.segment < 1]
    right = [vector.x.value for vector in every if vector.segment > last]
    assert len(left) == len(right) == 2
    assert max(left) < -8.0
    assert min(right) >= 8.0
    assert all(math.isfinite(value) for value in (*left, *right))
    assert {vector.segment for vector in every} == set(range(last + 2))


def test_tails_keep_to_the_domain_and_to_the_format() -> None:
    log = functions.from_expression("log(x)", interval=(0.5, 4.0))
    q = FixedPoint(4, 8)
    spec = UnitSpec(input=q, slope=q, intercept=q, output=q)
    unit = Unit(spec=spec, thresholds=[], slopes=[256], intercepts=[-256])
    vectors = segment_vectors(unit, log, (0.5, 4.0))
    assert min(vector.x.value for vector in vectors) > 0.0
    assert {vector.segment for vector in vectors} == {0, 1, 2}
    assert all(math.isfinite(vector.golden.value) for vector in vectors)
    whole = segment_vectors(unit, functions.get("tanh"), (-8.0, 8.0))
    assert [vector.segment for vector in whole] == [1, 1]


def rendered() -> tuple[Vector, ...]:
    return segment_vectors(coded_unit("silu", FixedPoint(4, 10), POINTS), functions.get("silu"), INTERVAL)


def test_csv_and_table_read_back() -> None:
    vectors = rendered()
    rows = list(csv.DictReader(io.StringIO(vectors_csv(vectors))))
    assert len(rows) == len(vectors)
    for row, vector in zip(rows, vectors, strict=True):
        assert int(row["segment"]) == vector.segment
        for name, word in (("x", vector.x), ("golden", vector.golden), ("pwl", vector.pwl)):
            assert float(row[f"{name}_dec"]) == word.value
            assert int(row[f"{name}_bin"], 2) == int(row[f"{name}_hex"], 16) == word.pattern
            assert (len(row[f"{name}_bin"]), len(row[f"{name}_hex"])) == (14, 4)
    assert all(len(row) == len(COLUMNS) for row in vector_rows(vectors))


def test_json_has_no_word_that_json_lacks() -> None:
    vectors = rendered()
    objects = json.loads(json.dumps(vectors_json(vectors), allow_nan=False))
    assert [entry["segment"] for entry in objects] == [vector.segment for vector in vectors]
    assert [int(entry["pwl"]["hexadecimal"], 16) for entry in objects] == [vector.pwl.pattern for vector in vectors]
    assert [entry["x"]["value"] for entry in objects] == [vector.x.value for vector in vectors]
    fp8 = parse_format("fp8_e5m2")
    spec = UnitSpec(input=fp8, slope=fp8, intercept=fp8, output=fp8, rounding=Rounding.NEAREST_EVEN)
    unit = Unit(spec=spec, thresholds=[], slopes=[0], intercepts=[fp8.nan])
    objects = vectors_json(segment_vectors(unit, functions.get("tanh"), INTERVAL, tails=False))
    assert [entry["pwl"]["value"] for entry in objects] == [None, None]
    json.dumps(objects, allow_nan=False)


def test_no_vectors_at_all_is_refused() -> None:
    with pytest.raises(ConfigError, match="one or more, got 0"):
        segment_vectors(coded_unit("silu", FixedPoint(4, 10), POINTS), functions.get("silu"), INTERVAL, 0)
