"""Settings of a comparison."""

from __future__ import annotations

from dataclasses import dataclass

from pwlact.errors import ConfigError, did_you_mean
from pwlact.search.closed_forms import closed_forms
from pwlact.search.methods import METHODS, Method
from pwlact.search.problem import ObjectiveName, Problem
from pwlact.settings.function import FunctionChoice
from pwlact.settings.problem import ProblemChoice
from pwlact.settings.search import check_seed

AGENT = "ppo"


@dataclass(frozen=True, kw_only=True)
class CompareConfig(ProblemChoice):
    """Compare methods, the agent and closed forms on one problem."""

    objective: ObjectiveName | None = None
    """Error to compare by: paper (0.2 mean + 0.8 max, on the grid), max (exact maximum), mse, mean, relative or
    ulp. By default max, of noisy data mse."""
    methods: tuple[str, ...] = ()
    """Run these and no others: methods, ppo (the agent), closed forms; by default all."""
    agent: bool = True
    """Train the agent where no methods are named."""
    agent_steps: int | None = None
    """Points that the agent places in all; by default as many as `pwlact train`."""
    seed: int = 0
    """Seed of the methods that use chance, and of the agent."""

    def __post_init__(self) -> None:
        FunctionChoice.__post_init__(self)
        check_seed(self.seed)
        if self.agent_steps is not None and self.agent_steps < 1:
            raise ConfigError(f"agent-steps must be at least 1, got {self.agent_steps}; try 300000")

    def problem(self) -> Problem:
        """Return the problem that the settings state.

        Raises
        ------
        InputError
            If the settings are bad, or a name in `methods` is unknown for this problem.
        """
        problem = self.stated(self.named(self.asked(), self.weight), self.segments)
        self._check_names(problem)
        return problem

    def asked(self) -> ObjectiveName:
        """Return the objective."""
        return self.objective or ("mse" if self.at_data else "max")

    def chosen(self) -> list[Method]:
        """Return the methods to run."""
        usual = [name for name, method in METHODS.items() if method.search_data or not self.at_data]
        return [METHODS[name] for name in self.methods or usual if name in METHODS]

    def with_agent(self) -> bool:
        """Tell whether the agent is trained."""
        return AGENT in self.methods if self.methods else self.agent and not self.at_data

    def with_form(self, name: str) -> bool:
        """Tell whether a closed form is measured."""
        return not self.methods or name in self.methods

    def _check_names(self, problem: Problem) -> None:
        forms = () if problem.spec is not None else closed_forms(problem.activation.name)
        known = [*METHODS, AGENT, *(form.name for form in forms)]
        for name in self.methods:
            if name not in known:
                hint = did_you_mean(name, known)
                raise ConfigError(f"unknown method {name[:40]!r}; {hint}the methods are {', '.join(known)}")
