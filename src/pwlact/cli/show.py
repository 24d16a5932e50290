"""What is printed of a run: its result, its folder and its figures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pwlact.cli.console import out, print_json, print_table
from pwlact.datapath import Unit
from pwlact.datapath.record import begins
from pwlact.errors import FileError
from pwlact.formats import Format
from pwlact.search.result import Result
from pwlact.search.result_json import result_to_json

FIGURES = ("max", "mean", "MSE", "exact max", "objective", "lower bound", "gap", "evaluations", "seconds")


def report(folder: Path, result: Result, as_json: bool, figures: bool) -> None:
    """Draw the figures and print the result."""
    pictures = _draw(folder, result) if figures else []
    if as_json:
        print_json(result_to_json(result))
        return
    print_result(result)
    out.print(f"run      {folder}")
    for picture in pictures:
        out.print(f"figure   {picture}")


def _draw(folder: Path, result: Result) -> list[Path]:
    from pwlact.cli.figures import draw_run  # loads matplotlib

    return draw_run(folder, result)


def print_result(result: Result) -> None:
    """Print a training's table, each set of points as what it is, or a search's row.

    Raises
    ------
    FileError
        If what training adds to a result does not fit its schema.
    """
    if "best_episode" in result.details:
        _print_training(result)
    else:
        _print_search(result)


def number(value: float | None, form: str = ".6g") -> str:
    """Return a figure as text, a dash where there is none."""
    return "-" if value is None else f"{value:{form}}"


def share(gap: float | None) -> str:
    """Return a gap as text: in per cent, or as a factor where it is large."""
    if gap is None:
        return "-"
    return f"{gap:.3%}" if gap < 10 else f"x {gap + 1:.4g}"


def bound_text(result: Result) -> str:
    """Return the proven lower bound and the gap to it."""
    return f"lower bound {number(result.lower_bound)}, gap {share(result.gap)}"


def heading(result: Result) -> str:
    """Return what was asked and how it ended."""
    problem = result.problem
    low, high = problem.interval
    return f"{problem.activation.name} on [{low:g}, {high:g}], {problem.segments} segments: {result.status}"


def _print_search(result: Result) -> None:
    if result.candidate.unit is not None:
        print_unit(result)
        return
    grid, exact = result.candidate.errors.grid, result.candidate.errors.exact
    row = (
        result.method,
        number(grid.max, ".7f"),
        number(grid.mean, ".7f"),
        number(grid.mse, ".3e"),
        number(exact.max, ".7f"),
        number(result.candidate.objective),
        number(result.lower_bound),
        share(result.gap),
        f"{result.evaluations:,}",
        number(result.seconds, ".3f"),
    )
    print_table(heading(result), ("method", *FIGURES), [row])
    _print_points(result)


UNIT_FIGURES = ("max", "mean", "MSE", "ULP", "reversals", "outside", "objective", "lower bound", "gap", "seconds")


def print_unit(result: Result) -> None:
    """Print a unit's row: its errors over all input codes in the range, and its formats."""
    unit, report = result.candidate.unit, result.candidate.unit_report
    if unit is None or report is None:
        return
    row = (
        result.method,
        number(report.errors.max, ".7f"),
        number(report.errors.mean, ".7f"),
        number(report.errors.mse, ".3e"),
        number(report.ulp, ".5g"),
        f"{report.reversals}",
        number(report.outside, ".3g"),
        number(result.candidate.objective),
        number(result.lower_bound),
        share(result.gap),
        number(result.seconds, ".3f"),
    )
    print_table(f"{heading(result)}; over {report.inputs:,} input codes", ("method", *UNIT_FIGURES), [row])
    for line in unit_lines(unit):
        out.print(line)
    _print_points(result)


def print_pieces(unit: Unit) -> None:
    """Print a unit's pieces, tails included: where each begins, its slope and its intercept, as codes and values."""
    spec = unit.spec
    begin = ["-", *(f"{code} ({value:.9g})" for code, value in _pairs(spec.input, begins(unit)))]
    slopes = [f"{code} ({value:.9g})" for code, value in _pairs(spec.slope, unit.slopes)]
    intercepts = [f"{code} ({value:.9g})" for code, value in _pairs(spec.intercept, unit.intercepts)]
    columns = ("piece", "begins at", "slope", "intercept")
    rows = [(f"{k}", *cells) for k, cells in enumerate(zip(begin, slopes, intercepts, strict=True), 1)]
    print_table("pieces: codes, and values in brackets", columns, rows)


def _pairs(format_: Format, codes: Any) -> list[tuple[int, float]]:
    return list(zip(codes.tolist(), format_.decode(codes).tolist(), strict=True))


def unit_lines(unit: Unit) -> list[str]:
    """Return what a unit is built like as lines of text."""
    spec = unit.spec
    formats = f"input {spec.input.name}, slope {spec.slope.name}, intercept {spec.intercept.name}"
    selection = "comparators" if spec.address_bits is None else f"{spec.address_bits} address bits"
    multiplier = f"slopes of {spec.shift_terms} powers of two" if spec.shift_terms else "a multiplier"
    table = "" if not spec.mirrored else f", mirrored ({spec.symmetry.value})"
    return [
        f"formats  {formats}, output {spec.output.name}",
        f"unit     {unit.pieces} pieces{table}, {selection}, {multiplier}, {spec.arithmetic}, rounding "
        f"{spec.rounding.value}, overflow {spec.overflow.value}",
    ]


def _print_points(result: Result) -> None:
    out.print("points   " + " ".join(f"{point:.6g}" for point in result.candidate.pwl.points))


def _print_training(result: Result) -> None:
    try:
        rows, spread = _rows(result.details), _spread(result.details)
    except (TypeError, ValueError, KeyError, AttributeError) as fault:
        raise FileError(f"a training's result holds its episodes, got {fault!r}; the file is damaged") from fault
    print_table(heading(result), ("", "reward", "max error", "mean error", "exact max", "MSE"), rows)
    if spread:
        out.print(spread)
    _print_points(result)
    if result.lower_bound is not None:
        out.print(f"best     objective {number(result.candidate.objective)}, {bound_text(result)}")
    if result.candidate.unit is not None:
        for line in unit_lines(result.candidate.unit):
            out.print(line)
    if "area" in result.details:
        out.print(f"area     {result.details['area']:.0f} logic cells of {result.details['area_target']}, estimated")
    out.print(f"time     {result.seconds:.1f} s, {result.evaluations:,} episodes")


def _rows(details: Mapping[str, Any]) -> list[tuple[str, ...]]:
    kinds = ("best_episode", "best_policy", "final_policy", "polished")
    rows = [_row(kind.replace("_", " "), details[kind]) for kind in kinds if kind in details]
    return rows + [_row(f"seed {seed['seed']}", seed["best_episode"]) for seed in details.get("seeds", [])]


def _spread(details: Mapping[str, Any]) -> str:
    if "rewards" not in details:
        return ""
    return "rewards  " + "  ".join(f"{key} {details['rewards'][key]:.3f}" for key in ("best", "median", "spread"))


def _row(name: str, report: dict[str, Any] | None) -> tuple[str, ...]:
    if report is None:
        return (name, "-", "-", "-", "-", "-")
    errors = report["errors"]
    grid, exact = errors["grid"], errors["exact"]
    if errors.get("codes") is not None:  # a unit's, which count
        grid = exact = errors["codes"]
    figures = (grid["max"], grid["mean"], exact["max"])
    return (name, f"{report['reward']:.3f}", *(f"{figure:.7f}" for figure in figures), f"{grid['mse']:.3e}")
