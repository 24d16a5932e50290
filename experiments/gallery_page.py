"""The gallery's page and its pictures, from what is computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from pwlact import functions
from pwlact.files import write_text
from pwlact.plots import save_figure, style

SAMPLES = 2001
INTRO = """# Gallery

{count} functions by {segments} segments. One command, `make gallery`, computes every figure here.

- *max error*: the smallest that continuous pieces have on the range, in real numbers; *above bound*: at most this much
  above what is proven to be the smallest.
- *{formats}*: the largest error of the hardware unit over every input code in the range, proven the smallest that any
  codes give (within {gap:.0e} of it). Its pieces need not join, so that it can be better than joined pieces. Rounding
  alone costs up to half a last place of the output: 2^-9 below 8 in fp16.
- *ULP*: the largest error in last places of the output; in floating point they are small near a zero of the function.
- *LUTs, cells, DSPs*: of the unit's Verilog on an iCE40, latency 3, by Yosys; a logic cell holds a LUT and a carry.
- Each unit was simulated on every input: {inputs:,} inputs in all, {mismatches} mismatches.
"""


def write_page(
    page: Path, found: Mapping[str, Any], names: Sequence[str], segments: Sequence[int], formats: Sequence[str]
) -> None:
    """Write the page, and a picture of each function beside it."""
    units = [found[f"{name} {count} {text}"] for name in names for count in segments for text in formats]
    intro = INTRO.format(
        count=len(names),
        segments=f"{', '.join(map(str, segments[:-1]))} and {segments[-1]}",
        formats=", ".join(formats),
        gap=max(unit["gap"] or 0.0 for unit in units),
        inputs=sum(unit["inputs"] for unit in units),
        mismatches=sum(unit["mismatches"] for unit in units),
    )
    parts = [intro, *(_part(found, name, segments, formats) for name in names)]
    write_text(page, "\n".join(parts))
    pictures = page.parent / "images" / "gallery"
    pictures.mkdir(parents=True, exist_ok=True)
    for name in names:
        save_figure(_picture(name, found, segments), pictures / f"{name}.png")


def _part(found: Mapping[str, Any], name: str, segments: Sequence[int], formats: Sequence[str]) -> str:
    activation = functions.get(name)
    low, high = activation.interval
    head = ["segments", "max error", "above bound"]
    head += [cell for text in formats for cell in (f"{text} error", "ULP", "LUTs, cells, DSPs")]
    rows = [head, ["---"] * len(head), *(_row(found, name, count, formats) for count in segments)]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    outputs = [(text, found[f"{name} {segments[0]} {text}"]["output"]) for text in formats]
    wider = "".join(f"; the units of {text} put out {output}" for text, output in outputs if output != text)
    heading = f"## {activation.label}\n\n`{name}` on [{low:g}, {high:g}]{wider}\n"
    picture = (
        f"![{activation.label}: the function with {segments[0]} segments, and the errors](images/gallery/{name}.png)\n"
    )
    return "\n".join([heading, picture, *lines, ""])


def _row(found: Mapping[str, Any], name: str, count: int, formats: Sequence[str]) -> list[str]:
    real = found[f"{name} {count} real"]
    cells = [str(count), _decimal(real["max"]), "-" if real["gap"] is None else f"{real['gap']:.3%}"]
    for text in formats:
        unit = found[f"{name} {count} {text}"]
        cells += [_decimal(unit["max"]), _ulps(unit["ulp"]), f"{unit['luts']}, {unit['cells']}, {unit['dsps']}"]
    return cells


def _decimal(value: float) -> str:
    """Return four digits without an exponent, which a narrow column would break at its hyphen."""
    return np.format_float_positional(value, precision=4, unique=False, fractional=False, trim="k")


def _ulps(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.4g}"


def _picture(name: str, found: Mapping[str, Any], segments: Sequence[int]) -> Figure:
    """Draw the function with the fewest segments, and below it the error of each number of segments."""
    activation = functions.get(name)
    x = np.linspace(*activation.interval, SAMPLES)
    figure = Figure(figsize=(6.0, 4.2), dpi=110, layout="constrained", facecolor="white")
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    style.dress(above, "", activation.label)
    style.dress(below, "x", "error")
    above.plot(x, activation.f(x), color=style.PALE, linewidth=style.FUNCTION_WIDTH, label="function")
    for number, count in enumerate(segments):
        knots, values = (found[f"{name} {count} real"][key] for key in ("breakpoints", "values"))
        color = style.CYCLE[number]
        below.plot(
            x, np.interp(x, knots, values) - activation.f(x), color=color, linewidth=0.9, label=f"{count} segments"
        )
        if number == 0:
            above.plot(knots, values, "o-", color=color, linewidth=style.LINE_WIDTH, markersize=3)
    style.legend_below(figure, below.get_legend_handles_labels()[0])
    return figure
