"""What is printed of a sweep: a table for each function, the settings' shares, and the failures."""

from __future__ import annotations

from collections.abc import Sequence

from pwlact.cli.console import print_table, say
from pwlact.settings.sweep_file import SweepFile
from pwlact.studies.sweeps.run import Sweep
from pwlact.studies.sweeps.summary import Combination, combinations, counts, importances
from pwlact.studies.sweeps.trial import FAILED, Row

MAX_LINES = 40  # of a function's table; of more combinations the best are printed

_SHARES = {
    "grid": "share of each setting in the variance",
    "drawn": "share of each setting in what sets the better trials apart",
}


def print_sweep(sweep: Sweep, rows: Sequence[Row]) -> None:
    """Print a sweep."""
    file, found = sweep.file, combinations(sweep.file, rows)
    for function in file.functions:
        _print_function(file, function, [one for one in found if one.function == function])
    _print_importances(sweep, found)
    states = ", ".join(f"{count} {state}" for state, count in counts(rows).items() if count)
    say(f"{len(rows)} of {sweep.total} trials: {states}")
    for reason in list(dict.fromkeys(row["reason"] for row in rows if row["state"] == FAILED))[:3]:
        say(f"failed: {reason}")


def _print_function(file: SweepFile, function: str, found: list[Combination]) -> None:
    if not found:
        return
    shown = found
    if len(found) > MAX_LINES:
        shown = sorted(found, key=lambda one: one.mean, reverse=file.larger)[:MAX_LINES]
    names = [one.name for one in file.space]
    trained = file.command == "train"
    known = file.published.get(function)
    columns = (*names, "mean", "spread", "best", *(("final policy",) if trained else ()), "seconds")
    which = "" if shown is found else f", the best {MAX_LINES} of {len(found)}"
    seeds = "1 seed" if len(file.seeds) == 1 else f"{len(file.seeds)} seeds"
    published = "" if known is None else f", published reward {known:g}"
    print_table(
        f"{function}: {file.measure} over {seeds}{published}{which}",
        columns,
        [_cells(one, names, trained=trained) for one in shown],
        texts=[name for name in names if any(isinstance(one.point[name], str) for one in shown)],
        drop=("seconds", "spread", "final policy"),
    )


def _cells(one: Combination, names: Sequence[str], *, trained: bool) -> tuple[str, ...]:
    figures = [one.mean, one.spread, one.best, *([one.mean_of("final_policy")] if trained else [])]
    values = [f"{one.point[name]:g}" if isinstance(one.point[name], float) else str(one.point[name]) for name in names]
    return (*values, *(f"{figure:.5g}" for figure in figures), f"{one.mean_of('seconds'):.1f}")


def _print_importances(sweep: Sweep, found: list[Combination]) -> None:
    shares = importances(sweep, found)
    names = [one.name for one in sweep.file.space]
    if shares and len(names) > 1:
        rows = [(function, *(f"{own.get(name, 0.0):.0%}" for name in names)) for function, own in shares.items()]
        print_table(_SHARES["grid" if sweep.file.plan.sampler == "grid" else "drawn"], ("function", *names), rows)
