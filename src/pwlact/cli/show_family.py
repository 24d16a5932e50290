"""What is printed of a family: figures of all functions, and the worst of them."""

from __future__ import annotations

from pathlib import Path

from pwlact.cli.console import print_pairs, print_table, say
from pwlact.many import Family
from pwlact.many.facts import COLUMNS, family_pairs, family_row, worst_first

WORST = 5


def print_family(family: Family, path: Path) -> None:
    """Print a family that was written to a file."""
    low, high = family.interval
    print_pairs(f"{len(family)} functions on [{low:g}, {high:g}], objective {family.objective}", family_pairs(family))
    say("")
    rows = [family_row(family, i) for i in worst_first(family, WORST)]
    print_table("largest errors", COLUMNS, rows, drop=("gap", "mse"))
    say(f"written  {path}")
