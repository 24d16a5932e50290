"""Where the breakpoints go: the problem, what judges an answer, the result, and the methods."""

from pwlact.search.evaluate import Candidate, Evaluator, evaluator
from pwlact.search.local import LocalConfig, LocalOutcome, local_search, multistart
from pwlact.search.problem import Objective, Problem
from pwlact.search.result import Result, load_result, result_from_json, result_to_json, save_result

__all__ = [
    "Candidate",
    "Evaluator",
    "LocalConfig",
    "LocalOutcome",
    "Objective",
    "Problem",
    "Result",
    "evaluator",
    "load_result",
    "local_search",
    "multistart",
    "result_from_json",
    "result_to_json",
    "save_result",
]
