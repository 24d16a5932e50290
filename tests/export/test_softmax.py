"""Tables of a softmax: CMSIS-NN's integers, restated, never wrap, and equal TensorFlow Lite Micro's."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from consumers.cmsis_nn import exps_of, results_of, softmax16
from consumers.tflite import their_lookup16, their_table16

from pwlact import functions
from pwlact.errors import FormatError
from pwlact.export import LookupOptions, Quantisation
from pwlact.export.lut16 import _midpoints, _wanted, table16
from pwlact.export.lut16_minimax import improved
from pwlact.export.presets import quantisation_of
from pwlact.export.softmax import MIN_EXP, check_softmax, softmax_limits, softmax_note

EXP = functions.get("exp")
RECIPROCAL = functions.from_expression("1/(1+x)", interval=(0.0, 1.0))
ANY = Quantisation(input_scale=1.0, input_zero_point=0, output_scale=1.0, output_zero_point=0)
ONE_TO_ONE = (1 << 30, 1)  # multiplier and shift that keep the differences as they are
ISSUE = (1717960704, 1)


def quantisation_with(activation: Any, name: str, output_scale: float) -> Quantisation:
    q = quantisation_of(LookupOptions(preset=name), activation, 16, ANY)
    return Quantisation(
        input_scale=q.input_scale,
        input_zero_point=q.input_zero_point,
        output_scale=output_scale,
        output_zero_point=0,
    )


def tables(output_scale: float) -> dict[str, tuple[Any, Any]]:
    """Return the tables of exp and 1/(1+x), ours and the library's."""
    exp_q = quantisation_with(EXP, "softmax-exp", output_scale)
    reciprocal_q = quantisation_with(RECIPROCAL, "softmax-reciprocal", output_scale)
    ours = (table16(EXP, exp_q, "minimax"), table16(RECIPROCAL, reciprocal_q, "minimax"))
    return {"ours": ours, "theirs": (their_table16(EXP, exp_q), their_table16(RECIPROCAL, reciprocal_q))}


every_scale = pytest.mark.parametrize("output_scale", [2 / 65535, 1 / 32767])


@every_scale
def test_no_sum_wraps_whatever_the_row(output_scale: float) -> None:
    """An element is at most exp(0), and a sum is at least that: this is every row, of one element too."""
    made = tables(output_scale)
    reciprocal = made["ours"][1]
    for exp_table, _ in made.values():
        outputs = their_lookup16(exp_table).astype(np.int64)
        assert outputs.min() >= MIN_EXP
        assert outputs.max() == outputs[-1]
        sums = np.arange(outputs[-1], 1 << 20)
        largest = np.full((sums.size, 1), outputs[-1])
        assert results_of(largest, sums, reciprocal, clamp=False).min() > 0


@every_scale
def test_every_row_of_two_values_with_each_pair_of_tables(output_scale: float) -> None:
    made = tables(output_scale)
    rows = np.stack([np.zeros(65536, dtype=np.int64), -np.arange(65536)], axis=1)
    for one, other in product(made, made):
        pair = made[one][0], made[other][1]
        results = softmax16(rows, *pair, *ONE_TO_ONE, clamp=False)
        assert results.min() >= 0
        assert np.array_equal(results, softmax16(rows, *pair, *ONE_TO_ONE, clamp=True))
        exact = 32768 / (1 + np.exp(-np.arange(65536) * 10 / 65535))
        assert np.abs(results[:, 0] - exact).max() < 5


@pytest.mark.parametrize("length", [1, 2, 3, 7, 16, 60])
def test_random_rows_sum_to_one(length: int) -> None:
    rng, pair = np.random.default_rng(length), tables(2 / 65535)["ours"]
    spread = rng.integers(1, 32768, (20_000, 1))
    rows = np.rint(rng.uniform(-1, 1, (20_000, length)) * spread).astype(np.int64)
    results = softmax16(rows, *pair, *ISSUE, clamp=False)
    assert results.min() >= 0
    exps = exps_of(rows, pair[0], *ISSUE)
    unsure = exps.sum(axis=1) >= (1 << 18) - (1 << 13)  # where CMSIS-NN's sum leaves its 32 bits
    assert np.abs(results.sum(axis=1) - 32768)[~unsure].max() <= 6 + length


def test_the_sum_that_wrapped() -> None:
    """The table of smallest error has 1 where the library's has 2, and the sum of this row is then 32763."""
    q = quantisation_with(EXP, "softmax-exp", 1 / 32767)
    free = (np.full(65536, -32768), np.full(65536, 32767))
    unbound = improved(_midpoints(EXP, q), _wanted(EXP, q), free)
    ours, theirs = tables(1 / 32767)["ours"], tables(2 / 65535)["theirs"]
    row = [[29283, -13690]]
    assert unbound[0] == 1
    assert softmax16(row, unbound, theirs[1], *ISSUE, clamp=False)[0, 0] == -32768
    assert softmax16(row, ours[0], theirs[1], *ISSUE, clamp=False)[0, 0] == 32766
    assert softmax16(row, *ours, *ISSUE, clamp=False)[0, 0] == 32764


def test_the_librarys_own_tables_wrap_in_a_row_of_one_element() -> None:
    made = tables(2 / 65535)
    assert softmax16([[5]], *made["theirs"], *ONE_TO_ONE, clamp=False)[0, 0] == -32768
    assert softmax16([[5]], made["theirs"][0], made["ours"][1], *ONE_TO_ONE, clamp=False)[0, 0] == 32766


def test_other_tables_are_free() -> None:
    for activation, scale in ((functions.get("silu"), 10 / 65535), (EXP, 8 / 65535)):
        q = Quantisation(input_scale=scale, input_zero_point=32767, output_scale=2 / 65535, output_zero_point=0)
        low, high = softmax_limits(activation, q)
        assert (low.max(), high.min()) == (-32768, 32767)


def test_a_table_that_breaks_a_softmax_is_refused() -> None:
    q = quantisation_with(EXP, "softmax-exp", 1 / 32767)
    limits = softmax_limits(EXP, q)
    outputs = np.full(65536, 3)
    check_softmax(EXP, outputs, limits)
    outputs[7] = 1
    with pytest.raises(FormatError, match="needs 2 to 32767 of exp at input code -32761, got 1; use --con"):
        check_softmax(EXP, outputs, limits)


def test_a_note_says_which_rows_are_safe() -> None:
    made = tables(2 / 65535)
    exp_q = quantisation_with(EXP, "softmax-exp", 2 / 65535)
    reciprocal_q = quantisation_with(RECIPROCAL, "softmax-reciprocal", 2 / 65535)
    says = {
        (name, side): softmax_note(activation, q, their_lookup16(pair[side]))
        for name, pair in made.items()
        for side, (activation, q) in enumerate(((EXP, exp_q), (RECIPROCAL, reciprocal_q)))
    }
    assert says["ours", 0] == says["theirs", 0] == ["in arm_softmax_s16, rows of two elements or more never wrap"]
    assert says["ours", 1] == ["in arm_softmax_s16, no row wraps"]
    assert says["theirs", 1] == ["in arm_softmax_s16, a row of one element wraps"]
    assert softmax_note(functions.get("silu"), exp_q, their_lookup16(made["ours"][0])) == []
