"""The recurrent network against PyTorch's own GRU, whose gates are in the same order."""

from __future__ import annotations

import pytest
import torch

from pwlact.models.networks.gru import CHANNELS, END, HIDDEN, START, STEPS, GRUCell, Pronouncer
from pwlact.models.torch.swap import find_sites


@pytest.fixture(scope="module")
def model() -> Pronouncer:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return Pronouncer().eval().requires_grad_(False)


@pytest.fixture(scope="module")
def letters() -> tuple[torch.Tensor, torch.Tensor]:
    drawn = torch.randint(3, 29, (6, 9), generator=torch.Generator().manual_seed(1))
    return drawn, torch.tensor([9, 3, 5, 1, 9, 7])


def test_a_cell_is_that_of_pytorch() -> None:
    torch.manual_seed(2)
    cell, other = GRUCell(), torch.nn.GRUCell(CHANNELS, HIDDEN)
    for ours, theirs in ((cell.input, "ih"), (cell.hidden, "hh")):
        for part in ("weight", "bias"):
            getattr(ours, part).data = getattr(other, f"{part}_{theirs}").data
    x, h = torch.randn(4, CHANNELS), torch.randn(4, HIDDEN)
    torch.testing.assert_close(cell(x, h), other(x, h))


def test_words_do_not_depend_on_those_beside_them(
    model: Pronouncer, letters: tuple[torch.Tensor, torch.Tensor]
) -> None:
    words, lengths = letters
    together = model.encode(words, lengths)
    for row, (word, length) in enumerate(zip(words, lengths, strict=True)):
        alone = model.encode(word[None, :length], length[None])
        torch.testing.assert_close(together[row : row + 1], alone, atol=1e-5, rtol=1e-4)


def test_given_its_own_phonemes_the_likeliest_are_these(
    model: Pronouncer, letters: tuple[torch.Tensor, torch.Tensor]
) -> None:
    phonemes, steps = model.decode(*letters)
    assert phonemes.shape == (6, STEPS)
    likeliest = model(*letters, phonemes, steps).argmax(1)
    columns, rows = (torch.arange(STEPS)[:, None] < steps).nonzero(as_tuple=True)
    torch.testing.assert_close(likeliest, phonemes[rows, columns])
    assert START != END


def test_its_sites_are_two_of_sigmoid_and_two_of_tanh(model: Pronouncer) -> None:
    found = {site.name: site.function for site in find_sites(model)}
    assert found == {
        "encoder.gates": "sigmoid",
        "encoder.candidate": "tanh",
        "decoder.gates": "sigmoid",
        "decoder.candidate": "tanh",
    }
