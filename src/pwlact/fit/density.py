"""Densities: how often the inputs of an activation occur in a network."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pwlact._types import Array
from pwlact.errors import ConfigError, FileError, warn
from pwlact.files import is_file
from pwlact.fit.profile import EDGES, SiteProfile
from pwlact.fit.profile_density import heights_of, profile_choice, profile_sums, share_below
from pwlact.functions import ArrayFunction, Interval

BINS = 256  # of a histogram of samples, over their central part
CENTRAL = (0.001, 0.999)  # quantiles that set the width of bins, so that outliers do not
MAX_BINS = 1 << 16
MIN_COUNT = 1e-300  # keeps all-zero counts zero
FORMS = "normal:MEAN,STD, FILE.npy, or FILE.npz[:SITE][:sensitivity] of `pwlact models profile`"
FLOOR = 1e-6  # share of the weight that a profile spreads evenly, so that no value is left undetermined
STDS = 8.0  # of a normal density on either side of its mean hold its inputs
OFTEN = 1e-3  # share of the weight outside a range that is worth a warning


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Density:
    """Density of a network's inputs, up to a factor.

    Parameters
    ----------
    text : str
        The text that names it, as in "normal:0,1".
    weight : callable
        The density on float64 arrays, zero or more.
    support : (float, float) or None
        Range that holds the inputs; None where it is not known.
    below : callable or None
        Of a profile: the share of all weight below float64 arrays. Samples then weigh what lies nearest to them,
        since cells may be narrower than the distance of samples.
    """

    text: str
    weight: ArrayFunction
    support: Interval | None = None
    below: ArrayFunction | None = None

    def on(self, x: Array) -> Array:
        """Return the weights of samples at equal steps, which add up to 1; those of a profile are its `shares`.

        Parameters
        ----------
        x : ndarray, shape (n,)
            Samples, ascending.

        Raises
        ------
        ConfigError
            If the density is zero on all of them.
        """
        return self._normalised(x, self.weight(x)) if self.below is None else self.shares(x)

    def shares(self, x: Array) -> Array:
        """Return the shares of the inputs in [x_0, x_{n-1}] that lie nearest to each sample, 1 in all.

        A millionth of all is spread evenly, so that samples of no weight determine values too.

        Parameters
        ----------
        x : ndarray, shape (n,)
            Samples, ascending, at any steps.

        Raises
        ------
        ConfigError
            If the density is zero on all of them.
        """
        borders = np.concatenate((x[:1], 0.5 * (x[1:] + x[:-1]), x[-1:]))
        masses = self.weight(x) * np.diff(borders) if self.below is None else np.diff(self.below(borders))
        return (1.0 - FLOOR) * self._normalised(x, masses) + FLOOR / x.size

    def _normalised(self, x: Array, weight: Array) -> Array:
        total = float(weight.sum())
        if total <= 0.0:
            raise ConfigError(
                f"a density must have weight inside the range, got none from {self.text!r} on "
                f"{x[0]:g} {x[-1]:g}; choose another range or density"
            )
        return weight / total

    def outside(self, interval: Interval) -> float | None:
        """Return the share of a profile's weight outside a range, 0 to 1; None where it is not known."""
        if self.below is None:
            return None
        low, high = self.below(np.array(interval))
        return max(1.0 - float(high - low), 0.0)


def warn_of_outside(density: Density, interval: Interval) -> None:
    """Warn with a `PwlactWarning` where more than 0.1 % of the weight of a profile lies outside a range."""
    outside = density.outside(interval)
    if outside is not None and outside > OFTEN:
        what = "sensitivity" if density.text.endswith(":sensitivity") else "inputs"
        warn(
            f"{outside:.2%} of the {what} in {density.text!r} lie outside the range {interval[0]:g} to "
            f"{interval[1]:g}, where the tails serve; -R auto chooses the range"
        )


def density_of(text: str, function: str | None = None) -> Density:
    """Return the density that a text names.

    "normal:MEAN,STD" is the normal distribution, with STD above 0. "FILE.npy" is a NumPy file with one of two arrays:
    recorded inputs, shape (n,), two or more that are not all equal, of which a histogram is made; or a histogram, shape
    (2, bins), ascending bin centres and counts of zero or more. A bin extends half-way to its neighbours, and the outer
    bins as far outwards as inwards. The density is count / width in a bin and 0 outside all bins.

    "FILE.npz" is a profile of a network: the inputs of all its sites of the function; "FILE.npz:SITE" those of one.
    With ":sensitivity" behind, an input counts by the squared gradient of the loss with respect to the function's value
    there: the diagonal of the Fisher information, as in Dong et al., HAWQ, arXiv 1905.03696.

    Parameters
    ----------
    text : str
        What names the density.
    function : str, optional
        Name of the function that is approximated; a profile needs it.

    Raises
    ------
    ConfigError
        If the text is of no such form, a parameter is bad, or a profile is of another function.
    FileError
        If the file cannot be read or holds something else.
    """
    name, _, parameters = text.partition(":")
    if name == "normal":
        return _normal(text, parameters)
    choice = profile_choice(text)
    if choice is not None:
        return of_profile(text, *profile_sums(choice, function))
    if not text.endswith(".npy"):
        raise ConfigError(f"a density is {FORMS}, got {text!r}; give one of these")
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        edges, counts = _histogram(text, _load(text))
        heights = counts / max(counts.max(), MIN_COUNT) / np.diff(edges)
    if not (np.all(np.isfinite(edges)) and np.all(np.isfinite(heights))):
        raise FileError(f"a density's bins must be apart and within 1e300, got others in {text!r}; rescale them")
    return Density(text=text, weight=_steps(edges, heights), support=(float(edges[0]), float(edges[-1])))


def of_profile(text: str, sums: Array, beyond: float) -> Density:
    """Return the density of a profile.

    Parameters
    ----------
    text : str
        The text that names it.
    sums : ndarray, shape (CELLS,)
        Weight of each cell, not all zero.
    beyond : float
        Weight of what lies beyond all cells.
    """
    return Density(
        text=text,
        weight=_steps(EDGES, heights_of(sums)),
        support=SiteProfile(name="", function="", counts=sums).range(),
        below=lambda x: share_below(sums, beyond, x),
    )


def _normal(text: str, parameters: str) -> Density:
    try:
        mean, std = (float(part) for part in parameters.split(","))
    except ValueError as fault:
        raise ConfigError(f"a normal density is normal:MEAN,STD, got {text!r}; try normal:0,1") from fault
    if not (math.isfinite(mean) and math.isfinite(std) and std > 0.0):
        raise ConfigError(f"a normal density has a finite mean and a std above 0, got {text!r}; try normal:0,1")

    def weight(x: Array) -> Array:
        with np.errstate(over="ignore", under="ignore"):
            return np.asarray(np.exp(-0.5 * ((x - mean) / std) ** 2))

    return Density(text=text, weight=weight, support=(mean - STDS * std, mean + STDS * std))


def _load(text: str) -> Array:
    if not is_file(Path(text)):
        raise FileError(f"a density's file must exist, got {text!r}; check the path")
    try:
        data = np.load(text, allow_pickle=False)
    except (OSError, ValueError, EOFError, MemoryError, OverflowError, SyntaxError) as fault:
        reason = str(fault).partition("\n")[0] or type(fault).__name__
        raise FileError(f"a density's file is a NumPy .npy file, got {text!r}: {reason}; write it by numpy.save") from (
            fault
        )
    if not isinstance(data, np.ndarray) or data.dtype.kind not in "iuf":
        kind = f"dtype {data.dtype}" if isinstance(data, np.ndarray) else "an archive of arrays"
        raise FileError(f"a density's file holds one array of real numbers, got {kind} in {text!r}; save such an array")
    if not np.all(np.isfinite(data)):
        raise FileError(f"a density's numbers must be finite, got nan or infinity in {text!r}; leave these out")
    return data.astype(np.float64)


def _histogram(text: str, data: Array) -> tuple[Array, Array]:
    """Return edges (bins + 1,) and counts (bins,)."""
    if data.ndim == 1:
        return _counted(text, data)
    if data.ndim != 2 or data.shape[0] != 2 or data.shape[1] < 2:
        raise FileError(
            f"a density's array is 1-D samples or 2 rows of bin centres and counts, got shape {data.shape} in "
            f"{text!r}; save one of these"
        )
    centres, counts = data
    if np.any(np.diff(centres) <= 0.0):
        raise FileError(f"bin centres must ascend, got others in row 0 of {text!r}; sort the histogram")
    if np.any(counts < 0.0):
        raise FileError(f"counts must be zero or more, got {counts.min():g} in row 1 of {text!r}; mend the histogram")
    middle = 0.5 * (centres[:-1] + centres[1:])
    first, last = 2.0 * centres[0] - middle[0], 2.0 * centres[-1] - middle[-1]
    return np.concatenate(([first], middle, [last])), counts


def _counted(text: str, data: Array) -> tuple[Array, Array]:
    """Count samples in equal bins over all of them; the bin's width is set by the central ones."""
    if data.size < 2 or data.min() == data.max():
        raise FileError(
            f"a density takes two samples or more, not all equal, got {data.size} in {text!r}; record more inputs"
        )
    low, high = np.quantile(data, CENTRAL)
    if low == high:
        low, high = data.min(), data.max()
    width = (high - low) / min(BINS, math.ceil(math.sqrt(data.size)))
    bins = min((data.max() - data.min()) / width, float(MAX_BINS)) if 0.0 < width < np.inf else np.nan
    if not np.isfinite(bins):
        raise FileError(f"a density's samples must span a finite range, got others in {text!r}; rescale them")
    counts, edges = np.histogram(data, bins=math.ceil(bins))
    return edges, counts.astype(np.float64)


def _steps(edges: Array, heights: Array) -> ArrayFunction:
    """Return the step function of a histogram."""

    def weight(x: Array) -> Array:
        bin_of = np.clip(np.searchsorted(edges, x, side="right") - 1, 0, heights.size - 1)
        return np.where((x >= edges[0]) & (x <= edges[-1]), heights[bin_of], 0.0)

    return weight
