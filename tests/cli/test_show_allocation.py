"""An allocation as text."""

from __future__ import annotations

import types

from pwlact.cli.show_allocation import print_allocation
from pwlact.models.budgets.allocate import Allocation
from pwlact.models.budgets.allocation import allocated, even
from pwlact.models.budgets.curves import Curve, Option
from pwlact.settings.allocation import AllocationConfig

NETWORK = types.SimpleNamespace(title="a network", divergence_name="KL", score_name="accuracy")


def found(config: AllocationConfig) -> Allocation:
    record = {"interval": [-8.0, 7.5]}
    options = tuple(Option(segments=k, cost=10 * k, loss=0.1**k, record=record) for k in (1, 2, 3))
    curves = [Curve(name=name, function="silu", sites=(name,), options=options) for name in ("one", "two")]
    best, losses = allocated(curves, config.budget, config.cost_name)
    return Allocation(
        config=config,
        network=NETWORK,
        profile=None,
        placed=(best, *even("even", curves)[:1]),
        losses=losses,
        rivals=(),
    )


def test_areas_have_a_column_of_their_own(capsys):
    print_allocation(found(AllocationConfig(network="x", total_cost=30, format="q4.12", measure=False)))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "a network: 30 logic cells shared out among 2 tables"
    assert "logic cells" in lines[1]
    assert next(line for line in lines if line.startswith("allocated ")).split()[1:3] == ["3", "30"]
    assert lines[-1] == "even: as many segments in each table"


def test_segments_have_not(capsys):
    print_allocation(found(AllocationConfig(network="x", total_segments=30, measure=False)))
    text = capsys.readouterr().out
    assert "logic cells" not in text
    assert "-8 7.5" in text
