"""The KAN on tables, with a tiny one."""

from __future__ import annotations

import dataclasses
import importlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from icarus import icarus, yosys
from scipy.interpolate import BSpline

for package in ("torch", "sklearn"):
    pytest.importorskip(package)

EXPERIMENTS = Path(__file__).parents[2] / "experiments"


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(EXPERIMENTS))
    return importlib.import_module


@pytest.fixture
def tiny(module: Any) -> Any:
    """Return a KAN for iris that was trained for a moment."""
    config = module("kan_network").KanConfig(hidden=2, grid=4, epochs=15)
    return module("kan_trained").trained("iris", 0, config)


def test_the_splines_are_those_of_scipy(module: Any) -> None:
    import torch

    network = module("kan_network")
    layer = network.EdgeLayer(1, 1, 5, torch.Generator().manual_seed(0))
    x = np.linspace(-1.0, 1.0, 101)[:-1]
    spline = BSpline(layer.knots.numpy(), layer.coefficients.detach().numpy()[0, 0], network.DEGREE)
    smooth = x / (1.0 + np.exp(-x)) * layer.weights.item()
    with torch.no_grad():
        np.testing.assert_allclose(network.samples(layer, x)[0], spline(x) + smooth, atol=1e-14)


def test_a_sum_of_edges_is_what_the_layer_gives(tiny: Any) -> None:
    import torch

    for layer in tiny.network:
        x = torch.linspace(-1.5, 1.5, 3 * layer.weights.shape[0], dtype=torch.float64).reshape(3, -1)
        np.testing.assert_allclose(layer.each(x).sum(dim=1).numpy(), layer(x).numpy(), atol=1e-12)


def test_fine_lines_between_samples_give_the_exact_network_s_outputs(module: Any, tiny: Any) -> None:
    tables = module("kan_tables")

    def line(x: Any, numbers: Any) -> Any:
        at = np.broadcast_to(x, (len(x), *numbers.shape))
        return np.stack(
            [np.interp(at[:, i, j], tables.X, tiny.edges.y[numbers[i, j]]) for i, j in np.ndindex(*numbers.shape)], 1
        ).reshape(at.shape)

    found = tables.outputs(tiny.edges, line, tiny.data.test)
    np.testing.assert_allclose(found, tiny.exact, atol=1e-3)


def test_weights_count_inputs_and_predict_the_divergence(module: Any, tiny: Any) -> None:
    """Of a small constant added to one output's edge, half of the sensitivity's sum times its square is the KL."""
    import torch

    weights = tiny.weights
    np.testing.assert_allclose(weights["density"].sum(axis=1), 1.0)
    step = 1e-3
    exact = tiny.network(torch.as_tensor(tiny.data.train)).numpy()
    moved = exact.copy()
    moved[:, 0] += step
    found = module("kan_measure").measured(exact, moved, tiny.data.train_labels, np.zeros(1))
    first_edge_to_it = list(tiny.edges.layers)[-1][0, 0]
    predicted = 0.5 * step**2 * weights["sensitivity"][first_edge_to_it].sum()
    assert found.divergence.mean() == pytest.approx(predicted, rel=0.01)


@pytest.mark.slow
def test_shared_segments_are_as_many_in_all(module: Any, tiny: Any) -> None:
    way = module("kan_methods").WAYS["shared, sensitivity"]
    family = way.place(tiny.edges, tiny.weights, 3)
    assert family.segments.sum() == 3 * len(tiny.edges.y)
    assert np.ptp(family.segments) > 0


def test_weighted_tables_cost_the_network_less_than_uniform_ones(module: Any, tiny: Any) -> None:
    ways = module("kan_methods").WAYS
    uniform, weighted = (
        tiny.measured(ways[name].place(tiny.edges, tiny.weights, 3)).divergence.mean()
        for name in ("uniform", "dp, sensitivity")
    )
    assert 0.0 < weighted < uniform


def test_in_a_number_format_the_network_computes_in_integers(module: Any, tiny: Any) -> None:
    """The codes of every edge, added up as integers, give the same outputs."""
    units = module("kan_units").coded(tiny, module("kan_methods").WAYS["dp"], 3, 6)
    spec = units.spec
    x = spec.input.encode(tiny.data.test)
    first, last = tiny.edges.layers
    sums = np.stack([sum(units[first[i, j]](x[:, i]) for i in range(len(first))) for j in range(first.shape[1])], 1)
    hidden = spec.input.encode(sums * spec.output.step)
    wanted = [sum(units[last[i, j]](hidden[:, i]) for i in range(len(last))) for j in range(last.shape[1])]
    found = module("kan_tables").outputs(tiny.edges, units, tiny.data.test)
    np.testing.assert_array_equal(found, np.stack(wanted, 1) * spec.output.step)


def test_formats_hold_the_functions(module: Any) -> None:
    formats = module("kan_units").formats
    assert formats(np.array([[0.2, -0.9]]), 8) == {"format": "q1.7", "unit": {"output": "q1.9"}}
    assert formats(np.array([[1.0, -0.9]]), 6) == {"format": "q1.5", "unit": {"output": "q2.7"}}
    assert formats(np.array([[-3.9, 0.0]]), 8) == {"format": "q1.7", "unit": {"output": "q3.9"}}


@icarus
@yosys
def test_the_module_of_a_layer_is_its_model_on_every_input(module: Any, tiny: Any) -> None:
    found = module("kan_units").module(tiny, module("kan_methods").WAYS["dp"], 1, 2, 5, targets=("ice40",))
    assert (found.mismatches, found.functions, found.segments, found.format) == (0, 6, 2, "q1.4")
    assert found.inputs == 8 * 32  # numbers of 3 bits, codes of 5
    assert int(found.cells["ice40"].split(" / ")[0]) > 0


def test_the_study_goes_on_with_what_is_missing_and_reports_every_line(
    module: Any, tiny: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kan, report, methods = module("kan"), module("kan_report"), module("kan_methods")
    monkeypatch.setattr(kan, "WAYS", {name: methods.WAYS[name] for name in ("uniform", "dp, sensitivity")})
    monkeypatch.setattr(kan, "CODED", ("dp, sensitivity",))
    study = kan.Study(segments=(2, 3), bits=(6,), coded_segments=3, work=tmp_path / "kept.json")
    rows = list(kan.lines(study, kan.Kept(study.work), [tiny]))
    assert [(row.method, row.format, row.segments) for row in rows] == [
        ("uniform", "real", 2),
        ("dp, sensitivity", "real", 2),
        ("uniform", "real", 3),
        ("dp, sensitivity", "real", 3),
        ("dp, sensitivity", "q1.5", 3),
    ]
    for row in rows:
        assert row.change.low <= row.change.value <= row.change.high
        assert row.accuracy - row.change.value == pytest.approx(tiny.right.mean())
    monkeypatch.setattr(kan, "table_of", None)
    assert list(kan.lines(study, kan.Kept(study.work), [tiny])) == rows
    cells = {"ice40": "60 / 1 / 0", "xilinx": "34 / 1 / 0"}
    found = module("kan_units").Module(
        data="iris", layer=1, functions=6, segments=2, format="q1.7", inputs=2048, mismatches=0, cells=cells
    )
    edges = module("kan_draw_edges").draw_edges(tiny, {})
    other = [dataclasses.replace(row, data="other") for row in rows]
    for path in report.write_report([*rows, *other], [found], edges, tmp_path):
        assert path.stat().st_size > 0
    text = (tmp_path / "kan.md").read_text(encoding="utf-8")
    for row in rows:
        assert f"| {row.method} | {row.format} | {row.segments} | {row.accuracy:.4f} |" in text
    assert "| 1 | 6 | 2 | q1.7 | 2,048 | 0 | 60 / 1 / 0 | 34 / 1 / 0 |" in text
