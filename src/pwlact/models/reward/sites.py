"""Tables of several sites in one episode: their ranges stand one behind the other on one long axis.

Site k's input x is at x + k W there, W the width of the range. Where points fall decides how many segments a site has,
so that an agent or a local search that moves points along the axis shares segments out too. The ends of the ranges are
breakpoints of their own.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np

from pwlact._types import Array, Codes
from pwlact.errors import ConfigError, require
from pwlact.fit.profile import SiteProfile
from pwlact.models.budgets.knapsack import share_out
from pwlact.models.network import Network, Table
from pwlact.models.reward.evaluator import PROFILED, SAMPLES, in_real_numbers, sites_of
from pwlact.models.reward.loss import NetworkLoss
from pwlact.models.reward.weights import own_density, own_weights
from pwlact.pwl import breakpoints_of, make_pwl
from pwlact.search.coordinate import Coordinate, curvature_coordinate
from pwlact.search.evaluators import Candidate, Evaluator, RealEvaluator, make_real_evaluator
from pwlact.search.methods.dp import DP, DpConfig
from pwlact.search.problem import MIN_WIDTH_STEPS, Problem

MAX_SHARE = 2  # times the even share: the most segments of a site at the start


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class SitesEvaluator(Evaluator):
    """Measures points on the long axis by a network's loss, with a table for each site of the function.

    Parameters
    ----------
    inner : tuple of RealEvaluator
        Fits each site's table: least squares, weighted by the network's sensitivity there.
    loss : NetworkLoss
        The loss; its sites are in the order of `inner`.
    start : ndarray, shape (P,)
        Points on the axis of the least predicted loss, segments shared out exactly.
    """

    inner: tuple[RealEvaluator, ...]
    loss: NetworkLoss
    start: Array

    def coordinate(self, floor: float) -> Coordinate:
        """Return the coordinate of the axis in which the start's points are equidistant."""
        own, count = curvature_coordinate(self.samples, floor), len(self.inner)
        x = np.concatenate([own.x[:-1] + k * self.width for k in range(count)] + [[self.problem.interval[1]]])
        u = np.concatenate([own.u[:-1] + k for k in range(count)] + [[count]]) / count
        return Coordinate(x=x, u=u, density=np.gradient(u, x)).evened(self.start)

    @property
    def width(self) -> float:
        """The width W of a site's range."""
        low, high = self.samples.interval
        return high - low

    def tables(self, points: Array) -> dict[str, Table]:
        """Return each site's table at points (P,) on the axis."""
        return dict(zip(self.loss.sites, map(_table, self.inner, self.parted(points)), strict=True))

    def parted(self, points: Array) -> list[Array]:
        """Return each site's points, in its own range, given those on the axis (P,)."""
        place = np.floor((points - self.samples.interval[0]) / self.width)
        site = np.clip(place, 0, len(self.inner) - 1)
        return [points[site == k] - k * self.width for k in range(len(self.inner))]

    def candidate(self, points: Array) -> Candidate:
        """Refuse: tables of several sites are no single approximation; `tables` gives them.

        Raises
        ------
        ConfigError
            Always.
        """
        raise ConfigError(f"a candidate is one table, got {len(self.inner)} sites; take their tables")

    def _objectives(self, breakpoints: Array) -> Array:
        found, low = np.full(breakpoints.shape[0], np.inf), self.samples.interval[0]
        least = MIN_WIDTH_STEPS * self.samples.step
        ends = low + self.width * np.arange(1, len(self.inner))
        apart = np.abs(breakpoints[:, 1:-1, None] - ends).min(axis=(1, 2), initial=np.inf) >= least
        found[apart] = self.loss([self.tables(row[1:-1]) for row in breakpoints[apart]])
        return found

    def _size(self) -> str:
        return f"loss of {self.loss.network.name}, {len(self.inner)} sites: {self.loss.samples} calibration samples"


def sites_evaluator(problem: Problem, network: Network, samples: int = SAMPLES) -> SitesEvaluator:
    """Return the evaluator of tables of their own for a network's sites of a function.

    Parameters
    ----------
    problem : Problem
        Function, range of each site, and segments of all sites together, in real numbers.
    network : Network
        The network.
    samples : int
        Calibration samples of the loss; the profile takes eight times as many.

    Raises
    ------
    ConfigError
        If the network has no site of the function, or there are fewer segments than sites.
    """
    sites = sites_of(network, problem.activation.name)
    require(problem.segments > len(sites), f"{len(sites)} sites share out more segments", problem.segments, "ask more")
    profile = network.calibrate(PROFILED * samples)
    profiles = [profile.site(site) for site in sites]
    inner = tuple(_fitter(problem, network, site) for site in profiles)
    low, high = problem.interval
    points = _shared_out(problem, inner, profiles)
    axis = (low, low + len(sites) * (high - low))
    return SitesEvaluator(
        problem=dataclasses.replace(problem, interval=axis, segments=problem.segments - len(sites) + 1),
        samples=inner[0].samples,
        inner=inner,
        loss=NetworkLoss(network, sites, samples),
        start=np.concatenate([own + k * (high - low) for k, own in enumerate(points)]),
    )


def _fitter(problem: Problem, network: Network, site: SiteProfile) -> RealEvaluator:
    density = own_density(f"{network.name}:{site.name}", site)
    return make_real_evaluator(in_real_numbers(dataclasses.replace(problem, density=density)))


def _shared_out(problem: Problem, inner: tuple[RealEvaluator, ...], profiles: list[SiteProfile]) -> list[Array]:
    """Return each site's points in its own range, for the least predicted loss of all."""
    counts = np.arange(1, MAX_SHARE * problem.segments // len(inner) + 1)
    found = [[_best(evaluator, int(count)) for count in counts] for evaluator in inner]
    losses = [
        own_weights(site).sum() * np.array([loss for loss, _ in options])
        for site, options in zip(profiles, found, strict=True)
    ]
    costs: list[Codes] = [counts] * len(inner)
    picks = share_out(costs, losses, problem.segments).chosen(problem.segments)
    return [options[pick][1] for options, pick in zip(found, picks, strict=True)]


def _best(evaluator: RealEvaluator, segments: int) -> tuple[float, Array]:
    """Return the least weighted mean square error with this many segments, and its points."""
    problem = dataclasses.replace(evaluator.problem, segments=segments)
    own = dataclasses.replace(evaluator, problem=problem)
    points = DP.search(own, DpConfig(), 0).points
    return float(own.objectives(points[None, :])[0]), points


def _table(evaluator: RealEvaluator, points: Array) -> Table:
    breakpoints = breakpoints_of(points, evaluator.problem.interval)
    values = evaluator.fits(breakpoints[None, :]).values[0]
    return make_pwl(evaluator.problem.activation, breakpoints, values)
