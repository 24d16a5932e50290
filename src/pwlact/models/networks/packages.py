"""Packages that hold weights and data: found without importing them, as some download or need more than they hold."""

from __future__ import annotations

import contextlib
import importlib.metadata
import importlib.util
from collections.abc import Iterable, Iterator
from pathlib import Path

from pwlact.errors import ConfigError


def package_folder(module: str, pip: str) -> Path:
    """Return the folder of an installed package.

    Parameters
    ----------
    module, pip : str
        The package's import name, and the line that installs it.

    Raises
    ------
    ConfigError
        If it is not installed.
    """
    found = importlib.util.find_spec(module)
    if found is None or not found.submodule_search_locations:
        raise ConfigError(f"this network's weights or data are in a package, got no {module}; {pip}")
    return Path(next(iter(found.submodule_search_locations)))


def missing_packages(modules: Iterable[str]) -> list[str]:
    """Return those import names of which no package is installed."""
    return [module for module in modules if importlib.util.find_spec(module) is None]


@contextlib.contextmanager
def needing_extra(what: str) -> Iterator[None]:
    """Within the context, a missing import is told as of a package of the extra models.

    Raises
    ------
    ConfigError
        If a module that is not pwlact's own is missing.
    """
    try:
        yield
    except ImportError as fault:
        missing = (fault.name or str(fault)).partition(".")[0]
        if missing == "pwlact":
            raise
        raise ConfigError(
            f"{what} needs packages of the extra models, got no {missing}; pip install 'pwlact[models]'"
        ) from fault


def version(package: str) -> str:
    """Return the version of an installed package."""
    return importlib.metadata.version(package)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Within the context, transformers shows neither warnings nor progress bars."""
    from transformers.utils import logging

    level, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(level)
        if bars:
            logging.enable_progress_bar()
