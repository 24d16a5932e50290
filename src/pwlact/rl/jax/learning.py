"""The course of a training: rollouts, evaluations, pruned strategies, updates and checkpoints."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path

from pwlact.rl.agent_config import EPISODES, AgentConfig
from pwlact.rl.jax.agent import Agent
from pwlact.rl.jax.checkpoint import CHECKPOINT, load_checkpoint, restore_snapshot, save_checkpoint, take_snapshot
from pwlact.rl.jax.collect import Collected
from pwlact.rl.jax.curves import Curves
from pwlact.rl.jax.update import Losses
from pwlact.rl.jax.weights import save_arrays
from pwlact.rl.log import TrainingLog
from pwlact.rl.monitor import Monitor, monitor_path
from pwlact.rl.rollout import Episode
from pwlact.rl.schedules import schedule
from pwlact.rl.starts import first_actions
from pwlact.rl.status import Watcher
from pwlact.rl.strategies import play_best, prune, survivors
from pwlact.rl.task import Task
from pwlact.rl.training import Training

CHECKPOINT_SECONDS = 3.0
CURVES_EVERY = 10  # rollouts


def learn(task: Task, config: AgentConfig, seed: int, folder: Path, watch: Watcher) -> Training:
    """Train an agent; see `pwlact.rl.engine.train`."""
    state, arrays = load_checkpoint(folder)
    log = TrainingLog(task, config, folder, watch, state)
    with Monitor(monitor_path(folder)) as monitor, Curves(folder / "tensorboard") as curves:
        agent = Agent(task, config, seed, None if log.resumed else first_actions(log, config, seed))
        if log.resumed:
            restore_snapshot(agent, arrays, folder / CHECKPOINT)
        course = Course(log, agent, config)
        while log.complete and not log.over(log.state.steps):
            course.advance(monitor, curves)
    return course.finish()


class Course:
    """A training under way, between two rollouts.

    Parameters
    ----------
    log : TrainingLog
        Its clock, evaluations and state.
    agent : Agent
        What plays and learns.
    config : AgentConfig
        How it learns.
    """

    def __init__(self, log: TrainingLog, agent: Agent, config: AgentConfig) -> None:
        self.log, self.agent, self.own = log, agent, config.ppo
        self.alive = list(log.state.alive) or list(range(log.strategies))
        self._rate = schedule(config.schedule, self.own.learning_rate)
        self._saved = time.monotonic()
        self._due = False
        self._rollouts = 0

    def advance(self, monitor: Monitor, curves: Curves) -> None:
        """Play a rollout and learn from it."""
        log, agent = self.log, self.agent
        if self._due or time.monotonic() - self._saved > CHECKPOINT_SECONDS:
            self._save()
        offset = self.own.log_std_offset(log.progress(log.state.steps))
        rollout, collected = agent.play(self.alive, offset)
        steps = log.state.steps + int(collected.lengths().sum())
        earlier = log.best.reward
        log.best.offer(*collected.finished())
        if log.best.reward > earlier or self._rollouts % self._spacing == 0:
            monitor.write(collected.returns(), collected.lengths(), collected.final)
        if log.evaluation_due(steps):
            self._evaluate(steps)
        self._prune(steps)
        log.rollout_done(steps)
        rate = self._rate(1.0 - log.progress(steps))
        losses = agent.learn(rollout, collected, rate, offset)
        self._rollouts += 1
        if self._rollouts % CURVES_EVERY == 0:
            curves.write(steps, _figures(log, collected, rate, losses))

    @property
    def _spacing(self) -> int:
        """Every how many rollouts one is in the monitor file, which so has about `EPISODES` rows at most."""
        progress, state = self.log.progress(self.log.state.steps), self.log.state
        return max(round(state.episodes / progress / EPISODES), 1) if progress else 1

    def _prune(self, steps: int) -> None:
        log, strategies = self.log, self.log.strategies
        if strategies:
            keep = survivors(log.progress(steps), self.own)
            if keep < len(self.alive):
                self.alive = prune(self.alive, log.task, self.agent.act(), strategies, keep)
            log.state.alive = tuple(self.alive)

    def _evaluate(self, steps: int) -> Episode:
        def save_policy() -> None:
            save_arrays(self.log.folder / "policies" / "best.npz", self.agent.policy())
            self._due = True

        return self.log.evaluate(self.agent.act(), steps, save_policy)

    def _save(self) -> None:
        self.log.tick(self.log.state.steps)
        save_checkpoint(self.log.folder, take_snapshot(self.agent), self.log.state)
        self.log.save_best()
        self._saved, self._due = time.monotonic(), False

    def finish(self) -> Training:
        """Evaluate and save the last policy; return the outcome."""
        log = self.log
        if log.state.evaluated:  # by an earlier start, which was killed before it wrote its result
            return log.outcome(play_best(log.task, self.agent.act(), log.strategies))
        steps, episodes = log.state.steps, log.state.episodes
        episode = self._evaluate(steps)
        save_arrays(log.folder / "policies" / "final.npz", self.agent.policy())
        log.end(steps)
        log.state.evaluated = log.complete
        kept = log.state if log.complete else dataclasses.replace(log.state, episodes=episodes)
        save_checkpoint(log.folder, take_snapshot(self.agent), kept)
        log.save_best()
        return log.outcome(episode)


def _figures(log: TrainingLog, collected: Collected, rate: float, losses: Losses) -> dict[str, float]:
    """Return the figures of learning curves, under the names that Stable-Baselines3 gives them."""
    return {
        "rollout/ep_rew_mean": float(collected.returns().mean()),
        "rollout/ep_len_mean": float(collected.lengths().mean()),
        "time/fps": log.state.steps / max(log.state.seconds, 1e-9),
        "train/learning_rate": rate,
        "train/policy_gradient_loss": float(losses.policy),
        "train/value_loss": float(losses.value),
        "train/entropy_loss": -float(losses.entropy),
        "train/approx_kl": float(losses.divergence),
        "train/clip_fraction": float(losses.clipped),
    }
