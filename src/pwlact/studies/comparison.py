"""Methods, the agent and closed forms on one problem, each measured by the same objective against the same bound."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterable, Iterator

from pwlact.search.bounds import lower_bound
from pwlact.search.closed_forms import closed_forms
from pwlact.search.evaluators import Evaluator, UnitEvaluator, make_evaluator
from pwlact.search.result import gap
from pwlact.settings.comparison import AGENT, CompareConfig
from pwlact.studies.comparison_record import Comparison, ComparisonRow
from pwlact.studies.comparison_rows import Entry, agent_entry, closed_form_entry, method_entry


def compare(config: CompareConfig, watch: Callable[[str], None]) -> Comparison:
    """Run the methods of a comparison; return all rows, best first.

    Parameters
    ----------
    config : CompareConfig
        The problem, and what is compared on it.
    watch : callable
        Told the name of each row as its work begins.

    Raises
    ------
    InputError
        If the settings are bad. What only one of them refuses is a note in its row.
    """
    evaluator = make_evaluator(config.problem())
    return comparison_of(config, evaluator, compared(config, evaluator, watch))


def compared(config: CompareConfig, evaluator: Evaluator, watch: Callable[[str], None]) -> Iterator[Entry]:
    """Yield each row of a comparison as its work ends, with the bound that it proves.

    Raises
    ------
    ConfigError
        If a name is neither a method nor the agent nor a closed form of the function, or the agent is named and its
        libraries are missing.
    """
    if AGENT in config.methods:
        from pwlact.rl.engine import chosen_engine  # loads gymnasium

        chosen_engine("auto", "ppo")
    for method in config.chosen():
        watch(method.name)
        yield method_entry(evaluator, method, config.seed)
    if config.with_agent():
        watch(AGENT)
        yield agent_entry(evaluator, config)
    for form in closed_forms(evaluator.problem.activation.name):
        if not isinstance(evaluator, UnitEvaluator) and config.with_form(form.name):  # a closed form is no unit
            yield closed_form_entry(evaluator, form)


def comparison_of(config: CompareConfig, evaluator: Evaluator, entries: Iterable[Entry]) -> Comparison:
    """Return the rows of these entries, best first, with their gaps to the largest bound that is proven."""
    entries = list(entries)
    reached = min((_order(entry.row) for entry in entries if entry.row.kind != "closed form"), default=math.inf)
    bounds = [lower_bound(evaluator, reached), *(entry.bound for entry in entries)]
    bound = max((bound for bound in bounds if bound is not None), default=None)
    rows = sorted((_with_gap(entry.row, bound) for entry in entries), key=_order)
    return Comparison(problem=evaluator.problem, objective=config.asked(), lower_bound=bound, rows=tuple(rows))


def _order(row: ComparisonRow) -> float:
    return math.inf if row.objective is None else row.objective


def _with_gap(row: ComparisonRow, bound: float | None) -> ComparisonRow:
    """Return a row with its gap; no bound on segments holds for a closed form."""
    if row.objective is None or row.kind == "closed form":
        return row
    return dataclasses.replace(row, gap=gap(row.objective, bound))
