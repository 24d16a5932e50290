"""From breakpoints to a network's loss: the evaluator that agents and searches are given."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from pwlact._types import Array
from pwlact.errors import require
from pwlact.fit.profile import same_function
from pwlact.models.network import Network, Table
from pwlact.models.reward.loss import NetworkLoss
from pwlact.models.reward.weights import own_density
from pwlact.search.coordinate import Coordinate, curvature_coordinate
from pwlact.search.evaluators import (
    Candidate,
    TableEvaluator,
    make_real_evaluator,
    make_unit_evaluator,
)
from pwlact.search.methods.dp import DP, DpConfig
from pwlact.search.problem import Problem

SAMPLES = 256  # by default, of a loss
PROFILED = 8  # times as many samples go into the profile


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class NetworkEvaluator(TableEvaluator):
    """Measures points by a network's loss, with one table at all its sites of the function.

    Parameters
    ----------
    inner : RealEvaluator or UnitEvaluator
        Fits tables to points: least squares, weighted by the network's sensitivity. These errors predict the loss.
    loss : NetworkLoss
        The loss.
    start : ndarray, shape (P,)
        The points whose sensitivity-weighted mean square error is least, where searches begin.
    """

    loss: NetworkLoss
    start: Array

    def coordinate(self, floor: float) -> Coordinate:
        """Return the coordinate in which the start's points are equidistant."""
        return curvature_coordinate(self.samples, floor).evened(self.start)

    def costs(self, tables: list[Table]) -> Array:
        """Return the loss with each table at all sites (n,)."""
        return self.loss([self._everywhere(table) for table in tables])

    def tables(self, candidate: Candidate) -> dict[str, Table]:
        """Return the table of each site."""
        return self._everywhere(candidate.table)

    def details(self, candidate: Candidate) -> dict[str, Any]:
        """Return what a candidate costs the network on test data, beside the loss that was minimised."""
        network = self.loss.network
        return {
            "network": {
                "name": network.name,
                "sites": list(self.loss.sites),
                "calibration_samples": self.loss.samples,
                "divergence_name": network.divergence_name,
                "score_name": network.score_name,
                "test": self.loss.on("test", self.tables(candidate)),
            }
        }

    def _everywhere(self, table: Table) -> dict[str, Table]:
        return dict.fromkeys(self.loss.sites, table)

    def _size(self) -> str:
        return f"loss of {self.loss.network.name}: {self.loss.samples} calibration samples"


def network_evaluator(problem: Problem, network: Network, samples: int | None = None) -> NetworkEvaluator:
    """Return the evaluator of a problem by a network's loss.

    Parameters
    ----------
    problem : Problem
        Function, range, segments, and the unit's formats if any.
    network : Network
        The network.
    samples : int, optional
        Calibration samples of the loss; the profile takes eight times as many.

    Raises
    ------
    ConfigError
        If the network has no site of the function.
    """
    samples = SAMPLES if samples is None else samples
    sites = sites_of(network, problem.activation.name)
    weighed = _weighed(problem, network, samples)
    real = make_real_evaluator(in_real_numbers(weighed))
    return NetworkEvaluator(
        problem=problem,
        samples=real.samples,
        weights=real.weights,
        inner=real if problem.spec is None else make_unit_evaluator(weighed),
        loss=NetworkLoss(network, sites, samples),
        start=DP.search(real, DpConfig(), 0).points,
    )


def sites_of(network: Network, function: str) -> list[str]:
    """Return the names of a network's sites of a function.

    Raises
    ------
    ConfigError
        If there is none.
    """
    sites = [site.name for site in network.sites if same_function(site.function, function)]
    known = ", ".join(network.functions)
    require(bool(sites), f"the network {network.name} has the functions {known}", function, "give one of these")
    return sites


def _weighed(problem: Problem, network: Network, samples: int) -> Problem:
    """Return the problem with the density that values are fitted with: the network's own unless one is given."""
    if problem.density is not None:
        return problem
    site = network.calibrate(PROFILED * samples).merged(problem.activation.name)
    return dataclasses.replace(problem, density=own_density(network.name, site))


def in_real_numbers(problem: Problem) -> Problem:
    """Return a problem without its number format."""
    return dataclasses.replace(problem, spec=None, objective=dataclasses.replace(problem.objective, measure="grid"))
