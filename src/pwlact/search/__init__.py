"""The search for breakpoints: problems, evaluators, results, lower bounds and methods."""

from pwlact.search.evaluators import Candidate, Evaluator, RealEvaluator, UnitEvaluator, make_evaluator
from pwlact.search.local import LocalConfig, LocalOutcome, local_search, multistart
from pwlact.search.problem import Objective, Problem
from pwlact.search.result import Result
from pwlact.search.result_json import load_result, result_from_json, result_to_json, save_result

__all__ = [
    "Candidate",
    "Evaluator",
    "LocalConfig",
    "LocalOutcome",
    "Objective",
    "Problem",
    "RealEvaluator",
    "Result",
    "UnitEvaluator",
    "load_result",
    "local_search",
    "make_evaluator",
    "multistart",
    "result_from_json",
    "result_to_json",
    "save_result",
]
