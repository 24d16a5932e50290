"""Playing the policy of a run."""

from __future__ import annotations

from pathlib import Path

from pwlact.errors import FileError
from pwlact.rl.engine import ENGINES, play_policy
from pwlact.rl.rollout import Episode
from pwlact.runs.folder import RESULT
from pwlact.runs.tasks import task_of
from pwlact.search.result_json import load_result
from pwlact.settings.training import TrainConfig


def replay(folder: Path, config: TrainConfig, policy: str) -> Episode:
    """Play a run's policy without noise.

    Parameters
    ----------
    folder : Path
        The run.
    config : TrainConfig
        Its settings; the network is rebuilt from them, and only the file's tensors are read.
    policy : str
        "best", "final", or the path of a policy: an npz file, or a Stable-Baselines3 zip.

    Raises
    ------
    ConfigError
        If the policy is a zip and the extra `rl` is missing.
    FileError
        If there is no such policy, or its file is damaged or of another network.
    """
    path = Path(policy) if policy not in {"best", "final"} else policy_path(folder, policy)
    if not path.is_file():
        raise FileError(f"a policy is best, final or a file, got {path}, which does not exist; see {folder}/policies")
    return play_policy(task_of(config), config, path)


def policy_path(folder: Path, policy: str) -> Path:
    """Return the file of the policy "best" or "final"; of several seeds, the best seed's."""
    if not (folder / "policies").is_dir() and (folder / RESULT).is_file():
        folder = folder / f"seed-{load_result(folder / RESULT).seed}"
    paths = [folder / "policies" / f"{policy}{engine.suffix}" for engine in ENGINES.values()]
    return next((path for path in paths if path.is_file()), paths[0])
