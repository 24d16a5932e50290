"""Networks of modules: outputs with and without tables, profiles by gradients, and what they predict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import torch
from network_modules import Gated
from network_tables import rounded_unit, uniform_pwl
from torch import Tensor, nn

import pwlact
from pwlact.fit.predicted_loss import predicted_loss
from pwlact.fit.profile import CELLS, cells_of
from pwlact.models.network import Outputs, Split, Table, accuracy, kl_divergence
from pwlact.models.torch.network import TorchNetwork, direction_loss, label_loss

N = 400


class Tiny(TorchNetwork):
    """Two layers of random weights and random inputs."""

    name, title, origin, licence, data = "tiny", "tiny", "random", "none", "random"
    score_name, divergence_name, pip = "accuracy", "KL", "pip install pwlact"

    def build(self) -> nn.Module:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            return nn.Sequential(nn.Linear(6, 12), nn.SiLU(), nn.Linear(12, 8), nn.Tanh(), nn.Linear(8, 4))

    def samples(self, split: Split) -> int:
        return N

    def batches(self, split: Split, count: int | None) -> Iterator[Tensor]:
        generator = torch.Generator().manual_seed(len(split))
        yield from (3.0 * torch.randn(N, 6, generator=generator))[:count].split(100)

    def predict(self, model: nn.Module, batch: Any) -> tuple[Tensor, Tensor]:
        predictions = model(batch).log_softmax(1)
        return predictions, (predictions.argmax(1) == 0).float()

    def divergence(self, exact: Outputs, other: Outputs) -> np.ndarray:
        return kl_divergence(exact, other)

    def score(self, outputs: Outputs, chosen: np.ndarray | None = None) -> float:
        return accuracy(outputs, chosen)


@pytest.fixture(scope="module")
def tiny() -> Tiny:
    return Tiny()


@pytest.fixture(scope="module")
def exact(tiny: Tiny) -> Outputs:
    return tiny.outputs("test", {})


def tables(tiny: Tiny, segments: int) -> dict[str, Any]:
    made = {name: pwlact.approximate(name, segments=segments).pwl for name in ("silu", "tanh")}
    return {site.name: made[site.function] for site in tiny.sites}


def test_without_tables_outputs_are_those_of_the_module(tiny: Tiny, exact: Outputs) -> None:
    whole = torch.cat(list(tiny.batches("test", None)))
    predictions, scores = tiny.predict(tiny.model, whole)
    np.testing.assert_allclose(exact.predictions, predictions.numpy(), atol=1e-6)
    np.testing.assert_array_equal(exact.scores, scores.numpy())
    assert (exact.scores.dtype, exact.predictions.dtype) == (np.float64, np.float32)


def test_tables_stand_at_the_sites_and_are_gone_afterwards(tiny: Tiny, exact: Outputs) -> None:
    rough = tiny.outputs("test", tables(tiny, 2))
    assert tiny.divergence(exact, rough).mean() > 1e-4
    np.testing.assert_array_equal(tiny.outputs("test", {}).predictions, exact.predictions)


def test_a_count_takes_the_first_samples_and_the_watcher_is_told(exact: Outputs) -> None:
    told: list[int] = []
    tiny = Tiny()
    tiny.watch = told.append
    found = tiny.outputs("test", {}, 150)
    np.testing.assert_array_equal(found.predictions, exact.predictions[:150])
    assert told == [100, 150]
    assert tiny.profile("test", sensitivity=True, count=150).samples == 150
    assert told == [100, 150] * 2


def test_sensitivities_are_the_squared_gradients_of_drawn_labels(tiny: Tiny) -> None:
    """The same by autograd over every weight, without recorders."""
    profile = tiny.profile("calibration", sensitivity=True, count=100)
    (batch,) = tiny.batches("calibration", 100)
    first, silu, second, tanh, last = tiny.model
    x = first(batch).detach()
    y = silu(x).requires_grad_()
    u = second(y)
    v = tanh(u)
    v.retain_grad()
    label_loss(last(v).log_softmax(1), torch.Generator().manual_seed(0)).backward()
    for site, inputs, slopes in zip(profile.sites, (x, u), (y.grad, v.grad), strict=True):
        cells = cells_of(inputs.detach().numpy()).ravel()
        np.testing.assert_array_equal(site.counts, np.bincount(cells, minlength=CELLS))
        expected = np.bincount(cells, weights=slopes.numpy().ravel().astype(float) ** 2, minlength=CELLS)
        np.testing.assert_allclose(site.squares, expected, rtol=1e-4, atol=1e-9)


def test_a_profile_without_sensitivity_has_the_same_counts(tiny: Tiny) -> None:
    with_, without = (tiny.profile("calibration", sensitivity=wanted) for wanted in (True, False))
    for one, other in zip(with_.sites, without.sites, strict=True):
        np.testing.assert_array_equal(one.counts, other.counts)
        assert other.squares is None


def test_half_the_sum_of_sensitivity_times_squared_error_predicts_the_divergence(tiny: Tiny, exact: Outputs) -> None:
    made = tables(tiny, 16)
    profile = tiny.profile("test", sensitivity=True)
    predicted = sum(predicted_loss(site, profile.samples, made[site.name]) for site in profile.sites)
    measured = tiny.divergence(exact, tiny.outputs("test", made)).mean()
    assert 0.5 < predicted / measured < 2.0


def test_the_mean_of_what_random_directions_see_is_the_squared_distance() -> None:
    generator = torch.Generator().manual_seed(0)
    apart = torch.tensor([[0.3, -0.4, 0.1, 0.7]])
    seen = [float(direction_loss(apart, generator)) ** 2 for _ in range(4000)]
    assert np.mean(seen) == pytest.approx(float((apart**2).sum()), rel=0.05)


def test_weights_multiply_the_terms_of_a_sum_of_labels() -> None:
    predictions = torch.log_softmax(torch.randn(5, 3, generator=torch.Generator().manual_seed(0)), 1)
    weights: list[Any] = [1.0, torch.full((5,), 0.5)]
    losses = [label_loss(predictions, torch.Generator().manual_seed(1), weight) for weight in weights]
    torch.testing.assert_close(losses[1], 0.5 * losses[0])


class Called(Tiny):
    """A network whose activations are calls in its forward, but for one."""

    def build(self) -> nn.Module:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            return nn.Sequential(nn.Linear(6, 4), Gated())


@pytest.mark.parametrize("table", [uniform_pwl("silu"), rounded_unit("silu", "q4.8")], ids=["real", "unit"])
def test_calls_are_sites_as_modules_are(table: Table) -> None:
    called = Called()
    names = {site.name for site in called.sites if site.function == "silu"}
    assert names == {"1.act", "1.silu_0", "1.silu_1"}
    plain = called.outputs("test", {})
    assert 0.0 < called.divergence(plain, called.outputs("test", dict.fromkeys(names, table))).mean() < 0.05
    np.testing.assert_array_equal(called.outputs("test", {}).predictions, plain.predictions)


def test_a_profile_counts_the_inputs_of_calls() -> None:
    profile = Called().profile("test", sensitivity=True)
    assert [site.counts.sum() + site.beyond for site in profile.sites] == [4 * N] * 4
    assert all(site.squares is not None and site.squares.sum() > 0 for site in profile.sites)
