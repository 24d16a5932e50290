"""The exact network on its test data: what tables are measured against."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pwlact._types import Array
from pwlact.models.evaluation.bootstrap import Estimate, Resamples, estimate
from pwlact.models.network import Network, Outputs, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """What tables do to a network.

    Parameters
    ----------
    score : float
        The network's score.
    difference : Estimate
        Score minus the exact network's, on the same samples.
    divergence : Estimate
        Mean divergence of the predictions from the exact network's.
    seconds : float
        Wall time of the network's run.
    others : mapping of str to float
        Further scores by name, as "top-5" beside "top-1".
    """

    score: float
    difference: Estimate
    divergence: Estimate
    seconds: float
    others: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Reference:
    """The exact network on its test data; measures tables at its sites.

    Parameters
    ----------
    network : Network
        The network.
    count : int or None
        Samples of the test split, None for all.
    resamples : int
        Resamples of the bootstrap.
    seed : int
        Seed of the bootstrap.
    """

    network: Network
    count: int | None = None
    resamples: int = 2000
    seed: int = 0

    @cached_property
    def exact(self) -> Outputs:
        """The exact network's outputs."""
        return self.network.outputs("test", {}, self.count)

    @cached_property
    def score(self) -> float:
        """The exact network's score."""
        return self.network.score(self.exact)

    @cached_property
    def drawn(self) -> Resamples:
        """The bootstrap's resamples."""
        return Resamples(samples=self.exact.scores.shape[0], count=self.resamples, seed=self.seed)

    @cached_property
    def _exact_scores(self) -> Array:
        return self.drawn.each(lambda rows: self.network.score(self.exact, rows))

    @property
    def interval(self) -> Estimate:
        """The exact network's score with its interval."""
        return estimate(self.score, self._exact_scores)

    def measure(self, tables: Mapping[str, Table]) -> Measurement:
        """Run the network with tables at the sites of these names.

        Parameters
        ----------
        tables : mapping
            A table for each site that is approximated.
        """
        self.exact  # noqa: B018  # its time is not the tables'
        started = time.perf_counter()
        outputs = self.network.outputs("test", tables, self.count)
        seconds = time.perf_counter() - started
        scores = self.drawn.each(lambda rows: self.network.score(outputs, rows))
        divergences = self.network.divergence(self.exact, outputs)
        score = self.network.score(outputs)
        return Measurement(
            score=score,
            difference=estimate(score - self.score, scores - self._exact_scores),
            divergence=estimate(float(divergences.mean()), self.drawn.means(divergences)),
            seconds=seconds,
            others=self.network.other_scores(outputs),
        )
