"""What is done between the rollouts of a Stable-Baselines3 training."""

from __future__ import annotations

import time

from stable_baselines3.common.base_class import BaseAlgorithm
from stable_baselines3.common.callbacks import BaseCallback

from pwlact.rl.progress import TrainingProgress
from pwlact.rl.rollout import Episode
from pwlact.rl.sb3.checkpoint import save_checkpoint, save_model
from pwlact.rl.sb3.environment import Environment
from pwlact.rl.sb3.policy import policy_act
from pwlact.rl.strategies import prune, survivors
from pwlact.rl.training import Training

CHECKPOINT_SECONDS = 3.0


class EvaluationCallback(BaseCallback):
    """Evaluates, prunes strategies, reports and saves."""

    def __init__(self, progress: TrainingProgress, env: Environment) -> None:
        super().__init__()
        self.progress, self.env = progress, env
        self._saved = time.monotonic()

    def _on_step(self) -> bool:
        if not self.progress.complete:
            return False
        if self.progress.evaluation_due(self.num_timesteps):
            self._evaluate(self.model)
        return True

    def _on_rollout_end(self) -> None:
        self._prune()
        if time.monotonic() - self._saved > CHECKPOINT_SECONDS:
            self.progress.tick(self.num_timesteps)
            self._save(self.model)
        self.progress.rollout_done(self.num_timesteps)

    def _prune(self) -> None:
        env, progress = self.env.strategies, self.progress
        if env is not None:
            keep = survivors(self.num_timesteps / progress.total, env.strategies)
            env.alive = prune(env.alive, progress.task, policy_act(self.model), env.strategies, keep)
            progress.state.alive = tuple(env.alive)

    def _save(self, model: BaseAlgorithm) -> None:
        save_checkpoint(self.progress.folder, model, self.progress.state)
        self.progress.save_best()
        self._saved = time.monotonic()

    def _evaluate(self, model: BaseAlgorithm) -> Episode:
        def save_policy() -> None:
            save_model(model, self.progress.folder / "policies" / "best.zip")
            self._save(model)

        return self.progress.evaluate(policy_act(model), model.num_timesteps, save_policy)

    def finish(self, model: BaseAlgorithm) -> Training:
        """Evaluate and save the last policy; return the outcome."""
        episode = self._evaluate(model)
        save_model(model, self.progress.folder / "policies" / "final.zip")
        self._save(model)
        return self.progress.outcome(episode)
