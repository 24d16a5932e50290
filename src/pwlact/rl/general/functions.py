"""Random functions, from which the policy learns; none of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pwlact._types import Array
from pwlact.fit import Samples, sample
from pwlact.functions import ArrayFunction

INTERVAL = (0.0, 8.0)  # of all of them; the policy sees x scaled
COUNT = 8001  # samples
MAX_RUNS = 12  # convex runs of a function


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RandomFunction:
    """A function by samples, its kinks (k,) in x, and the weights (n,) of a random density of inputs, or None."""

    samples: Samples
    kinks: tuple[float, ...]
    weights: Array | None


def random_function(generator: np.random.Generator) -> RandomFunction:
    """Draw a function whose f'' is a sum of bumps, decays, waves and steps, with kinks in some.

    A third is even or odd about a centre, as most activations are; half of these centres are that of the range.
    """
    while True:
        t = np.linspace(0.0, 1.0, COUNT)
        bend, kinks = _symmetric(generator, t) if generator.random() < 0.5 else _some(generator, t)
        y = _integrated(bend) + sum(size * np.maximum(t - place, 0.0) for place, size in kinks)
        if np.ptp(y - y[0] - (y[-1] - y[0]) * t) < 1e-9:
            continue
        y = y / np.ptp(y - y[0] - (y[-1] - y[0]) * t)
        x = np.linspace(*INTERVAL, COUNT)
        samples = sample(_interpolated(x, y), INTERVAL)
        if samples.signs.size <= MAX_RUNS:
            places = tuple(sorted(INTERVAL[1] * place for place, _ in kinks))
            return RandomFunction(samples=samples, kinks=places, weights=_density(generator, t))


def _interpolated(x: Array, y: Array) -> ArrayFunction:
    return lambda at: np.interp(at, x, y)


Kinks = list[tuple[float, float]]  # place and size of a jump of f', x scaled to [0, 1]


def _symmetric(generator: np.random.Generator, t: Array) -> tuple[Array, Kinks]:
    """Return an even or odd f'' (n,) and its kinks, about the middle or about some centre."""
    centre = 0.5 if generator.random() < 0.5 else generator.uniform(0.2, 0.8)
    sign = float(generator.choice([-1.0, 1.0]))
    wide = np.linspace(-1.0, 2.0, 3 * t.size - 2)  # beyond the range too, for the mirror image
    bend, kinks = _some(generator, wide)
    mirrored = np.interp(2.0 * centre - wide, wide, bend)
    bend = np.interp(t, wide, bend + sign * mirrored)
    both = kinks + [(2.0 * centre - place, sign * size) for place, size in kinks]
    return bend, [kink for kink in both if 0.0 < kink[0] < 1.0]


def _some(generator: np.random.Generator, t: Array) -> tuple[Array, Kinks]:
    """Return the sum of one to five terms, scaled to 1, and now and then kinks beside it."""
    bend = np.zeros_like(t)
    for _ in range(generator.integers(1, 6)):
        term = TERMS[generator.choice(len(TERMS), p=CHANCES)](generator, t)
        size = np.exp(generator.normal(0.0, 0.8)) * generator.choice([-1.0, 1.0])
        bend += size * term / max(float(np.abs(term).max()), 1e-12) ** generator.uniform(0.5, 1.0)
        if generator.random() < 0.25:
            break
    bend /= max(float(np.abs(bend).max()), 1e-12)
    if generator.random() > 0.15:
        return bend, []
    slope = float(np.trapezoid(np.abs(bend), t))
    sizes = slope * np.exp(generator.normal(-1.0, 1.0, generator.integers(1, 3)))
    kinks = [(float(generator.uniform(0.03, 0.97)), float(size * generator.choice([-1.0, 1.0]))) for size in sizes]
    return bend * float(generator.random() > 0.05), kinks


def _width(generator: np.random.Generator) -> float:
    return float(np.exp(generator.uniform(np.log(0.015), np.log(0.3))))


def _bump(generator: np.random.Generator, t: Array) -> Array:
    z = np.clip((t - generator.uniform(-0.15, 1.15)) / _width(generator), -30.0, 30.0)
    shapes = (
        np.exp(-0.5 * z**2),
        1.0 / np.cosh(z) ** 2,
        np.tanh(z) / np.cosh(z) ** 2,
        (1.0 - z**2) * np.exp(-0.5 * z**2),
        z * np.exp(-0.5 * z**2),
        np.exp(-np.abs(z)),
        1.0 / (1.0 + z**2) ** generator.uniform(1.0, 2.5),
        z / (1.0 + z**2) ** generator.uniform(1.5, 3.0),
        (3.0 - z**2) * z * np.exp(-0.5 * z**2),
    )
    return np.asarray(shapes[int(generator.integers(len(shapes)))])


def _decay(generator: np.random.Generator, t: Array) -> Array:
    """Return a decay from one end: exponential, or a power as of square roots and reciprocals."""
    s = t if generator.random() < 0.5 else 1.0 - t
    s = s - min(float(s.min()), 0.0)
    if generator.random() < 0.5:
        return np.asarray(np.exp(-s / np.exp(generator.uniform(np.log(0.05), np.log(2.0)))))
    return np.asarray((s + np.exp(generator.uniform(np.log(0.01), np.log(2.0)))) ** -generator.uniform(0.5, 4.0))


def _one_sided(generator: np.random.Generator, t: Array) -> Array:
    """Return what is 0 on one side of a place: a part of exponential or constant curvature."""
    s = (t - generator.uniform(0.05, 0.95)) * generator.choice([-1.0, 1.0])
    if generator.random() < 0.5:
        return np.where(s > 0.0, np.exp(-np.maximum(s, 0.0) / _width(generator)), 0.0)
    wide = np.exp(generator.uniform(np.log(0.05), 0.0))
    return np.asarray((s > 0.0) & (s < wide), dtype=np.float64)


def _wave(generator: np.random.Generator, t: Array) -> Array:
    return np.asarray(np.sin(2.0 * np.pi * (generator.uniform(0.2, 2.0) * t + generator.random())))


def _polynomial(generator: np.random.Generator, t: Array) -> Array:
    return np.asarray(np.polynomial.Polynomial(generator.normal(0.0, 1.0, generator.integers(1, 4)))(2.0 * t - 1.0))


TERMS = (_bump, _decay, _one_sided, _wave, _polynomial)
CHANCES = (0.64, 0.15, 0.11, 0.04, 0.06)


def _integrated(bend: Array) -> Array:
    """Return the function (n,) with second derivative `bend`, 0 at both ends."""
    step = 1.0 / (bend.size - 1)
    slope = np.concatenate(([0.0], np.cumsum(0.5 * (bend[1:] + bend[:-1])))) * step
    y = np.concatenate(([0.0], np.cumsum(0.5 * (slope[1:] + slope[:-1])))) * step
    return np.asarray(y - y[-1] * np.linspace(0.0, 1.0, bend.size))


def _density(generator: np.random.Generator, t: Array) -> Array | None:
    """Return uniform weights in two of three draws, else those of one or two normal distributions."""
    if generator.random() < 0.67:
        return None
    weight = np.zeros_like(t)
    for _ in range(generator.integers(1, 3)):
        z = (t - generator.uniform(0.0, 1.0)) / np.exp(generator.uniform(np.log(0.05), 0.0))
        weight += generator.uniform(0.2, 1.0) * np.exp(-0.5 * z**2)
    return np.asarray(weight / weight.sum())
