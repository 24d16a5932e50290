"""The error of a unit over its input codes."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from pwlact.datapath import code_values
from pwlact.errors import FileError
from pwlact.plots import style
from pwlact.search.describe_unit import max_error_text
from pwlact.search.result import Result


def unit(result: Result) -> Figure:
    """Draw the error y - f(x) of a unit on every input code in the range, with hairs where its pieces begin.

    Parameters
    ----------
    result : Result
        A result in a number format.

    Raises
    ------
    FileError
        If the result is in real numbers.
    """
    machine, report = result.candidate.unit, result.candidate.unit_report
    if machine is None or report is None:
        raise FileError(
            "a unit's figure needs a result in a number format, got one in real numbers; choose another kind"
        )
    problem, spec = result.problem, machine.spec
    found = code_values(machine, problem.activation, problem.interval)
    inside = found.inside
    x, off = found.x[inside], found.errors[inside]
    figure = style.new_figure()
    axes = figure.add_subplot()
    text = (
        f"{spec.input.name} in, {spec.output.name} out, slopes {spec.slope.name}, intercepts {spec.intercept.name}: "
        f"max {max_error_text(report, spec.output)}, mean {report.errors.mean:.4g}"
    )
    style.title(figure, f"Error of the unit on {x.size:,} inputs: {style.heading(result.problem)}\n{text}")
    style.dress(axes, "x", "unit(x) - f(x)")
    starts = np.flatnonzero(np.diff(machine.piece(found.codes[inside]))) + 1
    for start in x[starts].tolist():
        axes.axvline(start, color=style.HAIR_COLOR, linewidth=style.HAIR)
    gaps = (np.insert(values, starts, np.nan) for values in (x, off))  # pieces need not join
    axes.plot(*gaps, color=style.BLUE, linewidth=0.5, rasterized=True)
    for level in (-report.errors.max, report.errors.max):
        axes.axhline(level, color=style.VERMILLION, linewidth=1.0, linestyle=style.DASHES)
    axes.axhline(0.0, color=style.GREY, linewidth=style.HAIR)
    axes.plot(report.worst, float(off[int(np.argmax(x == report.worst))]), "o", color=style.VERMILLION, markersize=4.0)
    axes.set_xlim(*problem.interval)
    return figure
