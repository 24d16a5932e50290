"""GQA-LUT's PyTorch layer in numpy's float32: `gqa_lut_pwl.forward` of gqa_lut_op.py (Dong et al. 2024)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

F = np.float32


def power_bit(scale: float, decimal_bit: int = 6) -> int:
    """Return the key of the table that the layer takes for a scale."""
    return min(max(-int(math.log2(scale)), 0), decimal_bit)


def layer(tables: Mapping[str, Any], x: Any, scale: float, decimal_bit: int = 6) -> tuple[Any, Any]:
    """Return the piece and the output, in the function's unit, of integer inputs."""
    table = {name: np.array(values, dtype=F) for name, values in tables[f"{power_bit(scale, decimal_bit)}"].items()}
    x, scale = np.asarray(x, dtype=F), F(scale)
    k = np.searchsorted(table["breakpoints"] / scale, x, side="left")  # bucketize: an equal input stays below
    y = table["slopes"][k] * x + (table["intercepts"] / scale)[k]
    return k, y * scale
