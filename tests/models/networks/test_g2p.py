"""g2p-en's network is the package's own, and its profile is of each word once."""

from __future__ import annotations

import importlib
import sys
import types
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import pwlact
from pwlact.models.networks.g2p import G2P, LETTERS, NAMES, named, spelled
from pwlact.models.networks.gru import HIDDEN

COUNT = 40


@pytest.fixture(scope="module")
def network() -> G2P:
    return G2P()


@pytest.fixture(scope="module")
def package() -> Iterator[Any]:
    """g2p-en itself, with nltk replaced, which would download data."""
    with pytest.MonkeyPatch.context() as patch:
        corpus = types.SimpleNamespace(cmudict=types.SimpleNamespace(dict=dict))
        nltk = types.SimpleNamespace(pos_tag=None, data=types.SimpleNamespace(find=lambda name: name))
        words = types.SimpleNamespace(TweetTokenizer=lambda: types.SimpleNamespace(tokenize=str.split))
        inflect = types.SimpleNamespace(engine=lambda: None)  # slow to load, and for numbers alone
        for module in {"nltk": nltk, "nltk.corpus": corpus, "nltk.tokenize": words, "inflect": inflect}.items():
            patch.setitem(sys.modules, *module)
        yield importlib.import_module("g2p_en.g2p").G2p()
    for name in [name for name in sys.modules if name.partition(".")[0] == "g2p_en"]:
        del sys.modules[name]


def test_letters_and_phonemes_have_the_packages_numbers(package: Any) -> None:
    assert (tuple(package.graphemes), tuple(package.phonemes)) == (LETTERS, NAMES)


def test_words_are_pronounced_as_the_package_does(network: G2P, package: Any) -> None:
    words = network.words("test", COUNT)
    found, _ = network.exact.decode(*spelled(words))
    assert [list(named(row)) for row in found] == [package.predict(word) for word in words]


def test_splits_are_apart(network: G2P) -> None:
    assert not set(network.words("calibration", None)) & set(network.words("test", None))
    assert (network.samples("calibration"), network.samples("test")) == (1000, 2000)


def test_the_divergence_is_a_mean_over_steps_and_zero_for_the_exact_network(network: G2P) -> None:
    exact = network.outputs("test", {}, COUNT)
    assert network.divergence(exact, exact).tolist() == [0.0] * COUNT
    made = {name: pwlact.approximate(name, segments=8).pwl for name in ("sigmoid", "tanh")}
    other = network.outputs("test", {site.name: made[site.function] for site in network.sites}, COUNT)
    steps = [row.sum() for row in np.exp(exact.predictions)]
    found = network.divergence(exact, other)
    assert found.mean() > 1e-5
    by_hand = (np.exp(exact.predictions) * (exact.predictions - other.predictions)).sum(1) / steps
    np.testing.assert_allclose(found, by_hand, atol=1e-6, rtol=1e-3)


def test_the_score_is_of_the_phonemes_that_tables_choose(network: G2P) -> None:
    """The network with tables, decoded on its own."""
    rough = pwlact.approximate("tanh", segments=3).pwl
    tables = {"decoder.candidate": rough}
    found = network.outputs("test", tables, COUNT).scores
    from pwlact.models.torch.module import PWLActivation
    from pwlact.models.torch.swap import swapped

    words = network.words("test", COUNT)
    with swapped(network.exact, {"decoder.candidate": PWLActivation(rough)}):
        phonemes, _ = network.exact.decode(*spelled(words))
    np.testing.assert_array_equal(found, network.right(words, phonemes).numpy())


def test_a_profile_counts_every_step_once(network: G2P) -> None:
    profile = network.profile("test", sensitivity=True, count=COUNT)
    words = network.words("test", COUNT)
    _, lengths = spelled(words)
    _, steps = network.exact.decode(*spelled(words))
    counts = {site.name: int(site.counts.sum()) for site in profile.sites}
    assert counts["encoder.candidate"] == HIDDEN * int(lengths.sum())
    assert counts["decoder.candidate"] == HIDDEN * int(steps.sum())
    assert all(site.squares is not None and site.squares.sum() > 0.0 for site in profile.sites)
