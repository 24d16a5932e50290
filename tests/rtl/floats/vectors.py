"""Vectors (slope, x, intercept) of float codes: random, special, near cancellation and ties, or all."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from pwlact.formats import FloatFormat

Codes = np.ndarray[Any, np.dtype[np.int64]]

RANDOM = 700  # vectors of each random kind


def specials(format_: FloatFormat) -> Codes:
    """Return zeros, ends of the subnormals and normals, one, infinity and NaN, of both signs."""
    hidden, one = 1 << format_.mantissa, format_.bias << format_.mantissa
    sizes = [0, 1, 2, hidden - 1, hidden, hidden + 1, one - 1, one, one + 1, format_.largest_pattern - 1]
    sizes += [format_.largest_pattern, format_.infinity, format_.nan]
    return np.unique([size | sign << (format_.bits - 1) for size in sizes for sign in (0, 1)])


def near(format_: FloatFormat, rng: np.random.Generator, count: int) -> Codes:
    """Return vectors whose intercept nearly cancels the product, or ends where a tie of the sum begins."""
    m, n = format_.mantissa, format_.bits
    whole = rng.integers(0, 1 << m, (count, 2)) & -(1 << rng.integers(0, m + 1, (count, 2)))  # few ones: many ties
    field = rng.integers(0, format_.bias + 2, (count, 2)) + format_.bias // 2
    slope, x = (np.minimum((field << m) | whole, format_.largest_pattern)).T
    sizes = np.abs(format_.decode(slope) * format_.decode(x))
    sizes *= np.ldexp(1.0, rng.choice([0, 0, 0, 1, -1, m, -m, m + 1, -m - 1, 2 * m + 2, -2 * m - 2], count))
    toward = format_.encode(np.clip(sizes, 0, format_.limits[1])) + rng.integers(-2, 3, count)
    vectors = np.stack([slope, x, np.clip(toward, 0, format_.largest_pattern)], axis=1)
    return vectors | (rng.integers(0, 2, vectors.shape) << (n - 1))


def mixed_vectors(format_: FloatFormat) -> Codes:
    """Return vectors of random bits, of few ones, near cancellation and ties, and of two special values."""
    rng = np.random.default_rng(format_.bits)
    random = rng.integers(0, 1 << format_.bits, (RANDOM, 3))
    special = specials(format_)
    pairs = np.array(list(product(special, special)))
    filled = [np.insert(pairs, at, rng.choice(special, len(pairs)), axis=1) for at in (0, 2)]
    few = rng.integers(0, 1 << format_.bits, (RANDOM, 3)) & ~((1 << rng.integers(0, format_.bits, (RANDOM, 1))) - 1)
    return np.concatenate([random, near(format_, rng, RANDOM), few, *filled])


def all_pairs(format_: FloatFormat) -> Codes:
    """Return every (slope, x), the intercept going through all codes by a stride that no factor repeats."""
    slope, x = np.divmod(np.arange(1 << (2 * format_.bits)), 1 << format_.bits)
    return np.stack([slope, x, (slope * 89 + x * 151) % (1 << format_.bits)], axis=1)


def all_triples(format_: FloatFormat) -> Codes:
    return np.array(list(product(range(1 << format_.bits), repeat=3)))
