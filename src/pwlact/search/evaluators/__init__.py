"""From breakpoints to what they are worth: one evaluator for real numbers, one for a hardware unit, one for data."""

from pwlact.search.evaluators.base import Candidate, Evaluator
from pwlact.search.evaluators.data import DataEvaluator, make_data_evaluator
from pwlact.search.evaluators.make import make_evaluator
from pwlact.search.evaluators.own import Cost, OwnEvaluator, TableEvaluator, own_evaluator
from pwlact.search.evaluators.real import RealEvaluator, make_real_evaluator
from pwlact.search.evaluators.unit import UnitEvaluator, make_unit_evaluator, require_unit_evaluator

__all__ = [
    "Candidate",
    "Cost",
    "DataEvaluator",
    "Evaluator",
    "OwnEvaluator",
    "RealEvaluator",
    "TableEvaluator",
    "UnitEvaluator",
    "make_data_evaluator",
    "make_evaluator",
    "make_real_evaluator",
    "make_unit_evaluator",
    "own_evaluator",
    "require_unit_evaluator",
]
