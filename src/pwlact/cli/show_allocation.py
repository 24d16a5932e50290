"""An allocation as tables of text."""

from __future__ import annotations

from pwlact.cli.console import print_table, say
from pwlact.models.budgets.allocate import WAYS, Allocation
from pwlact.models.budgets.allocation import Placed
from pwlact.models.budgets.curves import Curve, Option
from pwlact.search.describe import number


def print_allocation(found: Allocation) -> None:
    """Print the allocated tables, then what they and even shares lose."""
    cost, network = found.config.cost_name, found.network
    areas = cost != "segments"
    columns = ["table", "function", "range", "segments", *([cost] if areas else []), "predicted loss"]
    rows = [_row(curve, option, areas) for curve, option in found.placed[0].pairs]
    title = f"{network.title}: {found.config.budget} {cost} shared out among {len(rows)} table{'s' * (len(rows) > 1)}"
    print_table(title, columns, rows, texts=("function", "range"), drop=("function", "range"))
    divergence, score = network.divergence_name, network.score_name
    print_table(
        f"the whole network, exact {score} {number(found.score, '.5g')}"
        if found.config.measure
        else "the whole network",
        (
            "tables",
            "segments",
            *([cost] if areas else []),
            f"predicted {divergence}",
            f"measured {divergence}",
            "95 %",
            score,
        ),
        [
            (
                placed.way,
                f"{placed.segments}",
                *([f"{placed.cost}"] if areas else []),
                f"{placed.predicted:.3g}",
                *_measured(placed),
            )
            for placed in found.placed
        ],
    )
    for placed in found.placed:
        say(f"{placed.way}: {WAYS[placed.way]}")


def _measured(placed: Placed) -> tuple[str, str, str]:
    """Return the divergence with its interval, and the score."""
    if placed.measured is None:
        return "-", "-", "-"
    found = placed.measured.divergence
    return f"{found.value:.3g}", f"{found.low:.3g} {found.high:.3g}", f"{placed.measured.score:.5g}"


def _row(curve: Curve, option: Option, areas: bool) -> tuple[str, ...]:
    low, high = option.record["interval"]
    cost = [f"{option.cost}"] if areas else []
    return (curve.name, curve.function, f"{low:g} {high:g}", f"{option.segments}", *cost, f"{option.loss:.3g}")
