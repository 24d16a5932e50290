"""CMA-ES from many starts side by side: what one search does, on arrays with a leading axis of searches.

Source: Hansen, The CMA Evolution Strategy: A Tutorial, arXiv 1604.00772, its default settings.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from pwlact._types import Array


class Searches:
    """`count` searches over n variables, each with its own mean, step and covariance.

    Parameters
    ----------
    means : ndarray, shape (count, n)
        Starts.
    sigma : float
        First step of all searches.
    generator : numpy.random.Generator
        Where samples are drawn from.
    population : int
        Samples of each search in a generation.
    """

    def __init__(self, means: Array, sigma: float, generator: np.random.Generator, population: int) -> None:
        count, n = means.shape
        self.means, self.sigmas = means.copy(), np.full(count, sigma)
        self.generator, self.population, self.generation = generator, population, 0
        self.covariances, self.roots = (np.tile(np.eye(n), (count, 1, 1)) for _ in range(2))
        self.inverse_roots = self.roots.copy()
        self.paths, self.step_paths = np.zeros((count, n)), np.zeros((count, n))
        weights = math.log((population + 1) / 2) - np.log(np.arange(1, population // 2 + 1))
        self.weights = weights / weights.sum()
        self.mass = mass = 1.0 / float((self.weights**2).sum())
        self.step_rate = (mass + 2) / (n + mass + 5)
        self.damping = 1 + self.step_rate + 2 * max(0.0, math.sqrt((mass - 1) / (n + 1)) - 1)
        self.path_rate = (4 + mass / n) / (n + 4 + 2 * mass / n)
        self.rank_one = 2 / ((n + 1.3) ** 2 + mass)
        self.rank_mu = min(1 - self.rank_one, 2 * (mass - 2 + 1 / mass) / ((n + 2) ** 2 + mass))
        self.usual_length = math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n))
        self.lag = max(1, int(1 / (10 * n * (self.rank_one + self.rank_mu))))  # generations between decompositions

    def step(self, objectives: Callable[[Array], Array]) -> tuple[Array, Array]:
        """Take one generation; return the best sample (count, n) of each search and its objective (count,)."""
        count, n = self.means.shape
        normal = self.generator.standard_normal((count, self.population, n))
        moves = normal @ self.roots.transpose(0, 2, 1)
        samples = self.means[:, None] + self.sigmas[:, None, None] * moves
        found = objectives(samples.reshape(-1, n)).reshape(count, -1)
        order = np.argsort(np.where(np.isfinite(found), found, np.inf), axis=1, kind="stable")
        elite = np.take_along_axis(moves, order[:, : self.weights.size, None], axis=1)
        self._adapt(elite, np.einsum("k,skn->sn", self.weights, elite))
        rows, first = np.arange(count), order[:, 0]
        return samples[rows, first], found[rows, first]

    def keep(self, chosen: Array) -> None:
        """Go on with these searches only."""
        for name in ("means", "sigmas", "covariances", "roots", "inverse_roots", "paths", "step_paths"):
            setattr(self, name, getattr(self, name)[chosen])

    def _adapt(self, elite: Array, mean_move: Array) -> None:
        self.generation += 1
        rate, n = self.step_rate, self.means.shape[1]
        self.means += self.sigmas[:, None] * mean_move
        whitened = np.einsum("sij,sj->si", self.inverse_roots, mean_move)
        self.step_paths = (1 - rate) * self.step_paths + math.sqrt(rate * (2 - rate) * self.mass) * whitened
        length = np.linalg.norm(self.step_paths, axis=1)
        warm = math.sqrt(1 - (1 - rate) ** (2 * self.generation))
        moving = (length / warm < (1.4 + 2 / (n + 1)) * self.usual_length)[:, None]
        rate = self.path_rate
        self.paths = (1 - rate) * self.paths + moving * math.sqrt(rate * (2 - rate) * self.mass) * mean_move
        old = 1 - self.rank_one - self.rank_mu + (~moving[:, :, None]) * self.rank_one * rate * (2 - rate)
        outer = self.paths[:, :, None] * self.paths[:, None, :]
        mean_outer = elite.transpose(0, 2, 1) @ (self.weights[None, :, None] * elite)
        self.covariances = old * self.covariances + self.rank_one * outer + self.rank_mu * mean_outer
        self.sigmas *= np.exp(np.minimum(1.0, self.step_rate / self.damping * (length / self.usual_length - 1)))
        if self.generation % self.lag == 0:
            squares, axes = np.linalg.eigh(self.covariances)
            scales = np.sqrt(np.maximum(squares, 1e-20))[:, None, :]
            turned = axes.transpose(0, 2, 1)
            self.roots, self.inverse_roots = (axes * scales) @ turned, (axes / scales) @ turned
