"""A profile as tables of text."""

from __future__ import annotations

from pwlact.cli.console import print_table, say
from pwlact.fit.profile import Profile
from pwlact.models.network import Network
from pwlact.studies.network_profile import SHARE, ProfileRow, function_rows, profile_rows, unfed

COLUMNS = ("function", "inputs", f"range of {SHARE:.1%}", "covered", "default range", "outside", "sensitivity")


def print_profile(profile: Profile, network: Network) -> None:
    """Print a table of the sites, then one of the functions."""
    _print(f"{network.title}, profiled on {profile.samples:,} samples", "site", profile_rows(profile))
    if len(profile.sites) > 1:
        _print("all sites of a function", "", function_rows(profile))
    if unfed(profile):
        say(f"without inputs: {', '.join(unfed(profile))}")


def _print(title: str, name: str, rows: list[ProfileRow]) -> None:
    columns = (name, *COLUMNS) if name else COLUMNS
    cells = [((row.site,) if name else ()) + _cells(row) for row in rows]
    texts = ("function",) if name else ()
    print_table(title, columns, cells, texts=texts, drop=("default range", "covered", "function")[: 2 + bool(name)])


def _cells(row: ProfileRow) -> tuple[str, ...]:
    share = "-" if row.sensitivity is None else f"{row.sensitivity:.1%}"
    ranges = [f"{low:.4g} {high:.4g}" for low, high in (row.range, row.default_range)]
    return row.function, f"{row.inputs:,}", ranges[0], f"{row.coverage:.2%}", ranges[1], f"{row.outside:.2%}", share
