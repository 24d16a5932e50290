"""`pwlact runs`: list, show, compare, resume and roll out runs."""

from __future__ import annotations

from collections.abc import Sequence

from pwlact.cli.actions import run_action

NOTE = "RUN is a run folder, its name, or a result.json."


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    return run_action("runs", NOTE, argv)
