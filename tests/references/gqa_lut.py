"""Published numbers of GQA-LUT, in its own setting: inputs in steps of 0.01, ends included, all numbers k / 64.

Source: Dong et al., "Genetic Quantization-Aware Approximation for Non-Linear Operations in Transformers", DAC 2024,
arXiv 2403.19591. The figures are the mean square errors over these inputs of the tables that its public code holds
(github.com/PingchengDong/GQA-LUT, pretrained/), at their finest, 6 fraction bits.
"""

from __future__ import annotations

from typing import NamedTuple

STEP = 0.01
PLACES = 6  # slopes and intercepts, in 8 bits, and breakpoints are multiples of 1 / 64


class Table(NamedTuple):
    """A table of one function: entries, its outer pieces among them, and its mean square error."""

    function: str
    interval: tuple[float, float]
    entries: int
    mse: float


TABLES = (
    Table("gelu", (-4.0, 4.0), 8, 7.2e-5),
    Table("gelu", (-4.0, 4.0), 16, 1.6e-5),
    Table("exp", (-8.0, 0.0), 8, 1.9e-5),
    Table("exp", (-8.0, 0.0), 16, 2.2e-5),
)
