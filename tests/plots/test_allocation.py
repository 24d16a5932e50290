"""Figures of allocations."""

from __future__ import annotations

import dataclasses
import types

import numpy as np
import pytest
from drawn import check_texts, legend, line, title

from pwlact.models.budgets.allocate import Allocation
from pwlact.models.budgets.allocation import allocated, even
from pwlact.models.budgets.curves import Curve, Option
from pwlact.plots import allocation
from pwlact.settings.allocation import AllocationConfig

NETWORK = types.SimpleNamespace(title="a network", divergence_name="KL")


def _found(tables: int, budget: int) -> Allocation:
    curves = [
        Curve(
            name=f"model.layers.{i}.mlp.act_fn",
            function="silu",
            sites=(f"{i}",),
            options=tuple(Option(segments=k, cost=k, loss=(i + 1) / k**4, record={}) for k in range(1, 9)),
        )
        for i in range(tables)
    ]
    best, losses = allocated(curves, budget, "segments")
    rivals = even("even", curves)
    return Allocation(
        config=AllocationConfig(network="any", total_segments=budget),
        network=NETWORK,
        profile=None,
        placed=(best, next(one for one in rivals[::-1] if one.cost <= budget)),
        losses=losses,
        rivals=tuple(rivals),
    )


@pytest.mark.parametrize("tables", [1, 3, 30])
def test_its_texts_are_apart(tables):
    check_texts(allocation(_found(tables, 5 * tables)))


def test_bars_are_the_segments_of_each_table():
    found = _found(3, 15)
    figure = allocation(found)
    bars = [patch.get_height() for patch in figure.axes[0].patches]
    assert bars == [option.segments for option in found.placed[0].options]
    assert title(figure) == "a network: 15 segments shared out by the predicted loss"


def test_what_all_names_share_stands_once():
    axes = allocation(_found(3, 15)).axes[0]
    assert [text.get_text() for text in axes.get_xticklabels()] == ["0", "1", "2"]
    assert axes.get_xlabel() == "table model.layers.*.mlp.act_fn"


def test_lines_are_the_predicted_losses_by_cost():
    found = _found(3, 15)
    axes = allocation(found).axes[1]
    x, y = line(axes, "allocated, predicted")
    assert x[0] == 3
    np.testing.assert_array_equal(y, found.losses[3:])
    x, y = line(axes, "even, predicted")
    assert x[0] == 3
    assert y[0] == pytest.approx(found.losses[3])


def test_what_was_not_measured_is_not_drawn():
    found = _found(3, 15)
    assert legend(allocation(found)) == ["allocated, predicted", "even, predicted"]
    measured = types.SimpleNamespace(divergence=types.SimpleNamespace(value=1e-3))
    placed = tuple(dataclasses.replace(one, measured=measured) for one in found.placed)
    assert "even, measured" in legend(allocation(dataclasses.replace(found, placed=placed)))
