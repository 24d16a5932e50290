"""Stable-Baselines3 models from our settings."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch as th
from stable_baselines3 import A2C, PPO, SAC, TD3
from stable_baselines3.common.base_class import BaseAlgorithm
from stable_baselines3.common.noise import NormalActionNoise
from stable_baselines3.common.vec_env import VecEnv, VecEnvWrapper, VecMonitor
from stable_baselines3.common.vec_env.base_vec_env import VecEnvObs, VecEnvStepReturn

from pwlact.rl.agent_config import AgentConfig, OffPolicyConfig, OnPolicyConfig
from pwlact.rl.dynamics import Task
from pwlact.rl.plans import first_plans
from pwlact.rl.sb3.policy import StepwisePolicy
from pwlact.rl.sb3.vec_env import SegmentPointsVecEnv
from pwlact.rl.schedules import schedule
from pwlact.rl.strategies import StrategyVecEnv


def strategies(config: AgentConfig) -> int:
    """Return how many strategies the agent's network keeps apart; 0 where its kind of network knows of none."""
    if config.env.observation != "one-hot" or config.algorithm not in ("ppo", "a2c"):
        return 0
    count: int = getattr(config, config.algorithm).strategies
    return count


class Environment(NamedTuple):
    """The vectorised environment, bare; with strategies, where there are any; and as the agent is given it."""

    bare: SegmentPointsVecEnv
    strategies: StrategyVecEnv | None
    given: VecEnv


def make_env(task: Task, config: AgentConfig, monitor: Path | None = None) -> Environment:
    """Build the algorithm's environment; `monitor` is where finished episodes are written down, if anywhere."""
    bare = SegmentPointsVecEnv(task, getattr(config, config.algorithm).envs)
    given: VecEnv = bare
    if monitor is not None:
        given = VecMonitor(given, str(monitor), info_keywords=("final_reward",))
    count = strategies(config)
    told = StrategyVecEnv(given, count) if count else None
    given = told or given
    scale = getattr(getattr(config, config.algorithm), "reward_scale", 1.0)
    return Environment(bare, told, given if scale == 1.0 else ScaledRewards(given, scale))


class ScaledRewards(VecEnvWrapper):
    """Multiplies the rewards that an agent learns from."""

    def __init__(self, venv: VecEnv, scale: float) -> None:
        super().__init__(venv)
        self.scale = scale

    def reset(self) -> VecEnvObs:
        """Begin every episode anew."""
        return self.venv.reset()

    def step_wait(self) -> VecEnvStepReturn:
        """Step every episode."""
        seen, rewards, dones, infos = self.venv.step_wait()
        return seen, rewards * self.scale, dones, infos


def make_model(task: Task, config: AgentConfig, env: VecEnv, seed: int) -> BaseAlgorithm:
    """Build the algorithm's model on `env`, on the CPU with one torch thread."""
    th.set_num_threads(1)
    makers = {"ppo": _ppo, "a2c": _a2c, "sac": _sac, "td3": _td3}
    model = makers[config.algorithm](task, config, env, seed)
    first = getattr(getattr(config, config.algorithm), "first_action", 0.0)
    if first:
        th.nn.init.constant_(model.policy.action_net.bias, first)  # type: ignore[union-attr, arg-type]
    return model


def _ppo(task: Task, config: AgentConfig, env: VecEnv, seed: int) -> PPO:
    own = config.ppo
    n_steps = _rollout_steps(task, own)
    policy, policy_kwargs = _on_policy(task, own, seed)
    return PPO(
        policy,
        env,
        learning_rate=schedule(config.schedule, own.learning_rate),
        n_steps=n_steps,
        batch_size=max(own.envs * n_steps // own.minibatches, 2),
        n_epochs=own.epochs,
        gamma=own.gamma,
        gae_lambda=own.gae_lambda,
        clip_range=own.clip_range,
        ent_coef=own.entropy_weight,
        policy_kwargs=policy_kwargs | {"optimizer_kwargs": {"eps": 1e-5, "fused": True}},
        seed=seed,
        device="cpu",
    )


def _a2c(task: Task, config: AgentConfig, env: VecEnv, seed: int) -> A2C:
    own = config.a2c
    policy, policy_kwargs = _on_policy(task, own, seed)
    return A2C(
        policy,
        env,
        learning_rate=schedule(config.schedule, own.learning_rate),
        n_steps=_rollout_steps(task, own),
        gamma=own.gamma,
        gae_lambda=own.gae_lambda,
        ent_coef=own.entropy_weight,
        normalize_advantage=True,
        policy_kwargs=policy_kwargs,
        seed=seed,
        device="cpu",
    )


def _rollout_steps(task: Task, own: OnPolicyConfig) -> int:
    """Return the steps of a rollout in each environment; advantages are scaled by their spread, so two at least."""
    return max(task.points * own.rollout_episodes, 2 if own.envs == 1 else 1)


def _on_policy(task: Task, own: OnPolicyConfig, seed: int) -> tuple[str | type[StepwisePolicy], dict[str, Any]]:
    """Choose the network: one that knows the step's one-hot, where there is one."""
    log_std = math.log(own.noise / math.sqrt(task.points))
    if task.env.observation == "one-hot":
        return StepwisePolicy, {
            "steps": task.points,
            "strategies": own.strategies,
            "table": first_plans(task, own.strategies, own.start_spread, seed),
            "width": own.width,
            "log_std_init": log_std,
        }
    return "MlpPolicy", {"net_arch": [own.width, own.width], "log_std_init": log_std}


def _sac(task: Task, config: AgentConfig, env: VecEnv, seed: int) -> SAC:
    own = config.sac
    return SAC("MlpPolicy", env, **_off_policy(config, own, seed))


def _td3(task: Task, config: AgentConfig, env: VecEnv, seed: int) -> TD3:
    own = config.td3
    noise = NormalActionNoise(np.zeros(1), np.full(1, own.action_noise))
    return TD3("MlpPolicy", env, action_noise=noise, **_off_policy(config, own, seed))


def _off_policy(config: AgentConfig, own: OffPolicyConfig, seed: int) -> dict[str, Any]:
    return {
        "learning_rate": schedule(config.schedule, own.learning_rate),
        "buffer_size": own.buffer,
        "learning_starts": own.learning_starts,
        "batch_size": own.batch,
        "tau": own.tau,
        "gamma": own.gamma,
        "train_freq": 1,
        "gradient_steps": own.gradient_steps,
        "policy_kwargs": {"net_arch": [own.width, own.width]},
        "seed": seed,
        "device": "cpu",
    }
