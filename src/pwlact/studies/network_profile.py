"""What a profile says of each site, in figures; as JSON and CSV."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from pwlact import functions
from pwlact.files import csv_text
from pwlact.fit.profile import Profile, SiteProfile

SHARE = 0.999  # of the inputs, in the range that a row names
COLUMNS = (
    "site", "function", "inputs", "low", "high", "coverage", "default_low", "default_high", "outside", "sensitivity"
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileRow:
    """One site, or all sites of a function together.

    Parameters
    ----------
    site, function : str
        Its name, and the function there.
    inputs : int
        How many inputs it was fed.
    range : (float, float)
        Edges of cells between which 99.9 % of the inputs lie, half of the rest at either end.
    coverage : float
        The share of the inputs in that range, 0 to 1.
    default_range : (float, float)
        The function's default range.
    outside : float
        The share of the inputs outside the default range, 0 to 1.
    sensitivity : float or None
        The share of the network's squared gradients that are at this site, 0 to 1.
    """

    site: str
    function: str
    inputs: int
    range: tuple[float, float]
    coverage: float
    default_range: tuple[float, float]
    outside: float
    sensitivity: float | None


def profile_rows(profile: Profile) -> list[ProfileRow]:
    """Return a row for each site that was fed."""
    return [_row(site, _squares(profile)) for site in profile.sites if site.counts.any()]


def unfed(profile: Profile) -> list[str]:
    """Return the names of the sites without inputs."""
    return [site.name for site in profile.sites if not site.counts.any()]


def function_rows(profile: Profile) -> list[ProfileRow]:
    """Return a row for each function: all of its sites together."""
    merged = [profile.merged(name) for name in profile.functions]
    return [_row(site, _squares(profile)) for site in merged if site.counts.any()]


def _squares(profile: Profile) -> float:
    return sum(float(site.squares.sum()) for site in profile.sites if site.squares is not None)


def _row(site: SiteProfile, squares: float) -> ProfileRow:
    low, high = site.range(SHARE)
    default = functions.get(site.function).interval
    return ProfileRow(
        site=site.name,
        function=site.function,
        inputs=int(site.counts.sum()) + site.beyond,
        range=(low, high),
        coverage=site.coverage(low, high),
        default_range=default,
        outside=1.0 - site.coverage(*default),
        sensitivity=float(site.squares.sum()) / squares if site.squares is not None and squares > 0.0 else None,
    )


def profile_to_json(profile: Profile) -> dict[str, Any]:
    """Return the network's name, its samples, the rows of functions and sites, and the sites without inputs."""
    return {
        "network": profile.network,
        "samples": profile.samples,
        "functions": [asdict(row) for row in function_rows(profile)],
        "sites": [asdict(row) for row in profile_rows(profile)],
        "unfed": unfed(profile),
    }


def profile_to_csv(profile: Profile) -> str:
    """Return a line for each site."""
    return csv_text(COLUMNS, (_cells(row) for row in profile_rows(profile)))


def _cells(row: ProfileRow) -> tuple[object, ...]:
    share = "" if row.sensitivity is None else row.sensitivity
    return row.site, row.function, row.inputs, *row.range, row.coverage, *row.default_range, row.outside, share
