"""Stable-Baselines3 models from an agent's settings."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch as th
from stable_baselines3 import A2C, PPO, SAC, TD3
from stable_baselines3.common.base_class import BaseAlgorithm
from stable_baselines3.common.noise import NormalActionNoise
from stable_baselines3.common.vec_env import VecEnv

from pwlact._types import Array
from pwlact.rl.agent_config import AgentConfig, OffPolicyConfig, OnPolicyConfig
from pwlact.rl.sb3.policy import StepwisePolicy
from pwlact.rl.sb3.progress import LearningRate
from pwlact.rl.schedules import schedule
from pwlact.rl.task import Task


def make_model(task: Task, config: AgentConfig, env: VecEnv, seed: int, starts: Array | None = None) -> BaseAlgorithm:
    """Build the chosen algorithm's model, on the CPU with one torch thread.

    Parameters
    ----------
    task : Task
        What the agent learns.
    config : AgentConfig
        How it learns.
    env : VecEnv
        The environment that `make_env` gives the agent.
    seed : int
        Seed of network and noise.
    starts : ndarray, shape (points, strategies), optional
        First actions of the strategies; by default 0, equal gaps.
    """
    th.set_num_threads(1)
    if config.algorithm in ("ppo", "a2c"):
        maker = {"ppo": _ppo, "a2c": _a2c}[config.algorithm]
        model: BaseAlgorithm = maker(task, config, env, seed, starts)
    else:
        model = {"sac": _sac, "td3": _td3}[config.algorithm](config, env, seed)
    first = getattr(config.learner, "first_action", 0.0)
    if first:
        th.nn.init.constant_(model.policy.action_net.bias, first)  # type: ignore[union-attr, arg-type]
    return model


def _ppo(task: Task, config: AgentConfig, env: VecEnv, seed: int, starts: Array | None) -> PPO:
    own = config.ppo
    n_steps = _rollout_steps(task, own)
    policy, policy_kwargs = _on_policy(task, own, starts)
    return PPO(
        policy,
        env,
        learning_rate=LearningRate(schedule(config.schedule, own.learning_rate)),
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


def _a2c(task: Task, config: AgentConfig, env: VecEnv, seed: int, starts: Array | None) -> A2C:
    own = config.a2c
    policy, policy_kwargs = _on_policy(task, own, starts)
    return A2C(
        policy,
        env,
        learning_rate=LearningRate(schedule(config.schedule, own.learning_rate)),
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
    """Return the steps of a rollout in each environment; advantages are divided by their spread, so at least two."""
    return max(task.points * own.rollout_episodes, 2 if own.envs == 1 else 1)


def _on_policy(
    task: Task, own: OnPolicyConfig, starts: Array | None
) -> tuple[str | type[StepwisePolicy], dict[str, Any]]:
    """Choose the network: one with parameters for each step where the step is observed as one-hot."""
    log_std = math.log(own.noise / math.sqrt(task.points))
    if task.env.observation == "one-hot":
        return StepwisePolicy, {
            "steps": task.points,
            "strategies": own.strategies,
            "table": np.zeros((task.points, own.strategies)) if starts is None else starts,
            "width": own.width,
            "log_std_init": log_std,
        }
    return "MlpPolicy", {"net_arch": [own.width, own.width], "log_std_init": log_std}


def _sac(config: AgentConfig, env: VecEnv, seed: int) -> SAC:
    own = config.sac
    return SAC("MlpPolicy", env, **_off_policy(config, own, seed))


def _td3(config: AgentConfig, env: VecEnv, seed: int) -> TD3:
    own = config.td3
    noise = NormalActionNoise(np.zeros(1), np.full(1, own.action_noise))
    return TD3("MlpPolicy", env, action_noise=noise, **_off_policy(config, own, seed))


def _off_policy(config: AgentConfig, own: OffPolicyConfig, seed: int) -> dict[str, Any]:
    return {
        "learning_rate": LearningRate(schedule(config.schedule, own.learning_rate)),
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
