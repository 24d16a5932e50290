"""Results to draw: made by hand, and of earlier runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from drawn import Maker
from references.isocc2023 import PUBLISHED

from pwlact import functions
from pwlact.functions import Activation
from pwlact.search import load_result
from pwlact.search.evaluators import make_evaluator
from pwlact.search.problem import Problem
from pwlact.search.result import Result

EXPRESSION = "x*tanh(log(1+exp(x))) + 0.1*sin(3*x)*exp(-x**2/8) + 0.05*cos(5*x)"

RUNS = Path(__file__).parent / "data" / "v0"


def _run(name: str) -> Result:
    return load_result(RUNS / name / "result.json")


def _result(activation: Activation, interval: tuple[float, float], points: Iterable[float]) -> Result:
    points = np.asarray(list(points), dtype=np.float64)
    problem = Problem(activation=activation, interval=interval, segments=points.size + 1)
    candidate = make_evaluator(problem).candidate(points)
    return Result(
        problem=problem,
        candidate=candidate,
        reward=1 / (candidate.objective + 1e-4),
        method="ppo",
        parameters={"reward": {"curvature_weight": 1.0}},
        seed=0,
        evaluations=1,
        seconds=1.0,
        status="finished",
        versions={},
    )


def _crowded(count: int, low: float, high: float) -> np.ndarray:
    """Return points that crowd about the middle of a range."""
    t = np.linspace(-1, 1, count + 2)[1:-1]
    return (low + high) / 2 + (high - low) / 2 * np.sign(t) * np.abs(t) ** 2.5


CASES: dict[str, Callable[[], Result]] = {
    "paper": lambda: _result(functions.get("gelu_tanh"), (-8, 8), PUBLISHED[0].points),
    "one segment": lambda: _result(functions.get("silu"), (-8, 8), ()),
    "kinks": lambda: _result(functions.get("hardswish"), (-8, 8), _crowded(8, -8, 8)),
    "one-sided": lambda: _result(functions.get("exp"), (-8, 0), _crowded(8, -8, 0)),
    "expression 16": lambda: _result(functions.from_expression(EXPRESSION), (-8, 8), _crowded(15, -8, 8)),
    "tanh 32": lambda: _result(functions.get("tanh"), (-4, 4), _crowded(31, -4, 4)),
    "gelu 64": lambda: _result(functions.get("gelu"), (-8, 8), np.sinh(np.linspace(-2, 2, 65)[1:-1]) * 2),
    "narrow": lambda: _result(functions.get("sigmoid"), (0.5, 0.5001), _crowded(3, 0.5, 0.5001)),
    "far": lambda: _result(functions.get("sigmoid"), (1000, 1000.01), _crowded(3, 1000, 1000.01)),
    "wide": lambda: _result(functions.get("sigmoid"), (-100, 100), _crowded(11, -100, 100)),
    "steep": lambda: _result(functions.get("exp"), (0, 30), _crowded(8, 0, 30)),
    "pole beyond": lambda: _result(functions.from_expression("log(x)", interval=(0.01, 8)), (0.01, 8), (0.1, 1, 3)),
    "constant": lambda: _result(
        functions.from_callable(lambda x: 0 * x + 3.0, name="_three $a_b$ x$ {"), (-8, 8), (-4, 0, 4)
    ),
    "unit": lambda: _run("unit-q412"),
    "mirrored unit": lambda: _run("unit-mirror"),
    "float unit": lambda: _run("unit-fp16"),
    "density": lambda: _run("search-density"),
    "agent without curvature reward": lambda: _run("train-gelu"),
    "paper's agent": lambda: _run("train-paper"),
}


def maker() -> Maker:
    """Return what gives each case's result, made once."""
    made: dict[str, Result] = {}

    def of(case: str) -> Result:
        if case not in made:
            made[case] = CASES[case]()
        return made[case]

    return of
