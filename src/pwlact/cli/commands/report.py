"""`pwlact report`: results as one page of HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tyro.conf import Positional

from pwlact.cli.console import print_json, say
from pwlact.cli.parse import parse
from pwlact.errors import ConfigError
from pwlact.files import output_file, write_text
from pwlact.settings.marks import File, Folder


@dataclass(frozen=True, kw_only=True)
class ReportCommand:
    """Write a page of one result, or of several beside each other: one HTML file that needs no network."""

    results: Positional[tuple[str, ...]] = ()
    """Run folders, their names, result.json files; what `models evaluate`, `allocate` or `recover` wrote; a family's
    .npz file."""
    out: File = "report.html"
    """File to write."""
    runs: Folder = "runs"
    """Folder of the run folders, where names are looked up."""
    json: bool = False
    """Print the path as one JSON object, and nothing else."""


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    from pwlact.report import find_subject, page

    command = parse(ReportCommand, argv, "report")
    if not command.results:
        raise ConfigError("a result is needed, got none; give a run folder, its name or a result.json")
    path = output_file(command.out)
    write_text(path, page([find_subject(text, command.runs) for text in command.results]))
    if command.json:
        print_json({"page": str(path)})
    else:
        say(f"written  {path}")
    return 0
