"""Where the breakpoints go: the problem, what evaluators an answer, the result, and the methods."""

from pwlact.search.evaluate import Candidate, Evaluator, make_evaluator
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
    "load_result",
    "local_search",
    "make_evaluator",
    "multistart",
    "result_from_json",
    "result_to_json",
    "save_result",
]
