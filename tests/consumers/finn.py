"""FINN's thresholding RTL and qonnx's MultiThreshold, as they compute."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np


def compared(thresholds: Any, x: Any, bits: int, signed: bool, floating: bool) -> Any:
    """Return the RTL's comparison, threshold <= x, of patterns of `bits` bits."""
    half = 1 << (bits - 1)
    if not signed:
        return thresholds <= x
    if not floating:
        return np.where(thresholds >= half, thresholds - 2 * half, thresholds) <= np.where(x >= half, x - 2 * half, x)
    size, x_size = thresholds & (half - 1), x & (half - 1)
    cases = {(0, 0): size <= x_size, (0, 1): False, (1, 0): True, (1, 1): (size > x_size) | (size == x_size)}
    found = np.zeros(np.shape(x), dtype=bool)
    for (sign, x_sign), value in cases.items():
        found |= (thresholds // half == sign) & (x // half == x_sign) & value
    return found


def thresholding(files: Mapping[str, str], record: Mapping[str, Any], codes: Any) -> Any:
    """Return the RTL's outputs of input codes: a bit of the result for each stage, the first bit first."""
    bits, width = record["N"], record["WT"]
    x = np.asarray(codes, dtype=np.int64) & ((1 << width) - 1)  # sign extended
    pointer = np.zeros(x.shape, dtype=np.int64)
    for stage in range(bits):
        memory = np.array([int(line, 16) for line in files[f"threshs_0_{stage}.dat"].split()])
        assert memory.size == 1 << stage
        reached = compared(memory[pointer], x, width, bool(record["SIGNED"]), bool(record["FPARG"]))
        pointer = 2 * pointer + reached
    return pointer + record["BIAS"]


def multithreshold(model: Any, x: Any) -> Any:
    """Return what a model of one MultiThreshold node gives for inputs of shape (batch, 1)."""
    from onnx import numpy_helper  # the extra `onnx`

    (node,) = model.graph.node
    assert (node.op_type, node.domain) == ("MultiThreshold", "qonnx.custom_op.general")
    given = {attribute.name: attribute for attribute in node.attribute}
    (thresholds,) = (numpy_helper.to_array(tensor) for tensor in model.graph.initializer)
    assert thresholds.shape[0] == 1
    count = (np.asarray(x, dtype=np.float32)[:, :, None] >= thresholds).sum(axis=2)
    return given["out_scale"].f * count + given["out_bias"].f
