"""`pwlact models profile`: what a network feeds its activations, and how much it minds an error there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pwlact.cli.console import say
from pwlact.cli.counter import counted
from pwlact.cli.parse import parse
from pwlact.cli.settings import subset
from pwlact.cli.show_profile import print_profile
from pwlact.cli.tables import check_outputs, write_outputs
from pwlact.fit.profile import Profile
from pwlact.fit.profile_file import write_profile
from pwlact.models.network import Network
from pwlact.models.networks.open import open_network
from pwlact.settings.marks import File
from pwlact.settings.network_profile import NetworkProfileConfig
from pwlact.studies.evaluation.profiles import warn_of_range
from pwlact.studies.network_profile import profile_to_csv, profile_to_json

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, kw_only=True)
class ModelsProfileCommand(NetworkProfileConfig):
    """Record what a network feeds its activations, and how much its loss minds an error there.

    One pass over the data gives a histogram of the inputs for each site, and with it the sensitivity: the mean of
    (dL/dy)^2 by input. `search`, `train`, `compare` and `fit` take the file: --density profile.npz:sensitivity.
    """

    csv: File | None = None
    """Write a row for each site to this file."""
    plot: File | None = None
    """Draw density and sensitivity of each function to this .png, .svg or .pdf file."""
    json: bool = False
    """Print one JSON object, and nothing else."""


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    command = parse(ModelsProfileCommand, argv, "models profile")
    check_outputs(command.plot, command.csv, command.out)
    config = subset(NetworkProfileConfig, command)
    network = open_network(config)
    profile = _profile(config, network)
    write_profile(Path(config.out), profile)
    warn_of_range(Path(config.out))
    code = write_outputs(
        picture=None if command.plot is None else Path(command.plot),
        figure=lambda: _figure(profile),
        csv=command.csv,
        rows=lambda: profile_to_csv(profile),
        json=command.json,
        data=lambda: profile_to_json(profile),
        show=lambda: print_profile(profile, network),
    )
    if not command.json:
        say(f"written  {config.out}")
    return code


def _profile(config: NetworkProfileConfig, network: Network) -> Profile:
    with counted(config.count or network.samples(config.split), "samples") as network.watch:
        return network.profile(config.split, sensitivity=config.sensitivity, count=config.count)


def _figure(profile: Profile) -> Figure:
    from pwlact.plots import network_profile  # loads matplotlib

    return network_profile(profile)
