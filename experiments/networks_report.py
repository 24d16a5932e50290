"""What `networks.py` writes: a CSV file of all rows, a figure a network, and a Markdown page of tables and verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from networks_verdicts import verdicts

from pwlact.files import write_text
from pwlact.models.evaluation.bootstrap import Estimate
from pwlact.plots import evaluation, save_figure
from pwlact.settings.evaluation import FLOAT, EvaluationConfig
from pwlact.studies.evaluation.record import EXACT, Evaluation
from pwlact.studies.evaluation.text import evaluation_to_csv, placed

USUAL = EvaluationConfig()
PAGE = "networks.md"
TABLE = "networks.csv"
INTRODUCTION = """# What real networks lose under piecewise-linear activations

Written by `python experiments/networks.py`. One table for each function stands at all of its sites in a network; all
figures are of test data that no table has seen. **Divergence** is the mean over the samples of KL to the exact
network's predictions, or of 1 - cosine for embeddings. **Score** differences are to the exact network on the same
samples; 95 % intervals are percentiles of {resamples:,} paired bootstrap resamples. A sample is an image, a word, a
passage of text or a token; neighbouring tokens depend on each other, so the intervals of SmolLM2 are somewhat narrow.

Methods: **uniform**, segments of equal width with least-squares values; **interpolated**, the same with the function's
own values at their ends, tanh on [-4, 4] from sigmoid's table; **agent**, `pwlact train` for the paper's
objective with {episodes:,} episodes; **minimax**, the smallest maximum error; **dp**, the smallest mean square error;
**density** and **sensitivity**, the same weighted by the network's profile on calibration data; **-range**, with the
range chosen too. The others are on the function's default range, [-8, 8]. In a format, codes are chosen for what the
unit computes, each input code weighted by its share of the profile; the agent's points are those of real numbers, with
codes fitted to them, and interpolated tables are rounded. **Exact, rounded** is the exact function in a format: what
the format costs whatever the table.
"""


def write_report(found: Sequence[Evaluation | str], folder: Path, *, seconds: float) -> list[Path]:
    """Write the table, the page and the figures; return their paths.

    Parameters
    ----------
    found : sequence
        Evaluations; a text stands for a network that could not be evaluated, and says why.
    folder : Path
        Where they go.
    seconds : float
        Wall time of this call.
    """
    evaluations = [each for each in found if isinstance(each, Evaluation)]
    figures = [save_figure(evaluation(each), folder / f"{each.network['name']}.png") for each in evaluations]
    write_text(folder / TABLE, _csv(evaluations))
    write_text(folder / PAGE, "\n".join(_page(found, evaluations, seconds)) + "\n")
    return [folder / TABLE, folder / PAGE, *figures]


def _csv(evaluations: Sequence[Evaluation]) -> str:
    """Return all rows under one header."""
    texts = [evaluation_to_csv(each) for each in evaluations]
    return "".join(text if k == 0 else text.partition("\n")[2] for k, text in enumerate(texts))


def _page(found: Sequence[Evaluation | str], evaluations: Sequence[Evaluation], seconds: float) -> Iterator[str]:
    yield INTRODUCTION.format(resamples=USUAL.resamples, episodes=USUAL.episodes)
    measured = sum(row.measured.seconds for each in evaluations for row in each.rows if row.measured) / 60
    yield f"The networks ran for {measured:.0f} minutes of one core, tables apart. This call took {seconds / 60:.1f}"
    yield "minutes; rows that were there before were not made again.\n"
    yield from (f"- not evaluated: {text}" for text in found if isinstance(text, str))
    yield "\n## What it shows\n"
    yield from verdicts(evaluations)
    for each in evaluations:
        yield from _network(each)


def _network(found: Evaluation) -> Iterator[str]:
    """Yield a network's part: what it is, its figures in real numbers and in formats, its fewest segments."""
    about, exact = found.network, found.exact
    yield f"\n## {about['name']}: {about['title']}\n"
    yield f"{about['origin']}; licence {about['licence']}. Data: {about['data']}; {about['samples']:,} samples."
    yield f"Functions: {', '.join(found.functions)}. Exact {about['score_name']}: {_interval(exact.value, exact)}.\n"
    yield f"![loss against segments]({about['name']}.png)\n"
    for format_ in found.formats:
        yield from _divergences(found, format_)
    yield f"\n{about['score_name']}, difference to the exact network, in real numbers:\n"
    yield from _scores(found)
    yield f"\nFewest segments whose loss of {about['score_name']} is not distinguishable from zero:\n"
    yield from _fewest(found)
    notes = dict.fromkeys(f"- {row.method}: {row.note}" for row in found.rows if row.note)
    yield from ("\nNot made:\n", *notes) if notes else ()


def _counts(found: Evaluation, format_: str) -> list[int]:
    return sorted({row.segments for row in found.rows if row.format == format_ and row.segments})


def _divergences(found: Evaluation, format_: str) -> Iterator[str]:
    """Yield the divergences in a format, a line for each method."""
    counts = _counts(found, format_)
    name = "real numbers" if format_ == FLOAT else format_
    rounded = [row.measured.divergence.value for row in found.of(EXACT, format_) if row.measured]
    rest = f"; exact, rounded: {rounded[0]:.2g}" if rounded else ""
    yield f"\n{found.network['divergence_name']} in {name}{rest}\n"
    yield from _head("segments", counts)
    for method in placed(found):
        cells = {row.segments: row.measured.divergence.value for row in found.of(method, format_) if row.measured}
        yield _line(method, [f"{cells[k]:.1e}" if k in cells else "" for k in counts])


def _scores(found: Evaluation) -> Iterator[str]:
    counts = _counts(found, FLOAT)
    yield from _head("segments", counts)
    for method in placed(found):
        cells = {row.segments: row.measured.difference for row in found.of(method, FLOAT) if row.measured}
        yield _line(method, [_interval(cells[k].value, cells[k], "+.2g") if k in cells else "" for k in counts])


def _fewest(found: Evaluation) -> Iterator[str]:
    yield from _head("method", found.formats)
    for method in placed(found):
        yield _line(method, [_fewest_text(found, method, format_) for format_ in found.formats])


def _fewest_text(found: Evaluation, method: str, format_: str) -> str:
    rows, count = found.of(method, format_), found.fewest(method, format_)
    return "" if not rows else str(count or f"> {rows[-1].segments}")


def _head(first: str, columns: Sequence[object]) -> Iterator[str]:
    yield _line(first, [str(column) for column in columns])
    yield _line("---", ["---:"] * len(columns))


def _line(first: str, cells: Sequence[str]) -> str:
    return f"| {' | '.join((first, *cells))} |"


def _interval(value: float, found: Estimate, form: str = ".4g") -> str:
    return f"{value:{form}} [{found.low:{form}}, {found.high:{form}}]"
