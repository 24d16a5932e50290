"""The evaluation itself: make the tables, run the network with them, keep each row."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pwlact.errors import InputError, RunError
from pwlact.files import write_text
from pwlact.models.evaluation.reference import Reference
from pwlact.models.network import Network, Table
from pwlact.models.networks.open import open_network
from pwlact.runs.folder import slug
from pwlact.settings.evaluation import FLOAT, WEIGHTED, EvaluationConfig
from pwlact.studies.evaluation.exact import exact_unit
from pwlact.studies.evaluation.given import given_tables, tables_digest
from pwlact.studies.evaluation.profiles import profile_path, warn_of_range
from pwlact.studies.evaluation.recipes import Recipe, digest, made
from pwlact.studies.evaluation.record import EXACT, GIVEN, Evaluation, EvaluationRow
from pwlact.studies.evaluation.rows_file import RowsFile
from pwlact.studies.evaluation.text import evaluation_to_json

TABLES = "tables"
ROWS = "rows.jsonl"
EVALUATION = "evaluation.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A row that is to be made.

    Parameters
    ----------
    method, segments, format
        As in `EvaluationRow`.
    """

    method: str
    segments: int | None
    format: str


def tasks_of(config: EvaluationConfig) -> list[Task]:
    """Return the rows that are asked for: formats outside, then numbers of segments, then methods."""
    found = []
    for format_ in dict.fromkeys(config.formats):
        if config.recipes and format_ != FLOAT:
            found.append(Task(method=EXACT, segments=None, format=format_))
        found += [Task(method=m, segments=k, format=format_) for k in config.counts for m in config.recipes]
    return found + ([Task(method=GIVEN, segments=None, format="")] if config.tables else [])


class EvaluationRun:
    """An evaluation: its network, its data and the rows that are done.

    Parameters
    ----------
    config : EvaluationConfig
        What is asked.
    model : Network, optional
        The network; by default the registry's of the settings' name.

    Raises
    ------
    InputError
        If a setting is bad: the network, a table of the user's, or a profile of another network.
    """

    def __init__(self, config: EvaluationConfig, model: Network | None = None) -> None:
        self.config = config
        self.network = open_network(config) if model is None else model
        self.folder = Path(config.out) / slug(self.network.name)
        self.given = given_tables(config.tables, self.network)
        self.profile = profile_path(config, self.network, self.folder)
        if self.profile is not None:
            warn_of_range(self.profile)
        self.reference = Reference(self.network, config.count, config.resamples, config.seed)
        self.tasks = tasks_of(config)
        self.done = RowsFile(self.folder / ROWS)

    def rows(self) -> Iterator[EvaluationRow]:
        """Yield the rows in order; those that are not done yet are made, and kept in the file."""
        for task in self.tasks:
            key = self.key(task)
            row = self.done.get(key)
            if row is None:
                row = self._row(task)
                if row.measured is not None:
                    self.done.append(key, row)
            yield row

    def evaluation(self, rows: list[EvaluationRow]) -> Evaluation:
        """Return the evaluation of these rows."""
        about = {key: getattr(self.network, key) for key in ABOUT}
        return Evaluation(
            network={**about, "samples": self.reference.exact.scores.shape[0], **self._others()},
            functions=self.network.functions,
            exact=self.reference.interval,
            rows=tuple(rows),
        )

    def keep(self, found: Evaluation) -> None:
        """Write evaluation.json beside the rows, which `pwlact report` reads."""
        write_text(self.folder / EVALUATION, json.dumps(evaluation_to_json(found), indent=2, allow_nan=False) + "\n")

    def _others(self) -> Mapping[str, Any]:
        """Return the exact network's further scores, where it has any."""
        found = self.network.other_scores(self.reference.exact)
        return {"other_scores": found} if found else {}

    def key(self, task: Task) -> Mapping[str, Any]:
        """Return all that a row depends on."""
        config = self.config
        key: dict[str, Any] = {
            "network": self.network.name,
            "data": config.images or config.data,
            "method": task.method,
            "segments": task.segments,
            "format": task.format,
            "samples": self.reference.exact.scores.shape[0],
            "exact": self.reference.score,  # another one is of other weights or other data
            "resamples": config.resamples,
            "seed": config.seed,
        }
        if task.method in WEIGHTED and self.profile is not None:
            key["profile"] = digest(self.profile)
        if task.method == "agent":
            key["episodes"] = config.episodes
        if task.method == GIVEN:
            key["tables"] = tables_digest(config.tables)
        return key

    def _row(self, task: Task) -> EvaluationRow:
        named: Any = {"method": task.method, "segments": task.segments, "format": task.format}
        try:
            tables = self._tables(task)
        except (InputError, RunError) as fault:  # the others may yet do it
            return EvaluationRow(**named, measured=None, note=str(fault))
        return EvaluationRow(**named, measured=self.reference.measure(tables))

    def _tables(self, task: Task) -> Mapping[str, Table]:
        """Return a table for each site."""
        if task.method == GIVEN:
            return self.given
        tables = {function: self._table(task, function) for function in self.network.functions}
        return {site.name: tables[site.function] for site in self.network.sites}

    def _table(self, task: Task, function: str) -> Table:
        if task.segments is None:
            return exact_unit(function, task.format)
        recipe = Recipe(
            function=function,
            method=task.method,
            segments=task.segments,
            format=task.format,
            profile=self.profile,
            episodes=self.config.episodes,
            seed=self.config.seed,
        )
        return made(recipe, Path(self.config.out) / TABLES).table


ABOUT = ("name", "title", "origin", "licence", "data", "score_name", "divergence_name", "higher_is_better")
