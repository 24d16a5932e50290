"""The network's closed forms against torch.distributions, and its table of steps and strategies."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
import torch as th

from pwlact.rl.agent_config import AgentConfig
from pwlact.rl.plans import first_plans
from pwlact.rl.sb3.environment import make_env
from pwlact.rl.sb3.models import make_model
from pwlact.rl.sb3.policy import StepwisePolicy
from pwlact.rl.strategies import with_strategy
from pwlact.rl.task import Task

Make = Callable[..., Task]
STEPS, STRATEGIES = 5, 4


@pytest.fixture(scope="module")
def policy(make: Make, small: AgentConfig) -> StepwisePolicy:
    """Give a policy whose every number is its own."""
    task = make("tuned", segments=STEPS + 1)
    built = make_model(task, small, make_env(task, small).given, seed=0).policy
    assert isinstance(built, StepwisePolicy)
    generator = th.Generator().manual_seed(0)
    with th.no_grad():
        for parameter in built.parameters():
            parameter.add_(0.3 * th.randn(parameter.shape, generator=generator))
    return built


def _observations(policy: StepwisePolicy, step: int, strategy: int, n: int = 3) -> th.Tensor:
    seen = np.random.default_rng(step).normal(size=(n, STEPS + 5)).astype(np.float32)
    seen[:, :STEPS] = np.eye(STEPS)[step]
    return th.as_tensor(with_strategy(seen, np.full(n, strategy), STRATEGIES))


@pytest.mark.parametrize("step", range(STEPS))
@pytest.mark.parametrize("strategy", range(STRATEGIES))
def test_mean_and_spread_are_the_steps_and_the_strategys_own(policy: StepwisePolicy, step: int, strategy: int) -> None:
    seen = _observations(policy, step, strategy)
    distribution = policy.get_distribution(seen).distribution
    hidden = policy.mlp_extractor.actor(seen)
    expected = policy.action_net(hidden) + policy.table[step, strategy]
    assert th.allclose(distribution.mean, expected, atol=1e-6)
    assert th.allclose(distribution.stddev, th.exp(policy.log_std[step, strategy]).expand(3, 1))


@pytest.mark.parametrize("step", range(STEPS))
def test_log_probability_and_entropy_are_the_normal_distributions(policy: StepwisePolicy, step: int) -> None:
    seen = _observations(policy, step, step % STRATEGIES)
    actions = th.tensor([[-1.5], [0.0], [0.4]])
    values, log_prob, entropy = policy.evaluate_actions(seen, actions)
    mean = policy.get_distribution(seen).distribution.mean
    normal = th.distributions.Normal(mean, th.exp(policy.log_std[step, step % STRATEGIES]))
    assert th.allclose(log_prob, normal.log_prob(actions).sum(dim=1), atol=1e-5)
    assert th.allclose(entropy, normal.entropy().sum(dim=1).expand(3), atol=1e-5)
    assert th.allclose(values, policy.predict_values(seen))


@pytest.mark.parametrize("offset", [0.0, -2.0])
def test_the_fall_of_the_noise_divides_every_spread(policy: StepwisePolicy, offset: float) -> None:
    seen, actions = _observations(policy, 1, 2), th.tensor([[-0.3], [0.1], [0.5]])
    policy.log_std_offset = offset
    try:
        normal = policy.get_distribution(seen).distribution
        _, log_prob, _ = policy.evaluate_actions(seen, actions)
    finally:
        policy.log_std_offset = 0.0
    assert th.allclose(normal.stddev, th.exp(policy.log_std[1, 2] + offset).expand(3, 1))
    assert th.allclose(log_prob, normal.log_prob(actions).sum(dim=1), atol=1e-4)


def test_what_it_draws_it_evaluates_alike(policy: StepwisePolicy) -> None:
    seen = th.cat([_observations(policy, step, step % STRATEGIES) for step in range(STEPS)])
    actions, values, log_prob = policy(seen)
    again, log_prob_again, _ = policy.evaluate_actions(seen, actions)
    assert th.allclose(log_prob, log_prob_again, atol=1e-5)
    assert th.allclose(values, again)


def test_without_noise_it_plays_the_mean(policy: StepwisePolicy) -> None:
    seen = _observations(policy, 2, 1)
    mean = policy.get_distribution(seen).distribution.mean
    action, _ = policy.predict(seen.numpy(), deterministic=True)
    assert action == pytest.approx(mean.detach().clamp(-1, 1).numpy(), abs=1e-6)


def test_only_a_steps_own_parameters_are_moved(policy: StepwisePolicy) -> None:
    policy.zero_grad()
    _, log_prob, _ = policy.evaluate_actions(_observations(policy, 3, 1), th.full((3, 1), 0.7))
    log_prob.sum().backward()
    for parameter in (policy.table, policy.log_std):
        assert parameter.grad is not None
        assert th.nonzero(parameter.grad).tolist() == [[3, 1]]


def test_the_first_strategy_starts_with_equal_gaps_and_the_others_with_their_own(
    make: Make, small: AgentConfig
) -> None:
    task = make("tuned", segments=STEPS + 1)
    starts = first_plans(task, small.ppo, seed=0)
    policy = make_model(task, small, make_env(task, small).given, seed=0, starts=starts).policy
    assert isinstance(policy, StepwisePolicy)
    assert th.allclose(policy.table[:, 0], th.zeros(STEPS), atol=1e-6)
    assert policy.table[:, 1:].abs().mean().item() > 0.03
    noise = math.log(small.ppo.noise / math.sqrt(STEPS))
    assert th.allclose(policy.log_std[:, 0::2], th.tensor(noise))
    assert th.allclose(policy.log_std[:, 1::2], th.tensor(noise - math.log(6.0)))  # every second one is calmer
    gaps = 4.0**policy.table / (STEPS + 1)
    assert th.all(gaps.sum(dim=0) < 1.0)  # the last gap is what is left


def test_every_parameter_is_the_optimizers(policy: StepwisePolicy) -> None:
    held = {id(parameter) for group in policy.optimizer.param_groups for parameter in group["params"]}
    assert held == {id(parameter) for parameter in policy.parameters()}
