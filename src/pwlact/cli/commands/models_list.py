"""`pwlact models list`: the networks that can be evaluated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pwlact.cli.console import print_json, print_pairs
from pwlact.cli.parse import parse
from pwlact.models.networks.packages import missing_packages
from pwlact.models.networks.registry import NETWORKS, network_class

KEYS = ("title", "data", "score_name", "divergence_name", "origin", "licence", "pip")


@dataclass(frozen=True, kw_only=True)
class ModelsListCommand:
    """List the networks that can be evaluated, with their data, origin and licence."""

    json: bool = False
    """Print one JSON object, and nothing else."""


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    command = parse(ModelsListCommand, argv, "models list")
    found = {name: _about(network_class(name)) for name in NETWORKS}
    if command.json:
        print_json({"networks": found})
        return 0
    for name, about in found.items():
        print_pairs(name, ((key.removesuffix("_name"), text) for key, text in about.items()))
    return 0


def _about(kind: Any) -> dict[str, str]:
    missing = missing_packages(kind.packages)
    about = {key: getattr(kind, key) for key in KEYS}
    return {**about, "installed": f"no: {', '.join(missing)}" if missing else "yes"}
