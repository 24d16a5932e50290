"""Results of tables that were trained."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pwlact.functions import Line
from pwlact.pwl import PWL
from pwlact.search.methods.minimax import MINIMAX
from pwlact.search.problem import Problem, objective_named
from pwlact.search.result_json import load_result, save_result
from pwlact.search.solve import solve
from pwlact.settings.recovery import Training
from pwlact.studies.recovery.written import trained_result


def test_a_trained_table_is_a_result_whose_file_gives_it_back(tmp_path: Path) -> None:
    from pwlact import functions

    silu = functions.get("silu")
    asked = Problem(activation=silu, interval=(-8.0, 8.0), segments=3, fit="minimax", objective=objective_named("max"))
    start = solve(asked, MINIMAX, MINIMAX.config(), 0)
    breakpoints = np.array([-5.0, -1.0, 0.5, 6.0])
    pwl = PWL(
        breakpoints=breakpoints, values=silu.f(breakpoints) + 0.01, left_tail=Line(0.0, 0.0), right_tail=Line(1.0, 0.0)
    )
    found = trained_result(start, pwl, Training(steps=9), 2.0)
    save_result(found, tmp_path / "result.json")
    again = load_result(tmp_path / "result.json")
    assert again.problem.interval == (-5.0, 6.0)
    assert again.method == "recovery"
    assert again.evaluations == 9
    np.testing.assert_array_equal(again.candidate.pwl.values, pwl.values)
    x = np.linspace(-5.0, 6.0, 11001)
    assert abs(again.errors.exact.max - np.abs(pwl(x) - silu.f(x)).max()) < 1e-6
