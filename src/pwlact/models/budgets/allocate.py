"""The verb: a network and a budget give the tables of its sites."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pwlact._types import Array
from pwlact.errors import ConfigError
from pwlact.fit.profile import Profile, SiteProfile
from pwlact.fit.profile_file import read_profile, write_profile
from pwlact.models.budgets.allocation import Placed, allocated, even
from pwlact.models.budgets.compute import Watch, compute_curves
from pwlact.models.budgets.curves import CurveTask
from pwlact.models.evaluation.reference import Reference
from pwlact.models.network import Network
from pwlact.settings.allocation import AllocationConfig

PROFILE = "profile.npz"
CURVES = "curves"
WAYS = {
    "allocated": "segments by the least predicted loss",
    "even": "as many segments in each table",
    "same": "one table per function, copied to each of its sites",
}
"""Ways to share a budget out."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Allocation:
    """A budget shared out, beside even shares of it.

    Parameters
    ----------
    config : AllocationConfig
        What was asked.
    network : Network
        The network.
    profile : Profile
        What its sites are fed.
    placed : tuple of Placed
        The allocated tables, then others at no more cost.
    losses : ndarray, shape (n,)
        Least predicted loss at each budget from 0 on; infinite where the cheapest tables cost more.
    rivals : tuple of Placed
        The others at every cost.
    samples : int or None
        Test samples that the network ran on; None where it did not run.
    score : float or None
        The exact network's score on them.
    """

    config: AllocationConfig
    network: Network
    profile: Profile
    placed: tuple[Placed, ...]
    losses: Array
    rivals: tuple[Placed, ...]
    samples: int | None = None
    score: float | None = None


def allocate(config: AllocationConfig, network: Network, folder: Path, watch: Watch) -> Allocation:
    """Share a budget out among a network's tables for the least predicted loss, and measure what it gains.

    Parameters
    ----------
    config : AllocationConfig
        Budget, and whose own a table is.
    network : Network
        The network.
    folder : Path
        Where profile and curves are kept, and found again.
    watch : callable
        Told of each curve and each run of the network as it is done.

    Raises
    ------
    InputError
        If the settings are bad, the profile is another network's, or the budget is too small.
    """
    path, profile = _profile(config, network, folder)
    own = [_task(config, profile, path, site) for site in profile.sites] if config.share == "site" else []
    shared = [_task(config, profile, path, profile.merged(function)) for function in profile.functions]
    config.check_tables(len(own) or len(shared))
    curves = compute_curves([*own, *shared], folder / CURVES, watch)
    tables = curves[: len(own)] or curves
    best, losses = allocated(tables, config.budget, config.cost_name)
    rivals = even("even", tables) if len(tables) > 1 else []
    if config.share == "site":
        rivals += even("same", curves[len(own) :], copies=True)
    found = Allocation(
        config=config,
        network=network,
        profile=profile,
        placed=(best, *_largest(rivals, config.budget)),
        losses=losses,
        rivals=tuple(rivals),
    )
    return _measured(found, watch) if config.measure else found


def _profile(config: AllocationConfig, network: Network, folder: Path) -> tuple[Path, Profile]:
    """Return the profile that is given, was kept, or is made now, and its file."""
    path = folder / PROFILE if config.profile is None else Path(config.profile)
    if config.profile is None and not path.exists():
        write_profile(path, network.profile("calibration", sensitivity=True, count=config.profile_count))
    profile = read_profile(path)
    if profile.network != network.name:
        raise ConfigError(
            f"a profile is of the network {network.name}, got one of {profile.network} in {str(path)!r}; give its own"
        )
    if any(site.squares is None for site in profile.sites):
        raise ConfigError(
            f"losses are predicted from a profile with sensitivity, got none in {str(path)!r}; make it again"
        )
    return path, profile


def _task(config: AllocationConfig, profile: Profile, path: Path, site: SiteProfile) -> CurveTask:
    """Return the task of a site's curve, or of a function's."""
    of_function = tuple(other.name for other in profile.sites if other.function == site.function)
    alone = site.name in of_function
    return CurveTask(
        site=site,
        sites=(site.name,) if alone else of_function,
        samples=profile.samples,
        counts=config.counts(len(profile.sites) if config.share == "site" else len(profile.functions)),
        density=f"{path}:{site.name}:sensitivity" if alone else f"{path}:sensitivity",
        spec=config.unit_kind(),
        by_area=config.total_cost is not None,
    )


def _largest(rivals: Sequence[Placed], budget: int) -> list[Placed]:
    """Return the last of each way that a budget holds."""
    return list({placed.way: placed for placed in rivals if placed.cost <= budget}.values())


def _measured(found: Allocation, watch: Watch) -> Allocation:
    """Return an allocation with what the network does on its test data."""
    reference = Reference(found.network, found.config.count)
    placed = []
    for i, one in enumerate(found.placed):
        tables = {site: option.table for site, option in one.at_sites().items()}
        placed.append(dataclasses.replace(one, measured=reference.measure(tables)))
        watch(i + 1, len(found.placed), "runs")
    samples = reference.exact.scores.size
    return dataclasses.replace(found, placed=tuple(placed), samples=samples, score=reference.score)
