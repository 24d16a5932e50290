"""Checkpoints of Stable-Baselines3 models.

A Stable-Baselines3 zip holds pickles beside its tensors. We write such zips, for others to load, but read only their
tensors (torch's weights-only loader) and rebuild the rest from config.toml: nothing is unpickled.
"""

from __future__ import annotations

import warnings
import zipfile
from pathlib import Path

from stable_baselines3.common.base_class import BaseAlgorithm
from stable_baselines3.common.save_util import load_from_zip_file

from pwlact.errors import FileError
from pwlact.files import write_atomically
from pwlact.rl.checkpoint import save_state
from pwlact.rl.training import TrainingState

MODEL = "checkpoint.zip"
DAMAGE = (OSError, ValueError, KeyError, RuntimeError, EOFError, AttributeError, zipfile.BadZipFile)


def save_model(model: BaseAlgorithm, path: Path) -> None:
    """Write a Stable-Baselines3 zip, whole or not at all."""
    write_atomically(path, lambda temporary: model.save(temporary))


def load_tensors(model: BaseAlgorithm, path: Path) -> None:
    """Put the tensors of a Stable-Baselines3 zip into `model`; its pickles are not read.

    Raises
    ------
    FileError
        If the file is missing, damaged, or of another network.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about foreign pickles, which are refused with one line
            _, tensors, _ = load_from_zip_file(path, load_data=False)
        model.set_parameters(tensors, exact_match=True)
    except DAMAGE as fault:
        reason = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
        raise FileError(
            f"a policy file must fit its run's config.toml, got {path}: {reason}; it is damaged or foreign"
        ) from fault
    except Exception as fault:  # torch's unpickler raises its own kinds on foreign bytes
        raise FileError(
            f"a policy file must hold tensors, got {path}: {type(fault).__name__}; it is damaged"
        ) from fault


def save_checkpoint(folder: Path, model: BaseAlgorithm, state: TrainingState) -> None:
    """Write model and state; a kill in between leaves an older state with a newer model, which is harmless."""
    save_model(model, folder / MODEL)
    save_state(folder, state)
