"""What is done between the rollouts of a Stable-Baselines3 training."""

from __future__ import annotations

import time

from stable_baselines3.common.base_class import BaseAlgorithm
from stable_baselines3.common.callbacks import BaseCallback

from pwlact.rl.log import TrainingLog
from pwlact.rl.rollout import Episode
from pwlact.rl.sb3.checkpoint import save_checkpoint, save_model
from pwlact.rl.sb3.environment import Environment
from pwlact.rl.sb3.policy import policy_act
from pwlact.rl.strategies import prune, survivors
from pwlact.rl.training import Training

CHECKPOINT_SECONDS = 3.0


class EvaluationCallback(BaseCallback):
    """Evaluates, prunes strategies, reports and saves."""

    def __init__(self, log: TrainingLog, env: Environment) -> None:
        super().__init__()
        self.log, self.env = log, env
        self._saved = time.monotonic()

    def _on_step(self) -> bool:
        if not self.log.complete:
            return False
        if self.log.evaluation_due(self.num_timesteps):
            self._evaluate(self.model)
        return True

    def _on_rollout_end(self) -> None:
        self._prune()
        if time.monotonic() - self._saved > CHECKPOINT_SECONDS:
            self.log.tick(self.num_timesteps)
            self._save(self.model)
        self.log.rollout_done(self.num_timesteps)

    def _prune(self) -> None:
        env, log = self.env.strategies, self.log
        if env is not None:
            keep = survivors(self.num_timesteps / log.total, env.strategies)
            env.alive = prune(env.alive, log.task, policy_act(self.model), env.strategies, keep)
            log.state.alive = tuple(env.alive)

    def _save(self, model: BaseAlgorithm) -> None:
        save_checkpoint(self.log.folder, model, self.log.state)
        self.log.save_best()
        self._saved = time.monotonic()

    def _evaluate(self, model: BaseAlgorithm) -> Episode:
        def save_policy() -> None:
            save_model(model, self.log.folder / "policies" / "best.zip")
            self._save(model)

        return self.log.evaluate(policy_act(model), model.num_timesteps, save_policy)

    def finish(self, model: BaseAlgorithm) -> Training:
        """Evaluate and save the last policy; return the outcome."""
        episode = self._evaluate(model)
        save_model(model, self.log.folder / "policies" / "final.zip")
        self._save(model)
        return self.log.outcome(episode)
