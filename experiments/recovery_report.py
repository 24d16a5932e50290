"""Report of what training recovers: CSV, Markdown and a figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from matplotlib.figure import Figure

from pwlact.files import write_text
from pwlact.plots import save_figure, style
from pwlact.studies.recovery.record import RecoveryRow, RecoveryStudy, recovery_to_csv

TRAINED = {"tables": "tables trained", "all": "tables and weights trained"}


def write_report(found: Sequence[RecoveryStudy], folder: Path) -> list[Path]:
    """Write recovery.csv, recovery.md and recovery.png; return them."""
    texts = [recovery_to_csv(study).split("\r\n", 1) for study in found]
    csv, page = folder / "recovery.csv", folder / "recovery.md"
    write_text(csv, texts[0][0] + "\r\n" + "".join(rows for _, rows in texts))
    write_text(page, markdown(found))
    return [csv, page, save_figure(draw(found), folder / "recovery.png")]


def markdown(found: Sequence[RecoveryStudy]) -> str:
    """Return the report."""
    steps = found[0].settings["steps"]
    seconds = sum(row.seconds for study in found for row in study.rows)
    parts = [
        "# What training recovers",
        "",
        f"`python experiments/recovery.py` made this: {steps} steps of training for each figure, {seconds / 60:.0f}",
        "minutes of training in all. Tables are shared by all sites of a function. They are trained on the calibration",
        "data to give the exact network's outputs, without labels; all figures are of the test data. `tables` trains",
        "values and breakpoints alone, `all` the network's weights too.",
        "",
    ]
    for name in dict.fromkeys(study.network["name"] for study in found):
        parts += _network([study for study in found if study.network["name"] == name])
    return "\n".join(parts)


def _network(studies: Sequence[RecoveryStudy]) -> list[str]:
    about = studies[0].network
    divergence, score = about["divergence_name"], about["score_name"]
    return [
        f"## {about['title']}",
        "",
        f"{score} {studies[0].exact['test']:.4g} exact; {about['data']}; {about['licence']}",
        "",
        f"| segments | placed by | {divergence} before | tables | all | {score} before | tables | all |",
        "|---|---|---|---|---|---|---|---|",
        *_lines(studies),
        "",
    ]


def _lines(studies: Sequence[RecoveryStudy]) -> Iterator[str]:
    rows = {(row.segments, s.settings["method"], s.settings["train"]): row for s in studies for row in s.rows}
    for segments, method in dict.fromkeys((segments, method) for segments, method, _ in rows):
        trained = [rows[segments, method, train] for train in TRAINED]
        divergences = [trained[0].before["test"].divergence, *(_divergence(row) for row in trained)]
        scores = [trained[0].before["test"].score, *(row.after["test"].score for row in trained)]
        cells = [f"{value:.2e}" for value in divergences] + [f"{value:.4g}" for value in scores]
        yield f"| {segments} | {method} | {' | '.join(cells)} |"


def _divergence(row: RecoveryRow) -> float:
    return row.after["test"].divergence


def draw(found: Sequence[RecoveryStudy]) -> Figure:
    """Draw the divergence against the number of segments, a panel a network."""
    names = list(dict.fromkeys(study.network["name"] for study in found))
    figure = style.new_figure()
    style.title(figure, "Divergence on the test data, before and after training")
    for axes, name in zip(figure.subplots(1, len(names), squeeze=False)[0], names, strict=True):
        own = [study for study in found if study.network["name"] == name]
        style.dress(axes, "segments", own[0].network["divergence_name"])
        axes.set_title(own[0].network["title"], fontsize=style.TEXT_SIZE, color=style.INK)
        axes.set_yscale("log")
        for color, method in zip(style.CYCLE, dict.fromkeys(study.settings["method"] for study in own), strict=False):
            _curves(axes, [study for study in own if study.settings["method"] == method], method, color)
    style.legend_below(figure, columns=3)
    return figure


def _curves(axes: object, studies: Sequence[RecoveryStudy], method: str, color: str) -> None:
    rows = studies[0].rows
    counts = [row.segments for row in rows]
    before = [row.before["test"].divergence for row in rows]
    axes.plot(counts, before, "o:", color=color, label=method)  # type: ignore[attr-defined]
    for study, line in zip(studies, ("s--", "^-"), strict=True):
        after = [_divergence(row) for row in study.rows]
        label = f"{method}, {TRAINED[study.settings['train']]}"
        axes.plot(counts, after, line, color=color, label=label)  # type: ignore[attr-defined]
    axes.set_xticks(counts)  # type: ignore[attr-defined]
