"""Rows of an evaluation, and the whole of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pwlact.models.evaluation.bootstrap import Estimate
from pwlact.models.evaluation.reference import Measurement

EXACT = "exact"  # the exact function, rounded to a format
GIVEN = "given"  # tables of the user's own


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationRow:
    """One set of tables, and what it does to the network.

    Parameters
    ----------
    method, segments, format : str, int or None, str
        How the tables were made; `exact` has no segments.
    measured : Measurement or None
        What the network's run gave; None and a note where no table can be made.
    note : str
        Why there is none.
    """

    method: str
    segments: int | None
    format: str
    measured: Measurement | None
    note: str = ""

    @property
    def text(self) -> str:
        """The row in words."""
        return " ".join((self.method, *([] if self.segments is None else [str(self.segments)]), self.format))


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """A network with tables by several methods, counts and formats.

    Parameters
    ----------
    network : mapping
        What the network is: name, title, origin, licence, data, score_name, divergence_name, higher_is_better, samples;
        and other_scores where it has further ones, those of the exact network by name.
    functions : tuple of str
        The functions that tables stand in for.
    exact : Estimate
        The exact network's score.
    rows : tuple of EvaluationRow
        The rows that are done.
    """

    network: Mapping[str, Any]
    functions: tuple[str, ...]
    exact: Estimate
    rows: tuple[EvaluationRow, ...]

    def of(self, method: str, format_: str) -> list[EvaluationRow]:
        """Return a method's measured rows in a format, by segments."""
        found = [row for row in self.rows if row.method == method and row.format == format_ and row.measured]
        return sorted(found, key=lambda row: row.segments or 0)

    @property
    def others(self) -> Mapping[str, float]:
        """Further scores of the exact network by name; most networks have none."""
        found: Mapping[str, float] = self.network.get("other_scores", {})
        return found

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods, each once."""
        return tuple(dict.fromkeys(row.method for row in self.rows))

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats, each once."""
        return tuple(dict.fromkeys(row.format for row in self.rows))

    def fewest(self, method: str, format_: str) -> int | None:
        """Return the fewest segments whose loss is not distinguishable from zero; None where there are none.

        That is where the interval of the score's difference to the exact network holds 0, or nothing that is worse.
        """
        for row in self.of(method, format_):
            if row.measured is not None and not self.worse(row.measured.difference):
                return row.segments
        return None

    def worse(self, difference: Estimate) -> bool:
        """Tell whether a difference of scores is a loss beyond chance."""
        return difference.high < 0.0 if self.network["higher_is_better"] else difference.low > 0.0

    def fewest_text(self, method: str, format_: str) -> str:
        """Return the fewest segments of a method in a format as text: "> 16" where the most are not enough."""
        rows, count = self.of(method, format_), self.fewest(method, format_)
        return "" if not rows else f"> {rows[-1].segments}" if count is None else str(count)


SMALLEST = 1e-12  # divergence that is drawn


def drawn_divergence(row: EvaluationRow) -> Estimate:
    """Return a measured row's divergence, no part below what a logarithmic axis shows."""
    assert row.measured is not None
    part = row.measured.divergence
    return Estimate(value=max(part.value, SMALLEST), low=max(part.low, SMALLEST), high=max(part.high, SMALLEST))


def drawn_score(row: EvaluationRow) -> Estimate:
    """Return a measured row's score, with the interval of its difference to the exact network about it."""
    assert row.measured is not None
    score, difference = row.measured.score, row.measured.difference
    base = score - difference.value
    return Estimate(value=score, low=base + difference.low, high=base + difference.high)
