"""What tables cost a KAN: predictions beside the exact network's, sample by sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import log_softmax

from pwlact._types import Array, Codes
from pwlact.models.evaluation.bootstrap import Estimate, Resamples, estimate
from pwlact.models.network import Outputs, kl_divergence

RESAMPLES = 2000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measured:
    """Tables in one trained network, on its test data.

    Parameters
    ----------
    right, divergence : ndarray, shape (n,)
        Whether each prediction is right, 1 or 0, and its KL divergence from the exact network's.
    same : ndarray, shape (n,)
        Whether the exact network predicts the same class, 1 or 0.
    max_error, rms_error : float
        Largest error of any edge's function, and the root of the mean square error of all, even on the range.
    """

    right: Array
    divergence: Array
    same: Array
    max_error: float
    rms_error: float


def predictions(outputs: Array, labels: Codes) -> Outputs:
    """Return what a network with these outputs (n, classes) predicts."""
    return Outputs(predictions=log_softmax(outputs, axis=1), scores=(outputs.argmax(axis=1) == labels).astype(float))


def measured(exact: Array, found: Array, labels: Codes, errors: Array) -> Measured:
    """Return what tables cost a network.

    Parameters
    ----------
    exact, found : ndarray, shape (n, classes)
        Outputs of the exact network and with tables.
    labels : ndarray of int64, shape (n,)
        The right classes.
    errors : ndarray
        Errors of the tables, of any shape.
    """
    own = predictions(found, labels)
    return Measured(
        right=own.scores,
        divergence=kl_divergence(predictions(exact, labels), own),
        same=(exact.argmax(axis=1) == found.argmax(axis=1)).astype(float),
        max_error=float(np.abs(errors).max()),
        rms_error=float(np.sqrt(np.square(errors).mean())),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the table: one way to place segments, over all seeds.

    Parameters
    ----------
    data, method, format : str
        Data set, way to place segments, and number format of the inputs or "real".
    segments : int
        Segments a function, or as a mean where they are shared.
    accuracy : float
        Share of right predictions over the test data of all seeds.
    change : Estimate
        Accuracy minus the exact network's, with the interval of a paired bootstrap.
    divergence : Estimate
        Mean KL divergence from the exact network, with its interval.
    same : float
        Share of predictions that are the exact network's.
    max_error, rms_error : float
        Largest error of any edge's function, and root mean square error of all.
    """

    data: str
    method: str
    format: str
    segments: int
    accuracy: float
    change: Estimate
    divergence: Estimate
    same: float
    max_error: float
    rms_error: float


def row(data: str, method: str, format: str, segments: int, exact: Array, runs: Sequence[Measured]) -> Row:
    """Return the line of a method over its runs, one a seed; `exact` (n,) tells which exact predictions are right."""
    right = np.concatenate([run.right for run in runs])
    divergence = np.concatenate([run.divergence for run in runs])
    resamples = Resamples(right.size, RESAMPLES, 0)
    return Row(
        data=data,
        method=method,
        format=format,
        segments=segments,
        accuracy=float(right.mean()),
        change=estimate(float((right - exact).mean()), resamples.means(right - exact)),
        divergence=estimate(float(divergence.mean()), resamples.means(divergence)),
        same=float(np.concatenate([run.same for run in runs]).mean()),
        max_error=max(run.max_error for run in runs),
        rms_error=float(np.sqrt(np.mean([run.rms_error**2 for run in runs]))),
    )


def row_of(data: dict[str, Any]) -> Row:
    """Return a line that was written as JSON."""
    estimates = {name: Estimate(**data[name]) for name in ("change", "divergence")}
    return Row(**{**data, **estimates})
