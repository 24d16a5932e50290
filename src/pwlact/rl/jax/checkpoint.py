"""Checkpoints: all that a training needs to go on as if it had never stopped, in one npz file.

A training is the same from one rollout's start to the next as long as parameters, optimiser and generator are the same.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import jax
import numpy as np

from pwlact.errors import FileError
from pwlact.rl.checkpoint import load_state, save_state, state_from_json
from pwlact.rl.jax.agent import Agent
from pwlact.rl.jax.weights import Arrays, load_arrays, save_arrays
from pwlact.rl.training import TrainingState

CHECKPOINT = "checkpoint.npz"
STATE, GENERATOR = "training", "generator"
"""Entries beside the arrays: JSON texts."""


def take_snapshot(agent: Agent) -> Arrays:
    """Return the arrays that `restore_snapshot` needs."""
    generator = json.dumps(agent.generator.bit_generator.state)
    leaves = jax.tree.leaves((agent.parameters, agent.optimiser))
    return {**{f"array_{k}": np.array(leaf) for k, leaf in enumerate(leaves)}, GENERATOR: np.array(generator)}


def restore_snapshot(agent: Agent, arrays: Arrays, path: Path) -> None:
    """Put the arrays of `take_snapshot`, read from a file at `path`, back.

    Raises
    ------
    FileError
        If an array is missing, or of another shape or type than the agent's.
    """
    own, tree = jax.tree.flatten((agent.parameters, agent.optimiser))
    try:
        leaves = [arrays[f"array_{k}"] for k in range(len(own))]
        if any((new.shape, new.dtype) != (old.shape, old.dtype) for new, old in zip(leaves, own, strict=True)):
            raise ValueError("arrays of another network")
        agent.generator.bit_generator.state = json.loads(str(arrays[GENERATOR]))
    except (KeyError, ValueError, TypeError) as fault:
        raise FileError(f"a checkpoint must fit its run's config.toml, got {path}: {fault}; train anew") from fault
    agent.parameters, agent.optimiser = jax.tree.unflatten(tree, map(jax.numpy.asarray, leaves))


def save_checkpoint(folder: Path, arrays: Arrays, state: TrainingState) -> None:
    """Write arrays and state into one file, and the state again as checkpoint.json, for people to read."""
    save_arrays(folder / CHECKPOINT, {**arrays, STATE: np.array(json.dumps(dataclasses.asdict(state)))})
    save_state(folder, state)


def load_checkpoint(folder: Path) -> tuple[TrainingState | None, Arrays]:
    """Return the state and the arrays of an earlier start; None and nothing where there was none.

    Raises
    ------
    FileError
        If the file is damaged.
    """
    path = folder / CHECKPOINT
    if load_state(folder) is None and not path.exists():
        return None, {}
    arrays = load_arrays(path)
    try:
        return state_from_json(json.loads(str(arrays.pop(STATE))), path), arrays
    except (KeyError, ValueError) as fault:
        raise FileError(f"a checkpoint holds a training's state, got {path}: {fault!r}; train anew") from fault
