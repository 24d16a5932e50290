"""Training on digits: repeatable, kept, and apart from the test."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from pwlact.models.network import Outputs
from pwlact.models.networks import digits, kept
from pwlact.models.networks.cnn import GELUCNN, SigmoidCNN, SmallCNN, TanhCNN
from pwlact.models.networks.vit import SmallViT


@pytest.fixture
def quick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallCNN:
    """A CNN that is trained for a moment, whose weights are kept apart."""
    monkeypatch.setattr(kept, "user_cache", lambda name: tmp_path)
    monkeypatch.setattr(digits, "TRAINED", 200)
    monkeypatch.setattr(SmallCNN, "epochs", 2)
    return SmallCNN()


def test_a_training_repeats_itself_and_leaves_the_generator_alone(quick: SmallCNN) -> None:
    torch.manual_seed(5)
    before = torch.random.get_rng_state()
    first, second = quick.train(), quick.train()
    for name in first:
        np.testing.assert_array_equal(first[name], second[name])
    torch.testing.assert_close(torch.random.get_rng_state(), before)


def test_weights_are_kept(quick: SmallCNN, monkeypatch: pytest.MonkeyPatch) -> None:
    first = quick.outputs("test", {}, 50)
    monkeypatch.setattr(SmallCNN, "train", lambda self: pytest.fail("trained again"))
    second = SmallCNN().outputs("test", {}, 50)
    np.testing.assert_array_equal(first.predictions, second.predictions)


def test_digits_are_parted_and_log_probabilities_add_up(quick: SmallCNN) -> None:
    assert (quick.samples("calibration"), quick.samples("test")) == (200, 4800)
    found = quick.outputs("test", {}, 300)
    np.testing.assert_allclose(np.exp(found.predictions).sum(1), 1.0, rtol=1e-5)
    labels = quick.digits[1][200:500].numpy()
    np.testing.assert_array_equal(found.scores, found.predictions.argmax(1) == labels)


def test_the_score_is_of_the_chosen_digits(quick: SmallCNN) -> None:
    found = Outputs(predictions=np.zeros((3, 10)), scores=np.array([1.0, 0.0, 1.0]))
    assert quick.score(found) == pytest.approx(2 / 3)
    assert quick.score(found, np.array([1, 1, 0, 0])) == 0.5


def test_digits_are_moved_each_on_its_own(quick: SmallCNN) -> None:
    torch.manual_seed(0)
    images = torch.zeros(20, 1, 28, 28)
    images[:, 0, 14, 14] = 1.0
    rows = [tuple(place) for place in (quick.moved(images)[:, 0] > 0).nonzero()[:, 1:].tolist()]
    assert len(rows) == 20
    assert {abs(step - 14) for place in rows for step in place} == {0, 1}
    assert len(set(rows)) > 4


@pytest.mark.parametrize(
    ("kind", "functions"),
    [
        (SmallCNN, ["silu"] * 3), (GELUCNN, ["gelu"] * 3), (TanhCNN, ["tanh"] * 3), (SigmoidCNN, ["sigmoid"] * 3),
        (SmallViT, ["gelu"] * 3),
    ],
)  # fmt: skip
def test_sites_are_the_activations(kind: type[digits.DigitNetwork], functions: list[str]) -> None:
    network = kind()
    network.model = network.architecture()
    assert [site.function for site in network.sites] == functions
