"""A network whose activations can be replaced by tables, and what it gives for data."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array, Codes
from pwlact.datapath import Unit
from pwlact.datapath.unit import on_reals
from pwlact.fit.profile import Profile
from pwlact.functions import ArrayFunction
from pwlact.pwl import PWL

BLOCK = 1_000_000  # numbers that a divergence takes at once

Split = Literal["calibration", "test"]
Table = PWL | Unit
"""What stands in for a function: a PWL in real numbers, or a hardware unit."""


def real_function(table: Table) -> ArrayFunction:
    """Return a table as a function of real numbers: a unit reads and gives the nearest values of its formats."""
    return table if isinstance(table, PWL) else on_reals(table)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place in a network where a function is evaluated.

    Parameters
    ----------
    name : str
        Its name, unique in the network, as "layers.3.mlp.act_fn".
    function : str
        The exact function, a name of the catalogue.
    """

    name: str
    function: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outputs:
    """What a network gives for n samples.

    Parameters
    ----------
    predictions : ndarray, shape (n, k)
        Logarithms of probabilities, or embeddings: what the divergence from the exact network compares.
    scores : ndarray, shape (n,)
        What the score is made of, sample by sample: 1 or 0 for right or wrong, -log p of the next token.
    """

    predictions: NDArray[Any]
    scores: Array


Runner = Callable[[Sequence[Mapping[str, Table]]], list[Outputs]]
"""From candidates, each a table for some sites, to what the network gives with each."""


class Network(ABC):
    """A network with data of its own: one file in `models/networks/`, one line in the registry.

    `watch` is called after each batch with the number of samples that are done; who shows progress sets it.

    Names, in words: `title`, `origin` (the package that holds the weights), `licence`, `data` (what it is judged on),
    `score_name` ("accuracy", "perplexity"), `divergence_name` ("KL", "1 - cosine"), `pip` (the line that installs it).
    Those of a network of the registry are class variables.
    `higher_is_better` is of the score; `packages` are the import names of what is needed beside the extra `models`.
    """

    score_name: ClassVar[str]
    divergence_name: ClassVar[str]
    pip: ClassVar[str]
    packages: ClassVar[tuple[str, ...]] = ()
    higher_is_better: ClassVar[bool] = True
    has_gradients: ClassVar[bool] = True
    watch: Callable[[int], object] = staticmethod(lambda done: None)

    @property
    @abstractmethod
    def name(self) -> str:
        """What it is called on the command line."""

    @property
    @abstractmethod
    def title(self) -> str:
        """What it is."""

    @property
    @abstractmethod
    def origin(self) -> str:
        """Where its weights are from."""

    @property
    @abstractmethod
    def licence(self) -> str:
        """Under which terms its weights and data may be used."""

    @property
    @abstractmethod
    def data(self) -> str:
        """What it is judged on."""

    @property
    @abstractmethod
    def sites(self) -> tuple[Site, ...]:
        """The sites that can be replaced, in the order in which they are evaluated."""

    @property
    def functions(self) -> tuple[str, ...]:
        """The exact functions of the sites, each once."""
        return tuple(dict.fromkeys(site.function for site in self.sites))

    @abstractmethod
    def samples(self, split: Split) -> int:
        """Return how many samples of a split are used where no count is given: images, tokens, words, passages."""

    @abstractmethod
    def outputs(self, split: Split, tables: Mapping[str, Table], count: int | None = None) -> Outputs:
        """Run the network on the first `count` samples of a split, with tables at the sites of these names.

        A count above `samples(split)` takes as many as the data hold. Without tables it is the exact network.
        Deterministic: the same tables give the same outputs.
        """

    def runner(self, split: Split, sites: Sequence[str], count: int | None = None) -> Runner:
        """Return what runs many candidates, each a table for all these sites, as `outputs` does one after the other.

        A network may keep what lies before the first site, which is the same for all.
        """
        return lambda candidates: [self.outputs(split, tables, count) for tables in candidates]

    @abstractmethod
    def profile(self, split: Split, *, sensitivity: bool, count: int | None = None) -> Profile:
        """Run the exact network once, and record what its sites are fed; with sensitivity also (dL/dy)^2.

        The loss L is -log p of labels drawn from the network's own predictions (Fisher information), summed over the
        samples; of embeddings, half the squared distance that random directions see, so that half the sum of
        squares times squared errors, over the samples, estimates the mean divergence.

        Raises
        ------
        ConfigError
            If a sensitivity is asked for and the network has no gradient.
        """

    def calibrate(self, count: int | None = None) -> Profile:
        """Return the profile on calibration data, with the sensitivity where there are gradients."""
        return self.profile("calibration", sensitivity=self.has_gradients, count=count)

    @abstractmethod
    def divergence(self, exact: Outputs, other: Outputs) -> Array:
        """Return the divergence of each sample's predictions from the exact network's, shape (n,), zero or more."""

    @abstractmethod
    def score(self, outputs: Outputs, chosen: Codes | None = None) -> float:
        """Return the score of all samples, or of those with the indices `chosen`, which may repeat."""

    def other_scores(self, outputs: Outputs, chosen: Codes | None = None) -> dict[str, float]:
        """Return further scores by name, such as "top-5" beside "top-1"; most networks have none."""
        return {}


def kl_divergence(exact: Outputs, other: Outputs) -> Array:
    """Return sum_k p_k (log p_k - log q_k) of each sample, shape (n,), p exact and q approximated.

    Parameters
    ----------
    exact, other : Outputs
        With logarithms of probabilities (n, k) as predictions.
    """
    p, q = exact.predictions, other.predictions
    rows = max(1, BLOCK // p.shape[1])
    parts = [_divergences(p[i : i + rows], q[i : i + rows]) for i in range(0, len(p), rows)]
    return np.maximum(np.concatenate(parts), 0.0)


def _divergences(p: NDArray[Any], q: NDArray[Any]) -> Array:
    return np.asarray(np.einsum("nk,nk->n", np.exp(p), p - q, dtype=np.float64))


def accuracy(outputs: Outputs, chosen: Codes | None = None) -> float:
    """Return the share of right answers, 0 to 1."""
    return float((outputs.scores if chosen is None else outputs.scores[chosen]).mean())


def perplexity(outputs: Outputs, chosen: Codes | None = None) -> float:
    """Return exp of the mean of -log p."""
    return float(np.exp((outputs.scores if chosen is None else outputs.scores[chosen]).mean()))
