"""Checkpoints of Stable-Baselines3 models.

A Stable-Baselines3 zip holds pickles beside its tensors. We write such zips, for others to load, but read only their
tensors (torch's weights-only loader) and rebuild the rest from config.toml: nothing is unpickled.
"""

from __future__ import annotations

import dataclasses
import io
import json
import warnings
import zipfile
from pathlib import Path

import numpy as np
from stable_baselines3.common.base_class import BaseAlgorithm
from stable_baselines3.common.save_util import load_from_zip_file

from pwlact.errors import FileError
from pwlact.files import write_atomically
from pwlact.rl.checkpoint import save_state, state_from_json
from pwlact.rl.sb3.snapshot import Arrays
from pwlact.rl.training import TrainingState

MODEL = "checkpoint.zip"
STATE_ENTRY, ARRAYS_ENTRY = "training.json", "training.npz"
"""What a checkpoint's zip holds beside what Stable-Baselines3 puts there, so that a kill never parts them."""
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
    except DAMAGE as fault:
        raise _damaged(path, fault) from fault
    except Exception as fault:  # torch's unpickler raises its own kinds on foreign bytes
        raise FileError(
            f"a policy file must hold tensors, got {path}: {type(fault).__name__}; it is damaged"
        ) from fault
    if "policy" not in tensors:  # as in the second half of a zip
        raise _damaged(path, KeyError("no policy.pth in it"))
    try:
        model.set_parameters(tensors, exact_match=True)
    except DAMAGE as fault:
        raise FileError(
            f"a policy must fit its run's config.toml, got {path}, of another network; give the run's own"
        ) from fault


def save_checkpoint(folder: Path, model: BaseAlgorithm, state: TrainingState, arrays: Arrays | None = None) -> None:
    """Write model, state and snapshot into one zip, and the state again as checkpoint.json, for people to read."""

    def write(temporary: Path) -> None:
        model.save(temporary)
        with zipfile.ZipFile(temporary, "a") as file:
            file.writestr(STATE_ENTRY, json.dumps(dataclasses.asdict(state)))
            file.writestr(ARRAYS_ENTRY, _packed(arrays or {}))

    write_atomically(folder / MODEL, write)
    save_state(folder, state)


def load_snapshot(path: Path) -> tuple[TrainingState, Arrays] | None:
    """Return the state and the snapshot in a checkpoint's zip; None where an older version wrote it.

    Raises
    ------
    FileError
        If the file is missing or damaged.
    """
    try:
        with zipfile.ZipFile(path) as file:
            if STATE_ENTRY not in file.namelist():
                return None
            data = json.loads(file.read(STATE_ENTRY))
            with np.load(io.BytesIO(file.read(ARRAYS_ENTRY)), allow_pickle=False) as arrays:
                return state_from_json(data, path), dict(arrays)
    except FileError:
        raise
    except DAMAGE as fault:
        raise _damaged(path, fault) from fault


def _packed(arrays: Arrays) -> bytes:
    stream = io.BytesIO()
    np.savez(stream, **arrays)  # type: ignore[arg-type]  # none is named allow_pickle
    return stream.getvalue()


def _damaged(path: Path, fault: Exception) -> FileError:
    reason = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
    return FileError(f"a policy file is a whole zip of Stable-Baselines3, got {path}: {reason}; it is damaged")
