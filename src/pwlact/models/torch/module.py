"""A table as a PyTorch module."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, get_args

import torch
from torch import Tensor, nn

from pwlact.datapath import Unit
from pwlact.errors import ConfigError, require
from pwlact.models.torch.evaluate import evaluate
from pwlact.models.torch.exact import Exact
from pwlact.models.torch.gradient import derivative, needs_gradient, straight_through
from pwlact.models.torch.line_table import FixedKnots, Lines, Trainable, TrainedKnots
from pwlact.models.torch.unit_table import UnitTable
from pwlact.pwl import PWL
from pwlact.search.result import Result

Gradient = Literal["slope", "exact"]


class PWLActivation(nn.Module):
    """A result, a PWL or a hardware unit as an activation, in the dtype of its input.

    In real numbers it equals the PWL to float32 rounding; a unit is looked up bit for bit, on inputs rounded to its
    input format. NaN stays NaN; infinities follow the tails. Its tables stay in float32 when a model
    is cast to fewer bits.

    Parameters
    ----------
    table : Result, PWL or Unit
        The approximation; of a result with a number format, its unit.
    trainable : {"values", "all"}, optional
        Whether the values v_j are parameters, or the breakpoints too, kept in order by their parametrisation.
    gradient : {"slope", "exact"}
        dy/dx in a backward pass: the piece's slope (of a unit, straight through its rounding), or f'(x).
    function : str, optional
        The exact function of a PWL or a unit, for gradient "exact"; a result names its own.
    dtype : torch.dtype
        Of the tables: float32, or float64.

    Raises
    ------
    ConfigError
        If an option is another one, a unit is to be trained, or gradient "exact" has no function.
    FormatError
        If the unit's input format has more than 20 bits.

    Examples
    --------
    >>> import torch, pwlact
    >>> from pwlact.models import PWLActivation
    >>> act = PWLActivation(pwlact.approximate("silu", segments=8))
    >>> act(torch.tensor([0.0, torch.inf]))[1]
    tensor(inf)
    """

    def __init__(
        self,
        table: Result | PWL | Unit,
        *,
        trainable: Trainable | None = None,
        gradient: Gradient = "slope",
        function: str | None = None,
        dtype: torch.dtype = torch.float32,
    ) -> None:
        super().__init__()
        require(
            isinstance(table, (Result, PWL, Unit)), "a table is a Result, a PWL or a Unit", type(table).__name__,
            "use pwlact.approximate or pwlact.load",
        )  # fmt: skip
        require(gradient in get_args(Gradient), "a gradient is 'slope' or 'exact'", repr(gradient), "choose one")
        known = (torch.float32, torch.float64)
        require(dtype in known, "tables are in float32 or float64", dtype, "leave it out")
        exact = _exact(table, function) if gradient == "exact" else None
        source = table.table if isinstance(table, Result) else table
        if isinstance(source, Unit):
            require(trainable is None, "a table that is trained is in real numbers", "a unit", "train its PWL")
            self.table: nn.Module = UnitTable(source, exact)
        else:
            self.table = LineTable(source, trainable, exact, dtype)

    def forward(self, x: Tensor) -> Tensor:
        """Return the approximation at x, shape and dtype as x; of integers in the default dtype, as torch.sigmoid.

        Raises
        ------
        ConfigError
            If x is complex.
        """
        if not x.is_floating_point():
            require(not x.is_complex(), "an activation takes real numbers", x.dtype, "take the real part")
            x = x.to(torch.get_default_dtype())
        y: Tensor = self.table(x)
        return y

    def trained(self) -> PWL:
        """Return the PWL that training has made of the table so far.

        Raises
        ------
        ConfigError
            If the table is not trainable.
        """
        knots = getattr(self.table, "knots", None)
        if not isinstance(knots, TrainedKnots):
            raise ConfigError("a table that is trained is trainable, got a fixed one; make it with trainable='all'")
        return knots.pwl()

    def _apply(self, fn: Callable[[Tensor], Tensor], recurse: bool = True) -> Any:
        """Move the tables as a model moves, but keep at least float32 of them."""
        return super()._apply(lambda tensor: _kept(fn, tensor), recurse)


class LineTable(nn.Module):
    """A PWL on real numbers.

    Parameters
    ----------
    pwl : PWL
        The PWL.
    trainable : {"values", "all"}, optional
        What of it is trained.
    exact : nn.Module, optional
        The function whose derivative is the gradient.
    dtype : torch.dtype
        Of the tables.
    """

    def __init__(self, pwl: PWL, trainable: Trainable | None, exact: nn.Module | None, dtype: torch.dtype) -> None:
        super().__init__()
        self.knots = FixedKnots(pwl, dtype) if trainable is None else TrainedKnots(pwl, trainable, dtype)
        self.exact = exact

    def forward(self, x: Tensor) -> Tensor:
        """Return p(x), shape and dtype as x."""
        lines: Lines = self.knots()
        if self.exact is None or not needs_gradient(x):
            return evaluate(x, lines)
        y = evaluate(x.detach(), lines)
        return straight_through(x, y, derivative(self.exact, x))


def _exact(table: Result | PWL | Unit, function: str | None) -> Exact:
    name = table.problem.activation.name if isinstance(table, Result) and function is None else function
    require(name is not None, "gradient 'exact' is of a function", "none", "name it, as in function='silu'")
    assert name is not None
    return Exact(name)


def _kept(fn: Callable[[Tensor], Tensor], tensor: Tensor) -> Tensor:
    moved = fn(tensor)
    if not tensor.is_floating_point() or moved.dtype in (torch.float32, torch.float64):
        return moved
    return tensor.to(moved.device, torch.float32)
