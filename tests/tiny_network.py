"""A network of three sites in NumPy, whose gradients are written out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from pwlact import functions
from pwlact._types import Array, Codes
from pwlact.fit.profile import CELLS, Profile, SiteProfile, cells_of
from pwlact.models.network import Network, Outputs, Site, Split, Table, accuracy, kl_divergence, real_function

CLASSES, WIDTH = 5, 4
SCALES = {"wide": 3.0, "narrow/act": 0.7, "last": 0.5}
FUNCTIONS = {"wide": "silu", "narrow/act": "tanh", "last": "silu"}
WEIGHTS = {"wide": 0.3, "narrow/act": 1.5, "last": 1.0}


class TinyNetwork(Network):
    """Logits are a sum over three sites of weights times the site's function of random inputs."""

    name: ClassVar[str] = "tiny"
    title: ClassVar[str] = "tiny network"
    origin: ClassVar[str] = "random"
    licence: ClassVar[str] = "Apache-2.0"
    data: ClassVar[str] = "random numbers"
    score_name: ClassVar[str] = "accuracy"
    divergence_name: ClassVar[str] = "KL"
    pip: ClassVar[str] = "pip install pwlact"

    def __init__(self) -> None:
        self.runs = 0

    @property
    def sites(self) -> tuple[Site, ...]:
        return tuple(Site(name=name, function=function) for name, function in FUNCTIONS.items())

    def samples(self, split: Split) -> int:
        return 2000 if split == "calibration" else 1000

    def outputs(self, split: Split, tables: Mapping[str, Table], count: int | None = None) -> Outputs:
        self.runs += 1
        logits, labels = self._logits(split, tables)
        predictions = _log_softmax(logits)[:count]
        right = predictions.argmax(axis=1) == labels[:count]
        return Outputs(predictions=predictions, scores=right.astype(np.float64))

    def profile(self, split: Split, *, sensitivity: bool, count: int | None = None) -> Profile:
        logits, _ = self._logits(split, {})
        p = np.exp(_log_softmax(logits))[:count]
        drawn = np.random.default_rng(1)
        labels = (p.cumsum(axis=1) < drawn.random((p.shape[0], 1))).sum(axis=1).clip(0, CLASSES - 1)
        slopes = p - np.eye(CLASSES)[labels]
        sites = tuple(self._site(split, name, slopes, sensitivity) for name in FUNCTIONS)
        return Profile(network=self.name, samples=p.shape[0], sites=sites)

    def divergence(self, exact: Outputs, other: Outputs) -> Array:
        return kl_divergence(exact, other)

    def score(self, outputs: Outputs, chosen: Codes | None = None) -> float:
        return accuracy(outputs, chosen)

    def _site(self, split: Split, name: str, slopes: Array, sensitivity: bool) -> SiteProfile:
        x, weights = self._inputs(split, name)
        cells = cells_of(x[: slopes.shape[0]]).ravel()
        squares = (slopes @ weights.T).ravel() ** 2
        return SiteProfile(
            name=name,
            function=FUNCTIONS[name],
            counts=np.bincount(cells, minlength=CELLS).astype(np.float64),
            squares=np.bincount(cells, weights=squares, minlength=CELLS) if sensitivity else None,
        )

    def _logits(self, split: Split, tables: Mapping[str, Table]) -> tuple[Array, Codes]:
        logits = np.zeros((self.samples(split), CLASSES))
        for name, function in FUNCTIONS.items():
            x, weights = self._inputs(split, name)
            table: Any = real_function(tables[name]) if name in tables else functions.get(function)
            logits += table(x) @ weights
        labels = np.random.default_rng(2).integers(0, CLASSES, logits.shape[0])
        return logits, labels

    def _inputs(self, split: Split, name: str) -> tuple[Array, Array]:
        """Return inputs (n, width) and weights (width, classes)."""
        drawn = np.random.default_rng([len(split), *name.encode()])
        weights = np.random.default_rng([*name.encode()]).normal(size=(WIDTH, CLASSES)) * WEIGHTS[name]
        return SCALES[name] * drawn.normal(size=(self.samples(split), WIDTH)), weights


def _log_softmax(logits: Array) -> Array:
    shifted = logits - logits.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))
