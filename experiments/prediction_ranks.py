"""Rank correlations with bootstrap intervals over the tables."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from pwlact._types import Array, Codes

RESAMPLES = 2000
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Correlation:
    """A figure with the interval in which it lies with 95 % confidence."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f})"


def resamples(count: int, seed: int = 0) -> Codes:
    """Return indices (RESAMPLES, count), drawn with replacement."""
    return np.random.default_rng(seed).integers(0, count, (RESAMPLES, count))


def spearman(a: Array, b: Array) -> Array:
    """Return the rank correlation of each row, shape (n,), of a and b (n, tables); ties share their mean rank."""
    ranks = [rankdata(part, axis=1) for part in (a, b)]
    x, y = (part - part.mean(axis=1, keepdims=True) for part in ranks)
    return np.asarray((x * y).sum(axis=1) / np.sqrt((x * x).sum(axis=1) * (y * y).sum(axis=1)))


def kendall(a: Array, b: Array) -> Array:
    """Return tau-b of each row, shape (n,), of a and b (n, tables): Kendall, Biometrika 33 (1945) 239."""
    found = np.empty(a.shape[0])
    for row, (x, y) in enumerate(zip(a, b, strict=True)):
        s, t = (np.sign(part[:, None] - part) for part in (x, y))
        found[row] = (s * t).sum() / np.sqrt((s * s).sum() * (t * t).sum())
    return found


def correlation(of: object, a: Array, b: Array) -> Correlation:
    """Return a correlation of a and b (tables,), with its percentile interval over the tables."""
    assert callable(of)
    drawn = resamples(a.size)
    with np.errstate(invalid="ignore"):  # of one table alone there is no correlation
        low, high = np.nanquantile(of(a[drawn], b[drawn]), [0.5 - 0.5 * CONFIDENCE, 0.5 + 0.5 * CONFIDENCE])
    return Correlation(value=float(of(a[None], b[None])[0]), low=float(low), high=float(high))
