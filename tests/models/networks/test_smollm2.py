"""The language model's sequences, scores and sources, with a tiny model in its place."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from news import NEWS

from pwlact.models.networks import smollm2
from pwlact.models.networks.smollm2 import WEIGHTS, SmolLM2, SmolLM2News


class TinyLM(SmolLM2):
    """Two narrow blocks of random weights, on random tokens."""

    def build(self) -> torch.nn.Module:
        from transformers import LlamaConfig, LlamaForCausalLM

        torch.manual_seed(0)
        shape = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2}
        return LlamaForCausalLM(LlamaConfig(vocab_size=50, **shape))

    @property
    def tokens(self) -> dict[str, torch.Tensor]:
        drawn = torch.randint(0, 50, (40,), generator=torch.Generator().manual_seed(0))
        return dict.fromkeys(("calibration", "test"), drawn)


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> TinyLM:
    monkeypatch.setattr(smollm2, "LENGTH", 16)
    return TinyLM()


def test_every_token_but_the_first_is_predicted_once_from_those_of_its_sequence(network: TinyLM) -> None:
    sequences = list(network.batches("test", None))
    assert [len(sequence) for sequence in sequences] == [17, 17, 8]
    targets = torch.cat([sequence[1:] for sequence in sequences])
    torch.testing.assert_close(targets, network.tokens["test"][1:])
    assert sum(len(sequence) - 1 for sequence in network.batches("test", 20)) == 20


def test_scores_are_minus_log_p_of_the_true_tokens(network: TinyLM) -> None:
    found = network.outputs("test", {}, 20)
    assert found.predictions.shape == (20, 50)
    true = network.tokens["test"][1:21].numpy()
    np.testing.assert_allclose(found.scores, -found.predictions[np.arange(20), true], rtol=1e-6)
    assert network.score(found) == pytest.approx(np.exp(found.scores.mean()))
    assert not network.higher_is_better


def test_its_sites_are_the_blocks_silu(network: TinyLM) -> None:
    assert [(site.name, site.function) for site in network.sites] == [
        ("model.layers.0.mlp.act_fn", "silu"),
        ("model.layers.1.mlp.act_fn", "silu"),
    ]
    profile = network.profile("calibration", sensitivity=True, count=20)
    assert [site.counts.sum() for site in profile.sites] == [20 * 32] * 2


def test_weights_come_from_the_kept_folder_or_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smollm2, "package_folder", lambda module, pip: tmp_path)
    monkeypatch.setattr(smollm2, "version", lambda package: "1")
    for kept, source in (
        (tmp_path / "kept", {"pretrained_model_name_or_path": tmp_path / "kept"}),
        (None, {"pretrained_model_name_or_path": tmp_path, "gguf_file": WEIGHTS}),
    ):
        monkeypatch.setattr(smollm2, "kept_folder", lambda name, settings, make, kept=kept: kept)
        assert SmolLM2().source == source


@NEWS
def test_the_second_text_is_of_the_test_alone() -> None:
    one, other = SmolLM2(), SmolLM2News()
    assert one.text("calibration") == other.text("calibration")
    assert one.text("test") != other.text("test")
