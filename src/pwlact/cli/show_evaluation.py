"""What is printed of an evaluation: the network, a line for each row, and the fewest segments."""

from __future__ import annotations

from pwlact.cli.console import print_pairs, print_table, say, say_each
from pwlact.models.evaluation.bootstrap import Estimate
from pwlact.studies.evaluation.record import Evaluation, EvaluationRow
from pwlact.studies.evaluation.text import notes_of, placed

DROP = ("seconds",)
MEANING = (
    "In brackets: 95 % intervals of the difference to the exact network, by a paired bootstrap; and of the divergence."
)


def print_evaluation(found: Evaluation) -> None:
    """Print an evaluation."""
    about = found.network
    print_pairs(about["title"], [
        ("origin", about["origin"]), ("licence", about["licence"]), ("data", about["data"]),
        ("samples", f"{about['samples']:,}"), ("functions", ", ".join(found.functions)),
        (f"{about['score_name']}", f"{_interval(found.exact, '.4g')} exact"),
        *((name, f"{score:.4g} exact") for name, score in found.others.items()),
    ])  # fmt: skip
    say("")
    columns = (
        "table",
        about["score_name"],
        "difference",
        about["divergence_name"],
        "interval",
        "seconds",
        *found.others,
    )
    rows = [_cells(row) for row in found.rows if row.measured is not None]
    print_table("one table for each function, at all of its sites", columns, rows, drop=DROP)
    say(MEANING)
    say_each(notes_of(found.rows))
    if placed(found):
        say("")
        print_fewest(found)


def print_fewest(found: Evaluation) -> None:
    """Print the fewest segments of each method and format whose loss is not distinguishable from zero."""
    rows = [(method, *(found.fewest_text(method, format_) for format_ in found.formats)) for method in placed(found)]
    title = f"fewest segments whose loss of {found.network['score_name']} is not distinguishable from zero"
    print_table(title, ("method", *found.formats), rows)


def _cells(row: EvaluationRow) -> tuple[str, ...]:
    measured = row.measured
    assert measured is not None
    spread = measured.divergence
    return (
        row.text,
        f"{measured.score:.4g}",
        _interval(measured.difference, "+.2g"),
        f"{spread.value:.2e}",
        f"[{spread.low:.1e}, {spread.high:.1e}]",
        f"{measured.seconds:.2f}",
        *(f"{score:.4g}" for score in measured.others.values()),
    )


def _interval(figure: Estimate, form: str) -> str:
    return f"{figure.value:{form}} [{figure.low:{form}}, {figure.high:{form}}]"
