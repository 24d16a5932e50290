"""The study of recovery itself: tables placed, trained in their network, and kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from pwlact.files import is_file, parse_json, read_text, write_text
from pwlact.models.network import Network, Outputs, Split
from pwlact.models.networks.open import open_network
from pwlact.models.recovery.recover import exact_outputs, recover
from pwlact.models.recovery.training import Watch
from pwlact.runs.folder import slug
from pwlact.search.result import Result
from pwlact.settings.evaluation import FLOAT, WEIGHTED
from pwlact.settings.recovery import RecoveryConfig, Training
from pwlact.studies.evaluation.compute import ABOUT, TABLES
from pwlact.studies.evaluation.profiles import profile_path
from pwlact.studies.evaluation.recipes import Recipe, digest, made
from pwlact.studies.recovery.record import RecoveryRow, RecoveryStudy, row_from_json
from pwlact.studies.recovery.written import write_trained

RECOVERY = "recovery.json"


class RecoveryStudyRun:
    """A study of recovery: its network, and what is done of it.

    Parameters
    ----------
    config : RecoveryConfig
        What is asked.
    model : Network, optional
        The network; by default the one that the settings name.

    Raises
    ------
    InputError
        If a setting is bad: the network, its data, or a profile of another network.
    """

    def __init__(self, config: RecoveryConfig, model: Network | None = None) -> None:
        self.config = config
        self.network = open_network(config) if model is None else model
        self.folder = Path(config.out) / slug(self.network.name)
        self.profile = profile_path(config.evaluation(), self.network, self.folder)
        self.counts: dict[Split, int | None] = {"calibration": config.count, "test": config.test_count}

    @cached_property
    def exact(self) -> dict[Split, Outputs]:
        """What the exact network gives."""
        return exact_outputs(self.network, self.counts)

    def rows(self, watch: Watch) -> Iterator[RecoveryRow]:
        """Yield a row for each number of segments; those that are not done yet are made, and kept in their folder.

        Parameters
        ----------
        watch : callable
            Called with the steps that are done, of all numbers of segments, and the loss.
        """
        for i, segments in enumerate(self.config.segments):
            yield self._kept(segments) or self._made(segments, _later(watch, i * self.config.steps))

    def study(self, rows: list[RecoveryRow]) -> RecoveryStudy:
        """Return the study of these rows."""
        return RecoveryStudy(
            network={name: getattr(self.network, name) for name in ABOUT},
            settings=self._settings(),
            exact={split: self.network.score(outputs) for split, outputs in self.exact.items()},
            rows=tuple(rows),
        )

    def place(self, segments: int) -> Path:
        """Return the folder of what is trained, named after all that it depends on."""
        text = hashlib.sha256(json.dumps(self._settings(), sort_keys=True).encode()).hexdigest()[:8]
        return self.folder / f"recovered-{segments}-{self.config.method}-{self.config.train}-{text}"

    def _settings(self) -> dict[str, Any]:
        config = self.config
        weighed = self.profile is not None and config.method in WEIGHTED
        return {
            **{field.name: getattr(config, field.name) for field in fields(Training)},
            "method": config.method,
            "data": config.images or config.data,
            "exact": self._fingerprint,
            "count": config.count,
            "test_count": config.test_count,
            "profile": digest(self.profile) if weighed and self.profile is not None else None,
        }

    @cached_property
    def _fingerprint(self) -> list[str]:
        """What tells other weights or data apart: means of the exact network's predictions."""
        return [f"{float(np.abs(outputs.predictions).mean(dtype=np.float64)):.6g}" for outputs in self.exact.values()]

    def _kept(self, segments: int) -> RecoveryRow | None:
        """Return the row of an earlier run; None where there is none, or it is damaged."""
        path = self.place(segments) / RECOVERY
        try:
            return row_from_json(parse_json(read_text(path))) if is_file(path) else None
        except (ValueError, KeyError, TypeError, AttributeError):
            return None

    def _made(self, segments: int, watch: Watch) -> RecoveryRow:
        starts = {function: self._start(function, segments) for function in self.network.functions}
        tables = {site.name: starts[site.function].candidate.pwl for site in self.network.sites}
        found = recover(self.network, tables, self.config, exact=self.exact, counts=self.counts, watch=watch)
        folder = self.place(segments)
        write_trained(folder, found, starts, self.network, self.config)
        row = RecoveryRow(
            segments=segments, before=found.before, after=found.after, kept=found.kept, seconds=found.seconds,
            folder=str(folder),
        )  # fmt: skip
        write_text(folder / RECOVERY, json.dumps(asdict(row), indent=2, allow_nan=False) + "\n")
        return row

    def _start(self, function: str, segments: int) -> Result:
        config = self.config.evaluation()
        recipe = Recipe(
            function=function, method=self.config.method, segments=segments, format=FLOAT, profile=self.profile,
            episodes=config.episodes, seed=config.seed,
        )  # fmt: skip
        return made(recipe, Path(config.out) / TABLES)


def _later(watch: Watch, done: int) -> Watch:
    """Return what tells steps after `done` earlier ones."""
    return lambda step, loss: watch(done + step, loss)
