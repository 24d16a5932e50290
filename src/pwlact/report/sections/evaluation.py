"""A network's accuracy with tables in place of its activations, by method, segments and format."""

from __future__ import annotations

from collections.abc import Iterator

from pwlact.models.evaluation.bootstrap import Estimate
from pwlact.report.figures.evaluation import evaluation_figure
from pwlact.report.section import Section
from pwlact.studies.evaluation.record import Evaluation, EvaluationRow
from pwlact.studies.evaluation.text import notes_of, placed


def evaluation(found: Evaluation) -> Section:
    """Return the section of an evaluation: what the network is, its loss with each table, and the fewest segments."""
    network = found.network
    measured = [row for row in found.rows if row.measured is not None]
    return Section(
        name="evaluation",
        title=f"{network['title']}: what tables cost it",
        figures={"loss": evaluation_figure(found)} if placed(found) else {},
        values={
            "facts_of": list(_facts(found)),
            "columns": (
                "method", "segments", "format", network["score_name"], "difference", "95 %",
                network["divergence_name"], "95 % ", *found.others,
            ),
            "rows": [_exact(found), *(_row(row) for row in measured)],
            "notes": notes_of(found.rows),
            "fewest_columns": ("method", *found.formats),
            "fewest": [(method, *_fewest(found, method)) for method in placed(found)],
            "score": network["score_name"],
        },
    )  # fmt: skip


def _facts(found: Evaluation) -> Iterator[tuple[str, str]]:
    network, exact = found.network, found.exact
    for key in ("origin", "licence", "data"):
        yield key, str(network[key])
    yield "samples", f"{network['samples']:,}"
    yield "functions", ", ".join(found.functions)
    yield f"{network['score_name']}, exact", f"{exact.value:.5g}, 95 % interval {exact.low:.5g} to {exact.high:.5g}"
    for name, value in found.others.items():
        yield f"{name}, exact", f"{value:.5g}"


def _exact(found: Evaluation) -> tuple[str, ...]:
    others = (f"{value:.5g}" for value in found.others.values())
    return ("exact network", "", "", f"{found.exact.value:.5g}", "0", "", "0", "", *others)


def _row(row: EvaluationRow) -> tuple[str, ...]:
    found = row.measured
    assert found is not None
    return (
        row.method, "" if row.segments is None else str(row.segments), row.format, f"{found.score:.5g}",
        _number(found.difference.value, "+.3g"), _interval(found.difference, "+.2g"), f"{found.divergence.value:.3g}",
        _interval(found.divergence, ".2g"), *(f"{value:.5g}" for value in found.others.values()),
    )  # fmt: skip


def _interval(part: Estimate, form: str) -> str:
    return f"{_number(part.low, form)} to {_number(part.high, form)}"


def _number(value: float, form: str) -> str:
    return f"{value:{form}}" if value else "0"


def _fewest(found: Evaluation, method: str) -> Iterator[str]:
    return (found.fewest_text(method, format_) for format_ in found.formats)
