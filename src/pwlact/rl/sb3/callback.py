"""What is done between the rollouts of a Stable-Baselines3 training."""

from __future__ import annotations

import dataclasses
import time

from stable_baselines3.common.base_class import BaseAlgorithm
from stable_baselines3.common.callbacks import BaseCallback

from pwlact.rl.agent_config import OffPolicyConfig, OnPolicyConfig
from pwlact.rl.log import TrainingLog
from pwlact.rl.rollout import Episode
from pwlact.rl.sb3.checkpoint import save_checkpoint, save_model
from pwlact.rl.sb3.environment import Environment
from pwlact.rl.sb3.policy import policy_act
from pwlact.rl.sb3.progress import lower_noise, tell_time
from pwlact.rl.sb3.snapshot import Arrays, take_snapshot
from pwlact.rl.strategies import play_best, prune, survivors
from pwlact.rl.training import Training

CHECKPOINT_SECONDS = 3.0


class EvaluationCallback(BaseCallback):
    """Evaluates, prunes strategies, reports, and saves at the start of rollouts, where a training can go on exactly."""

    def __init__(self, log: TrainingLog, env: Environment, learner: OnPolicyConfig | OffPolicyConfig) -> None:
        super().__init__()
        self.log, self.env, self.learner = log, env, learner
        self._ending = False
        self._saved = time.monotonic()
        self._due = False
        self._stopped: tuple[int, int, Arrays] | None = None

    def _on_step(self) -> bool:
        if self._ending:
            return False
        if self.log.evaluation_due(self.num_timesteps):
            self._evaluate(self.model)
        return True

    def _on_rollout_start(self) -> None:
        progress = self.log.progress(self.num_timesteps)
        lower_noise(self.model, self.learner, progress)
        self._ending = not self.log.complete or progress >= 1.0
        if self._ending:  # the next step ends the training
            self._stopped = (self.num_timesteps, self.log.best.episodes, take_snapshot(self.model, self.env))
        elif self._due or time.monotonic() - self._saved > CHECKPOINT_SECONDS:
            self.log.tick(self.num_timesteps)
            self._save(self.model, take_snapshot(self.model, self.env))
            self._due = False

    def _on_rollout_end(self) -> None:
        self._prune()
        self.log.rollout_done(self.num_timesteps)
        tell_time(self.model, self.log)

    def _prune(self) -> None:
        env, log = self.env.strategies, self.log
        if env is not None and isinstance(self.learner, OnPolicyConfig):
            keep = survivors(log.progress(self.num_timesteps), self.learner)
            env.alive = prune(env.alive, log.task, policy_act(self.model), env.strategies, keep)
            log.state.alive = tuple(env.alive)

    def _save(self, model: BaseAlgorithm, arrays: Arrays) -> None:
        save_checkpoint(self.log.folder, model, self.log.state, arrays)
        self.log.save_best()
        self._saved = time.monotonic()

    def _evaluate(self, model: BaseAlgorithm) -> Episode:
        def save_policy() -> None:
            save_model(model, self.log.folder / "policies" / "best.zip")
            self._due = True

        return self.log.evaluate(policy_act(model), model.num_timesteps, save_policy)

    def finish(self, model: BaseAlgorithm) -> Training:
        """Evaluate and save the last policy; return the outcome."""
        log = self.log
        if log.state.evaluated:  # by an earlier start, which was killed before it wrote its result
            return log.outcome(play_best(log.task, policy_act(model), log.strategies))
        episode = self._evaluate(model)
        save_model(model, log.folder / "policies" / "final.zip")
        log.end(model.num_timesteps)
        if self._stopped is None or log.complete:
            log.state.evaluated = True
            self._save(model, {})
        else:
            self._save_stopped(model, *self._stopped)
        return log.outcome(episode)

    def _save_stopped(self, model: BaseAlgorithm, steps: int, episodes: int, arrays: Arrays) -> None:
        """Save where the last rollout would start, with the best of what came after; the network is the same."""
        state = dataclasses.replace(self.log.state, steps=steps, episodes=episodes)
        save_checkpoint(self.log.folder, model, state, arrays)
        self.log.save_best()
