"""The profile that an evaluation weighs by: the one that is given, or one made once and kept."""

from __future__ import annotations

from pathlib import Path

from pwlact import functions
from pwlact.errors import ConfigError
from pwlact.files import is_file
from pwlact.fit.density import density_of, warn_of_outside
from pwlact.fit.profile import Profile
from pwlact.fit.profile_file import read_profile, write_profile
from pwlact.models.network import Network
from pwlact.settings.evaluation import WEIGHTED, EvaluationConfig


def profile_path(config: EvaluationConfig, network: Network, folder: Path) -> Path | None:
    """Return the file of the network's profile; None where no table needs it.

    Raises
    ------
    FileError
        If the given file is no profile.
    ConfigError
        If it is of another network.
    """
    if config.profile is not None:
        _check_network(read_profile(Path(config.profile)), network, config.profile)
        return Path(config.profile)
    if not set(WEIGHTED).intersection(config.recipes):
        return None
    path = folder / f"profile-{config.profile_count or 'all'}.npz"
    if not is_file(path):
        write_profile(path, network.calibrate(config.profile_count))
    return path


def _check_network(profile: Profile, network: Network, path: str) -> None:
    own = {site.name: site.function for site in network.sites}
    found = {site.name: site.function for site in profile.sites}
    if profile.network != network.name or own != found:
        raise ConfigError(
            f"a profile must be of the network {network.name}, got {path}, which is of {profile.network} with "
            f"{len(found)} sites; make one by `pwlact models profile {network.name}`"
        )


def warn_of_range(path: Path) -> None:
    """Warn where the inputs often leave the default range of a function."""
    for function in read_profile(path).functions:
        warn_of_outside(density_of(str(path), function), functions.get(function).interval)
