"""What the int16 softmax of CMSIS-NN needs of its two tables, so that no result wraps.

arm_softmax_s16 takes e = exp(x - max) and r = 1/(1 + y) from tables of int16. With S the sum of a row's e, h the
leading zeros of S in 32 bits, and y = S scaled to [0, 1), the result of an element is (((e r) >> (30 - h)) + 1) >> 1,
made int16 without a clamp: 32768 wraps to -32768. TensorFlow Lite Micro computes the same, and clamps.

An element is at most the sum, e <= S. From S = 2**15 on, e r < 2**30 keeps the result below 32767. Below, for S in
[2**14, 2**15), h is 17, y is the code 4 S - 98304, and the result is 32768 exactly where e r >= 65535 * 2**13.

- A table of r with S r < 65535 * 2**13 at these codes is safe with every table of e. A sum is at least exp(0), so the
  codes of sums from `MIN_SUM` on suffice.
- With the library's own table of r, a sum is unsafe where it is the largest e or one more. A table of e whose outputs
  are two or more is safe with it in every row of two elements or more. A row of one element wraps, in the library too.
"""

from __future__ import annotations

import numpy as np

from pwlact._types import Codes
from pwlact.errors import FormatError
from pwlact.export.lookup import Quantisation
from pwlact.export.presets import PRESETS, PresetName
from pwlact.functions import Activation

LOWEST, HIGHEST = -(1 << 15), (1 << 15) - 1
MIN_EXP = 2
MIN_SUM = (1 << 15) - 512  # less than any table gives for exp(0)
LIMIT = 65535 << 13


def softmax_limits(activation: Activation, quantisation: Quantisation) -> tuple[Codes, Codes]:
    """Return the smallest and the largest output at each input code, each of shape (65536,), by ascending code.

    All codes of int16 are allowed unless the function and the input's quantisation are those of a softmax.

    Parameters
    ----------
    activation : Activation
        The function.
    quantisation : Quantisation
        Scales and zero points of int16 inputs and outputs.
    """
    codes = np.arange(LOWEST, HIGHEST + 1, dtype=np.int64)
    low, high = np.full_like(codes, LOWEST), np.full_like(codes, HIGHEST)
    if _is("softmax-exp", activation, quantisation):
        low[:] = MIN_EXP
    if _is("softmax-reciprocal", activation, quantisation):
        sums = np.arange(MIN_SUM, 1 << 15)
        high[4 * sums - 98304 - LOWEST] = (LIMIT - 1) // sums
    return low, high


def check_softmax(activation: Activation, outputs: Codes, limits: tuple[Codes, Codes]) -> None:
    """Check that the outputs of a table, shape (65536,), keep the limits of a softmax.

    Raises
    ------
    FormatError
        If one does not.
    """
    wrong = _beyond(outputs, limits)
    if wrong.size:
        at = int(wrong[0])
        low, high = (int(limit[at]) for limit in limits)
        raise FormatError(
            f"CMSIS-NN's softmax needs {low} to {high} of {activation.name} at input code {at + LOWEST}, got "
            f"{outputs[at]}; use --construction minimax"
        )


def softmax_note(activation: Activation, quantisation: Quantisation, outputs: Codes) -> list[str]:
    """Return what a comment says of a softmax's table; nothing of other tables.

    Parameters
    ----------
    activation : Activation
        The function.
    quantisation : Quantisation
        Scales and zero points of int16 inputs and outputs.
    outputs : ndarray of int64, shape (65536,)
        Outputs of the table by ascending input code.
    """
    safe = not _beyond(outputs, softmax_limits(activation, quantisation)).size
    if _is("softmax-exp", activation, quantisation):
        return ["in arm_softmax_s16, rows of two elements or more never wrap"] if safe else []
    if _is("softmax-reciprocal", activation, quantisation):
        return ["in arm_softmax_s16, no row wraps" if safe else "in arm_softmax_s16, a row of one element wraps"]
    return []


def _beyond(outputs: Codes, limits: tuple[Codes, Codes]) -> Codes:
    """Return the positions of the outputs that break the limits."""
    return np.flatnonzero((outputs < limits[0]) | (outputs > limits[1]))


def _is(name: PresetName, activation: Activation, quantisation: Quantisation) -> bool:
    """Whether a table is that of a softmax."""
    preset = PRESETS[name]
    parameters = preset.parameters[16][0]
    assert parameters is not None
    scale, zero_point = parameters
    same = quantisation.input_zero_point == zero_point and np.isclose(quantisation.input_scale, scale, rtol=1e-3)
    return bool(same) and preset.matches(activation)
