"""What is drawn: no peak of the error is left out, and gaps stand where pieces do not join."""

from __future__ import annotations

import numpy as np
import pytest
from drawn import Maker

from pwlact import functions
from pwlact.metrics import error_extrema, exact_worst
from pwlact.report.figures.samples import function_of, logarithmic, samples_of, spaced
from pwlact.search.pieces import pieces_of


def test_samples_ascend_over_the_whole_range(make: Maker, case: str) -> None:
    result = make(case)
    samples = samples_of(result, pieces_of(result))
    x = samples.x[~np.isnan(samples.x)]
    assert np.all(np.diff(x) >= 0)
    if result.unit is None:
        assert (x[0], x[-1]) == result.problem.interval
    assert 0 < x.size < 6000


def test_the_largest_error_is_among_the_samples_and_marked(make: Maker, case: str) -> None:
    result = make(case)
    samples = samples_of(result, pieces_of(result))
    if result.problem.activation.noisy:
        assert samples.worst.size == 0
        return
    assert result.candidate.unit_report is not None or result.unit is None
    report = result.candidate.unit_report
    largest = exact_worst(result.problem.activation, result.pwl)[0] if report is None else report.errors.max
    noise = 1e-9 * (largest + np.abs(result.pwl.values).max())
    assert np.nanmax(np.abs(samples.error)) == pytest.approx(largest, abs=noise)
    if largest > noise:
        assert np.abs(samples.error[samples.worst]).max() == np.nanmax(np.abs(samples.error))
        assert np.all(np.abs(samples.error[samples.worst]) >= 0.998 * largest)


def test_pieces_are_those_of_the_result(make: Maker, case: str) -> None:
    result = make(case)
    samples = samples_of(result, pieces_of(result))
    pieces = pieces_of(result).inside
    assert set(samples.piece.tolist()) - {-1, len(pieces)} == set(range(len(pieces)))
    at = (samples.piece >= 0) & (samples.piece < len(pieces))  # a tail serves the last code of some units
    starts = np.array([piece.x[0] for piece in pieces])
    assert np.all(samples.x[at] >= starts[samples.piece[at]])
    gaps = result.unit is not None or result.candidate.lines is not None
    assert int(np.sum(samples.piece < 0)) == (len(set(samples.piece.tolist())) - 2 if gaps else 0)


def test_between_two_extrema_the_error_is_monotone(make: Maker) -> None:
    result = make("gelu 64")
    x, error = error_extrema(result.problem.activation, result.pwl)
    dense = np.linspace(x[:-1], x[1:], 9)
    off = result.pwl(dense) - result.problem.activation(dense)
    steps = np.diff(off, axis=0)
    assert np.all((steps >= -1e-12).all(axis=0) | (steps <= 1e-12).all(axis=0))
    np.testing.assert_allclose(error, result.pwl(x) - result.problem.activation(x), atol=1e-12)


def test_a_range_of_decades_is_even_on_a_logarithmic_axis() -> None:
    assert logarithmic((1e-3, 1e3))
    assert not logarithmic((0.0, 1e3))
    assert not logarithmic((1.0, 10.0))
    x = spaced((1e-3, 1e3), 7)
    np.testing.assert_allclose(x, 10.0 ** np.arange(-3, 4), rtol=1e-12)
    assert spaced((-1.0, 1.0), 3).tolist() == [-1.0, 0.0, 1.0]


def test_the_function_is_drawn_with_its_kinks_and_data_with_their_farthest(make: Maker) -> None:
    x, y = function_of(make("kinks"))
    assert {-3.0, 3.0} <= set(x.tolist())
    np.testing.assert_array_equal(y, functions.get("hardswish")(x))
    data, result = make("noisy").problem.activation.data, make("noisy")
    assert data is not None
    shown = dict(zip(*(part.tolist() for part in function_of(result)), strict=True))
    farthest = int(np.argmax(np.abs(result.approximation(data.x) - data.y)))
    assert shown[data.x[farthest]] == data.y[farthest]
