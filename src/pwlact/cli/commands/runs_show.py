"""`pwlact runs show`: one run's result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tyro.conf import Positional

from pwlact.cli.console import print_json
from pwlact.cli.parse import parse
from pwlact.cli.run_rows import RunsOptions
from pwlact.cli.show import print_result
from pwlact.runs.folder import find_result
from pwlact.search.result_json import load_result, result_to_json


@dataclass(frozen=True, kw_only=True)
class RunsShowCommand(RunsOptions):
    """Show one run's result."""

    run: Positional[str]
    """Run folder, its name, or a result.json."""


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    command = parse(RunsShowCommand, argv, "runs show")
    result = load_result(find_result(command.run, command.out))
    if command.json:
        print_json(result_to_json(result))
    else:
        print_result(result)
    return 0
