"""`compare`: all methods on one problem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pwlact.api import checks
from pwlact.api.comparison import Comparison
from pwlact.api.given import FunctionLike, Given, IntervalLike, function_settings
from pwlact.api.problem import problem_settings
from pwlact.search.problem import EndsName, FitName, ObjectiveName
from pwlact.settings.comparison import AGENT, CompareConfig
from pwlact.settings.unit import UnitChoice
from pwlact.studies import comparison


@dataclass(frozen=True, kw_only=True)
class _Compare(Given, CompareConfig):
    """Settings of a comparison, with the function as an object if it is one."""


def compare(
    function: FunctionLike,
    *,
    segments: int = 9,
    interval: IntervalLike | None = None,
    noisy: bool = False,
    objective: ObjectiveName | None = None,
    methods: str | Iterable[str] | None = None,
    agent: bool | None = None,
    agent_steps: int | None = None,
    format: str | None = None,
    unit: UnitChoice | Mapping[str, Any] | None = None,
    fit: FitName | None = None,
    ends: EndsName = "free",
    density: str | None = None,
    weight: str | None = None,
    through: Iterable[Any] = (),
    monotone: bool = False,
    non_negative: bool = False,
    last_piece: float | None = None,
    seed: int = 0,
) -> Comparison:
    """Run methods on one problem and return their rows, best first, with the proven lower bound.

    Parameters
    ----------
    function, segments, interval, noisy, format, unit, fit, ends, density, seed
        As in `approximate`.
    weight, through, monotone, non_negative, last_piece
        As in `approximate`.
    objective : {"max", "mse", "paper", "mean", "relative", "ulp"}, optional
        What all are measured by; by default "max", of noisy data "mse".
    methods : str or iterable of str, optional
        These and no others: methods, "ppo" for the agent, closed forms of the function; by default all but the agent.
    agent : bool, optional
        Train the agent too, which takes half a minute and needs ``pip install 'pwlact[jax]'`` or the extra ``rl``; by
        default not.
    agent_steps : int, optional
        Points that the agent places in all.

    Returns
    -------
    Comparison
        With `rows`, `lower_bound` and `plot`.

    Raises
    ------
    InputError
        If a setting is bad. What only one method refuses is a note in its row.

    Examples
    --------
    >>> import pwlact
    >>> t = pwlact.compare("gelu", methods=["minimax", "uniform"])
    >>> [row.name for row in t.rows]
    ['minimax', 'uniform']
    """
    names = () if methods is None else checks.names_of("methods", methods, ["minimax", "uniform"])
    agent = agent is not None and checks.flag("agent", agent)
    config = _Compare(
        **function_settings(function, interval, auto=True, noisy=checks.flag("noisy", noisy)),
        **problem_settings(
            segments=segments,
            fit=fit,
            ends=ends,
            density=density,
            format=format,
            unit=unit,
            seed=seed,
            weight=weight,
            through=through,
            monotone=monotone,
            non_negative=non_negative,
            last_piece=last_piece,
        ),
        objective=None if objective is None else checks.choice("objective", objective, ObjectiveName),
        methods=(*names, AGENT) if agent and names and AGENT not in names else names,
        agent=agent,
        agent_steps=None if agent_steps is None else checks.whole("agent_steps", agent_steps, 300_000),
    )
    return Comparison.of(comparison.compare(config, lambda _name: None))
