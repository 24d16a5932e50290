"""What a notebook shows is safe to show."""

from __future__ import annotations

import numpy as np

import pwlact
from pwlact.api import html


def test_names_are_escaped() -> None:
    r = pwlact.approximate(lambda x: x * x, interval=(0, 1), segments=2)
    text = "x < 1 & <b>"
    assert "<b>" not in html._table(("", ""), [(text, text)]).replace("</b>", "")
    assert "function on [0, 1]" in html.result(r)


def test_the_objective_stands_beside_its_bound() -> None:
    shown = html.result(pwlact.approximate("silu", segments=3, objective="mse"))
    assert "objective: mse on the sampling grid" in shown
    assert shown.index("objective: mse") < shown.index("lower bound")


def test_errors_of_noisy_data_are_those_at_the_data() -> None:
    x = np.linspace(0.0, 1.0, 20)
    shown = html.result(pwlact.approximate((x, abs(x - 0.5)), noisy=True, segments=2))
    assert "max error, data" in shown
    assert "exact" not in shown


def test_a_notebook_shows_a_figure() -> None:
    assert pwlact.approximate("silu", segments=3).plot("error")._repr_png_().startswith(b"\x89PNG")
