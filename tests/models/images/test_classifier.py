"""A classifier's logits, and what faults of libraries say."""

from __future__ import annotations

from types import SimpleNamespace

import torch
from torch import nn

from pwlact.models.images.classifier import LONGEST, Classifier, first_line


def test_logits_are_a_modules_tensor_or_those_of_its_record() -> None:
    class Record(nn.Module):
        def forward(self, x: torch.Tensor) -> SimpleNamespace:
            return SimpleNamespace(logits=2.0 * x)

    found = Classifier(
        name="x", origin="x", licence="x", module=Record(), prepare=lambda image: torch.zeros(1), classes=("a", "b")
    )
    images = torch.ones(1, 2)
    assert found.logits(found.module, images).tolist() == [[2.0, 2.0]]
    assert found.logits(nn.Identity(), images).tolist() == [[1.0, 1.0]]


def test_the_first_line_of_a_fault_is_told_shortened() -> None:
    assert first_line(ValueError("\n  first.\nsecond")) == "first"
    assert first_line(ValueError()) == "ValueError"
    long = first_line(ValueError("word " * 100))
    assert len(long) <= LONGEST
    assert long.endswith(" ...")
