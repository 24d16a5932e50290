"""Recorders count what they are fed, and sum squared gradients, in the cells of their inputs."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from pwlact.fit.profile import CELLS, cells_of
from pwlact.models.network import Site
from pwlact.models.torch.exact import Exact
from pwlact.models.torch.recorder import Recorder


def fed(sensitivity: bool, *inputs: torch.Tensor) -> tuple[Recorder, list[torch.Tensor]]:
    recorder = Recorder(Exact("silu"), sensitivity)
    return recorder, [recorder(x) for x in inputs]


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16])
def test_inputs_are_counted_and_the_outputs_are_exact(dtype: torch.dtype) -> None:
    x = torch.linspace(-9.0, 9.0, 301).to(dtype).reshape(7, 43)
    recorder, (y, _) = fed(False, x, x)
    torch.testing.assert_close(y, torch.nn.functional.silu(x))
    cells = cells_of(x.float().numpy()).ravel()
    np.testing.assert_array_equal(recorder.counts, 2 * np.bincount(cells, minlength=CELLS))
    assert recorder.squares is None


def test_inputs_that_are_no_number_are_counted_apart() -> None:
    recorder, _ = fed(False, torch.tensor([1.0, torch.nan, torch.inf, 1e6]))
    profile = recorder.profile(Site(name="a", function="silu"))
    assert (profile.beyond, profile.counts.sum(), profile.squares) == (3, 1, None)


def test_squared_gradients_are_in_the_cells_of_the_inputs_in_whatever_order_they_come_back() -> None:
    first, second = torch.tensor([0.5, -3.0]), torch.tensor([0.5, 4.0])
    recorder, (y, z) = fed(True, first, second)
    (torch.tensor([2.0, 3.0]) @ y + torch.tensor([5.0, 7.0]) @ z).backward()
    assert recorder.squares is not None
    sums = recorder.squares[cells_of(np.array([0.5, -3.0, 4.0]))]
    np.testing.assert_allclose(sums, [4.0 + 25.0, 9.0, 49.0])
    assert recorder.squares.sum() == pytest.approx(sums.sum())


def test_outputs_may_be_changed_in_place() -> None:
    recorder, (y,) = fed(True, torch.tensor([0.5, -3.0]))
    (y.mul_(2.0) @ torch.tensor([2.0, 3.0])).backward()
    assert recorder.squares is not None
    assert recorder.squares[cells_of(np.array([0.5, -3.0]))].tolist() == [16.0, 36.0]
