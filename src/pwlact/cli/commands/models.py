"""`pwlact models`: real networks with approximated activations."""

from __future__ import annotations

from collections.abc import Sequence

from pwlact.cli.actions import run_action

NOTE = "NETWORK is a network's name, see `pwlact models list`."


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    return run_action("models", NOTE, argv)
