"""Table and figure of the agent rewarded by a network's loss: what `network_reward.py` writes at its end."""

from __future__ import annotations

import dataclasses
import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pwlact.files import write_text
from pwlact.plots import save_figure, style

MET = 1.005  # an agent within half a per cent of CMA-ES counts as at least as good
NAMES = {"sensitivity-range": "sensitivity, -R auto"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A table in a network."""

    network: str
    function: str
    segments: int
    format: str
    method: str
    seed: str
    budget: int
    evaluations: int
    calibration: float
    test: float
    score: float
    exact_score: float
    points: str

    @classmethod
    def of(cls, cells: dict[str, str]) -> Row:
        """Return a row of the CSV file."""
        kinds = {"int": int, "float": float, "str": str}
        values: Any = {field.name: kinds[str(field.type)](cells[field.name]) for field in dataclasses.fields(cls)}
        return cls(**values)

    @property
    def case(self) -> tuple[str, str, int, str]:
        """Network, function, segments and format."""
        return self.network, self.function, self.segments, self.format

    @property
    def key(self) -> tuple[str, str, int]:
        """Method, seed, and runs of the network that the method has."""
        return self.method, self.seed, self.budget

    def cells(self) -> list[Any]:
        """Return the row as cells of the CSV file."""
        return list(dataclasses.asdict(self).values())


COLUMNS = tuple(field.name for field in dataclasses.fields(Row))
Group = tuple[str, list[Row]]


def groups(rows: Sequence[Row], case: tuple[Any, ...]) -> list[Group]:
    """Return the rows of a case and budget by their methods."""
    own = [row for row in rows if row.case == case[:-1] and row.budget in (0, case[-1])]
    return [(name, [row for row in own if row.method == name]) for name in dict.fromkeys(row.method for row in own)]


def median(rows: Sequence[Row], key: str) -> float:
    """Return the median of a figure over the seeds."""
    return statistics.median(getattr(row, key) for row in rows)


def compared(rows: Sequence[Row]) -> list[tuple[Any, ...]]:
    """Return the cases, each with a budget, that both the agent and CMA-ES have."""
    found: dict[str, dict[tuple[Any, ...], None]] = {"agent": {}, "CMA-ES": {}}
    for row in rows:
        found.get(row.method, {})[(*row.case, row.budget)] = None
    return [case for case in found["agent"] if case in found["CMA-ES"]]


def write_report(folder: Path, rows: Sequence[Row]) -> None:
    """Write README.md and loss.png."""
    cases = compared(rows)
    lines = [
        "# The agent rewarded by a network's loss",
        "",
        "`python experiments/network_reward.py`: each search has a budget of runs of the network, and the same "
        "calibration samples; medians over the seeds, smallest and largest in brackets. Loss: divergence from the "
        "exact network. Uniform to sensitivity need no run of the network.",
        "",
        "| network | function | segments | format | budget | method | loss, calibration | loss, test | score (exact) | "
        "runs |",
        "|---|---|---|---|---|---|---|---|---|---|",
        *(line for case in cases for line in _lines(rows, case)),
        "",
        "## Agent against CMA-ES at equal runs",
        "",
        "| network | function | segments | format | budget | agent / CMA-ES, calibration | "
        "polished / CMA-ES, calibration | agent / CMA-ES, test | agent / sensitivity, test | best on test data |",
        "|---|---|---|---|---|---|---|---|---|---|",
        *(_verdict(rows, case) for case in cases),
        "",
        *_summary(rows, cases),
    ]
    write_text(folder / "README.md", "\n".join(lines) + "\n")
    _draw(folder / "loss.png", rows, cases)


def _lines(rows: Sequence[Row], case: tuple[Any, ...]) -> list[str]:
    return [
        f"| {' | '.join(map(str, case))} | {NAMES.get(name, name)} | {_figure(own, 'calibration')} | "
        f"{_figure(own, 'test')} | {median(own, 'score'):.3f} ({own[0].exact_score:.3f}) | "
        f"{max(row.evaluations for row in own)} |"
        for name, own in groups(rows, case)
    ]


def _figure(rows: Sequence[Row], key: str) -> str:
    values = [getattr(row, key) for row in rows]
    spread = f" ({min(values):.3g} to {max(values):.3g})" if len(values) > 1 else ""
    return f"{statistics.median(values):.3g}{spread}"


def _verdict(rows: Sequence[Row], case: tuple[Any, ...]) -> str:
    by = dict(groups(rows, case))
    ratio = _ratios(by)
    best = min(by, key=lambda name: median(by[name], "test"))
    figures = " | ".join("" if math.isnan(value) else f"{value:.3f}" for value in ratio)
    return f"| {' | '.join(map(str, case))} | {figures} | {NAMES.get(best, best)} |"


def _ratios(by: dict[str, list[Row]]) -> tuple[float, float, float, float]:
    """Return agent / CMA-ES and polished / CMA-ES on calibration data; on test data agent / CMA-ES, / sensitivity."""
    strongest = "sensitivity-range" if by["agent"][0].format == "float" else "sensitivity"
    return (
        median(by["agent"], "calibration") / median(by["CMA-ES"], "calibration"),
        median(by["agent, polished"], "calibration") / median(by["CMA-ES"], "calibration")
        if "agent, polished" in by
        else math.nan,
        median(by["agent"], "test") / median(by["CMA-ES"], "test"),
        median(by["agent"], "test") / median(by[strongest], "test"),
    )


def _summary(rows: Sequence[Row], cases: Sequence[tuple[Any, ...]]) -> list[str]:
    ratios = [_ratios(dict(groups(rows, case))) for case in cases]
    agent, polished, tested, better = (sum(pair[k] <= MET for pair in ratios) for k in range(4))
    n, both = len(cases), sum(not math.isnan(pair[1]) for pair in ratios)
    return [
        f"Within half a per cent of CMA-ES, or better: the agent in {agent} of {n} cases, with a local search for the "
        f"second half of the runs in {polished} of {both}; on test data the agent in {tested}. There the agent is at "
        f"least as good as the best table by sensitivity, which needs no run of the network, in {better} of {n}.",
    ]


def _draw(path: Path, rows: Sequence[Row], cases: Sequence[tuple[Any, ...]]) -> None:
    """Draw the loss on test data of each method, relative to the sensitivity's, a column a case."""
    figure = style.new_figure(4.5)
    axes = figure.subplots()
    style.dress(axes, "", "loss on test data / that by sensitivity")
    style.title(figure, "The agent on a network's loss, against other tables and searches")
    names = list(dict.fromkeys(row.method for row in rows))
    for i, name in enumerate(names):
        spots = [
            (k + (i - 0.5 * len(names)) * 0.06, row.test / median(dict(groups(rows, case))["sensitivity"], "test"))
            for k, case in enumerate(cases)
            for row in dict(groups(rows, case)).get(name, [])
        ]
        marker = "oD"[i // len(style.CYCLE) % 2]
        axes.plot(*zip(*spots, strict=True), marker, markersize=3.5, color=style.CYCLE[i % len(style.CYCLE)],
                  label=NAMES.get(name, name))  # fmt: skip
    axes.set_yscale("log")
    axes.set_xticks(range(len(cases)), [f"{c[0]} {c[1]}\n{c[2]}, {c[3]}\n{c[4]} runs" for c in cases], fontsize=6)
    style.legend_below(figure, columns=5)
    save_figure(figure, path)
