"""What a recovery found: divergences and scores before and after training, and the tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pwlact.models.network import Split
from pwlact.pwl import PWL


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How a network with tables does on a split.

    Parameters
    ----------
    divergence : float
        Mean divergence from the exact network.
    score : float
        Its score.
    """

    divergence: float
    score: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Recovery:
    """Tables before and after training, and how the network does with them.

    Parameters
    ----------
    before, after : mapping of split to Figures
        How it does on the calibration data, which it was trained on, and on the test data.
    tables : mapping of str to PWL
        What stands at each site after training.
    weights : mapping of str to ndarray
        The network's weights after training; empty where tables alone were trained.
    kept : bool
        Whether what was trained is kept: with the exact network as the target only if the divergence on the
        calibration data is less by it. Else all is as before.
    seconds : float
        Time of training.
    """

    before: Mapping[Split, Figures]
    after: Mapping[Split, Figures]
    tables: Mapping[str, PWL]
    weights: Mapping[str, Any]
    kept: bool
    seconds: float
