"""Rows: many functions as exact samples at the same positions."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pwlact._types import Array, Codes, real_array
from pwlact.errors import require

MIN_SAMPLES = 4
LARGEST = 1e150  # larger values would overflow in squares


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rows:
    """Functions to approximate. Make them with `rows_of`.

    Parameters
    ----------
    x : ndarray, shape (k,)
        Positions, ascending.
    y : ndarray, shape (n, k)
        Exact samples of smooth functions, one function a row.
    density : ndarray, shape (n or 1, bins), or None
        How often inputs fall into each of `bins` equal parts of the range, one row a function or one for all; it
        weights square errors. None weights all inputs alike.
    names : tuple of str
        A name for each function, or empty.
    """

    x: Array
    y: Array
    density: Array | None = None
    names: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Return the number of functions."""
        return int(self.y.shape[0])

    def subset(self, part: slice | Codes) -> Rows:
        """Return some of the functions."""
        density = self.density if self.density is None or len(self.density) == 1 else self.density[part]
        names = tuple(np.array(self.names, dtype=np.str_)[part].tolist()) if self.names else ()
        return Rows(x=self.x, y=self.y[part], density=density, names=names)

    @property
    def digest(self) -> str:
        """SHA-256 of x, y and the density, in hexadecimal."""
        found = hashlib.sha256()
        for array in (self.x, self.y, self.density):
            found.update(b"" if array is None else np.ascontiguousarray(array).data)
        return found.hexdigest()

    def name(self, index: int) -> str:
        """Return a function's name, or its number where it has none."""
        return self.names[index] if self.names else str(index)


def numbered(rows: Rows) -> Rows:
    """Return rows with names, their numbers where they have none, so that a part of them says which they are."""
    return dataclasses.replace(rows, names=tuple(rows.name(i) for i in range(len(rows))))


def rows_of(x: Any, y: Any, *, density: Any = None, names: Sequence[str] | None = None) -> Rows:
    """Return functions to approximate, checked.

    Parameters
    ----------
    x : array_like, shape (k,)
        Positions, ascending; at least 4.
    y : array_like, shape (n, k)
        Exact samples, one function a row.
    density : array_like, shape (bins,) or (n, bins), optional
        How often inputs fall into each of `bins` equal parts of the range, zero or more.
    names : sequence of str, optional
        A name for each function.

    Raises
    ------
    ConfigError
        If shapes differ, a number is not finite or too large, or x does not ascend.
    """
    x, y = real_array(x), real_array(y, "Y")
    require(x.ndim == 1 and x.size >= MIN_SAMPLES, "x is a row of 4 samples or more", f"shape {x.shape}", "give more")
    shape = y.ndim == 2 and y.shape[0] > 0 and y.shape[1] == x.size
    require(shape, f"Y has a row for each function, of {x.size} samples as x", f"shape {y.shape}", "transpose it?")
    ascends = bool(np.all(np.isfinite(x)) and np.all(np.diff(x) > 0.0))
    require(ascends, "x is finite and ascends, without repeats", "one that does not", "sort x, and Y with it")
    bad = np.flatnonzero(~np.all(np.abs(y) <= LARGEST, axis=1))
    require(not bad.size, f"Y is finite and within {LARGEST:g}", f"{bad.size} rows that are not", f"see row {bad[:1]}")
    named = tuple(str(name) for name in (() if names is None else names))
    require(len(named) in (0, y.shape[0]), "there is a name for each function", len(named), f"give {y.shape[0]}")
    return Rows(x=x, y=y, density=None if density is None else _density(density, y.shape[0]), names=named)


def weights_of(given: Any, n: int) -> Array:
    """Return a weight (n,) of each function's error; None gives 1 to each.

    Raises
    ------
    ConfigError
        If there is not one for each, above 0 and finite.
    """
    weights = np.ones(n) if given is None else real_array(given, "weights")
    rule = f"weights are above 0, one for each of {n} functions"
    require(weights.shape == (n,), rule, f"shape {weights.shape}", "check them")
    bad = np.flatnonzero(~((weights > 0.0) & np.isfinite(weights)))
    require(not bad.size, rule, f"{weights[bad[0]] if bad.size else 0.0:g} of function {bad[:1]}", "check them")
    return weights


def _density(density: Any, n: int) -> Array:
    """Return a density (n or 1, bins) whose rows have mean 1."""
    found = np.atleast_2d(real_array(density, "density"))
    shape = found.ndim == 2 and found.shape[0] in (1, n) and found.shape[1] > 0
    require(shape, f"a density has one row, or {n}", f"shape {found.shape}", "give a row for each function")
    positive = bool(np.all(np.isfinite(found)) and np.all(found >= 0.0) and np.all(found.max(axis=1) > 0.0))
    require(positive, "a density is zero or more, and above 0 somewhere in each row", "one that is not", "count inputs")
    scaled = found / found.max(axis=1, keepdims=True)  # sums of huge counts would overflow
    return np.asarray(scaled / scaled.mean(axis=1, keepdims=True))
