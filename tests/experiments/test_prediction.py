"""The study of which weight predicts what a table costs a network."""

from __future__ import annotations

import importlib
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import kendalltau, spearmanr
from tiny_network import TinyNetwork

EXPERIMENTS = str(Path(__file__).parents[2] / "experiments")


@pytest.fixture
def module(monkeypatch):
    monkeypatch.syspath_prepend(EXPERIMENTS)
    return importlib.import_module


def test_rank_correlations_are_those_of_scipy_with_ties_too(module):
    ranks = module("prediction_ranks")
    a = np.random.default_rng(0).integers(0, 12, (4, 30)).astype(float)
    b = np.random.default_rng(1).normal(size=(4, 30)) + 0.2 * a
    np.testing.assert_allclose(ranks.spearman(a, b), [spearmanr(x, y).statistic for x, y in zip(a, b, strict=True)])
    np.testing.assert_allclose(ranks.kendall(a, b), [kendalltau(x, y).statistic for x, y in zip(a, b, strict=True)])


def test_an_interval_holds_its_correlation(module):
    ranks = module("prediction_ranks")
    drawn = np.random.default_rng(2)
    a = drawn.normal(size=40)
    found = ranks.correlation(ranks.spearman, a, a + drawn.normal(size=40))
    assert -1.0 <= found.low < found.value < found.high <= 1.0


def test_goes_on_with_what_is_missing_and_reports_every_row(module, tmp_path):
    prediction, report = module("prediction"), module("prediction_report")
    network = TinyNetwork()
    prediction.run(prediction.Study(out=tmp_path, work=tmp_path, tables=4), network)
    first = prediction.read_rows(tmp_path / prediction.CSV)
    runs = network.runs
    prediction.run(prediction.Study(out=tmp_path, work=tmp_path, tables=7), network)
    rows = prediction.read_rows(tmp_path / prediction.CSV)
    assert rows[:4] == first
    assert len({row["table"] for row in rows}) == len(rows) == 7
    assert network.runs == runs + 1 + 3
    text = report.markdown(rows)
    assert "| tiny, tanh | 7 |" in text
    assert "Weigh by " in text
    assert len(report.draw(rows).axes) == len(report.WEIGHTS)


def test_the_sensitivity_predicts_the_tiny_network_s_divergence(module, tmp_path):
    prediction = module("prediction")
    prediction.run(prediction.Study(out=tmp_path, work=tmp_path, tables=9), TinyNetwork())
    rows = prediction.read_rows(tmp_path / prediction.CSV)
    good = [row for row in rows if float(row["measured"]) < 1e-2]
    assert len(good) >= 4
    for row in good:
        assert float(row["sensitivity"]) == pytest.approx(float(row["measured"]), rel=0.3)
