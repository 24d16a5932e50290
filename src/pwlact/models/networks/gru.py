"""The recurrent network of g2p-en as modules: letters in, phonemes out."""

from __future__ import annotations

import torch
from torch import Tensor, nn

START, END = 2, 3  # phonemes that begin and end a word
STEPS = 20  # phonemes of a word, at most
CHANNELS, HIDDEN = 256, 256
LETTERS, PHONEMES = 29, 74


class GRUCell(nn.Module):
    """h' = (1 - z) n + z h, with the gates r, z = sigmoid(...) and the candidate n = tanh(... + r * ...)."""

    def __init__(self) -> None:
        super().__init__()
        self.input = nn.Linear(CHANNELS, 3 * HIDDEN)
        self.hidden = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.gates = nn.Sigmoid()
        self.candidate = nn.Tanh()

    def forward(self, x: Tensor, h: Tensor) -> Tensor:
        """Return the next state (n, HIDDEN) from an input (n, CHANNELS) and the state."""
        (x_gates, x_new), (h_gates, h_new) = (
            part.split((2 * HIDDEN, HIDDEN), 1) for part in (self.input(x), self.hidden(h))
        )
        reset, update = self.gates(x_gates + h_gates).chunk(2, 1)
        new = self.candidate(x_new + reset * h_new)
        mixed: Tensor = (1.0 - update) * new + update * h
        return mixed


class Pronouncer(nn.Module):
    """An encoder of letters and a decoder of phonemes; words that have ended are left out of each step."""

    def __init__(self) -> None:
        super().__init__()
        self.letters = nn.Embedding(LETTERS, CHANNELS)
        self.encoder = GRUCell()
        self.phonemes = nn.Embedding(PHONEMES, CHANNELS)
        self.decoder = GRUCell()
        self.output = nn.Linear(HIDDEN, PHONEMES)

    def forward(self, letters: Tensor, lengths: Tensor, phonemes: Tensor, steps: Tensor) -> Tensor:
        """Return log p of the phonemes at each step, each step given the true ones before it.

        Parameters
        ----------
        letters, lengths : Tensor, shapes (n, L) and (n,)
            Words, and their lengths.
        phonemes, steps : Tensor, shapes (n, STEPS) and (n,)
            Phonemes of each word, its end among them, and their number.

        Returns
        -------
        Tensor, shape (steps.sum(), PHONEMES)
            Of all words' first steps, then of their second, and so on.
        """
        h = self.encode(letters, lengths)
        before = torch.cat((torch.full((len(h), 1), START), phonemes), 1)
        rows = []
        for step in range(int(steps.max())):
            active = (steps > step).nonzero()[:, 0]
            now = self.decoder(self.phonemes(before[active, step]), h[active])
            h = h.index_copy(0, active, now)
            rows.append(self.output(now).log_softmax(1))
        return torch.cat(rows)

    def encode(self, letters: Tensor, lengths: Tensor) -> Tensor:
        """Return the states (n, HIDDEN) behind words (n, L) of these lengths (n,)."""
        h = torch.zeros(len(letters), HIDDEN)
        for step in range(letters.shape[1]):
            active = (lengths > step).nonzero()[:, 0]
            h = h.index_copy(0, active, self.encoder(self.letters(letters[active, step]), h[active]))
        return h

    def decode(self, letters: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """Return the likeliest phonemes (n, STEPS), each given those before it, and the number of steps (n,)."""
        h = self.encode(letters, lengths)
        found = torch.full((len(h), STEPS), END)
        steps = torch.zeros(len(h), dtype=torch.int64)
        active, last = torch.arange(len(h)), torch.full((len(h),), START)
        for step in range(STEPS):
            h = self.decoder(self.phonemes(last), h)
            last = self.output(h).argmax(1)
            found[active, step], steps[active] = last, step + 1
            going = last != END
            active, last, h = active[going], last[going], h[going]
        return found, steps
