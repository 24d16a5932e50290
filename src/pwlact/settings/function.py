"""Settings of a function and its range."""

from __future__ import annotations

import dataclasses
import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from tyro.conf import Positional, arg
from tyro.constructors import PrimitiveConstructorSpec

from pwlact import functions
from pwlact._types import Rare
from pwlact.data import read_data
from pwlact.errors import ConfigError, require, require_finite
from pwlact.functions import Activation, Interval, Line

# Two numbers: without it, tyro takes every word that follows -R, the function's name too.
PAIR = PrimitiveConstructorSpec(
    nargs=2,
    metavar="LOW HIGH",
    instance_from_str=lambda words: (float(words[0]), float(words[1])),
    is_instance=lambda value: value is None or isinstance(value, tuple),
    str_from_instance=lambda value: ["", ""] if value is None else [str(number) for number in value],
)
_LINE = dataclasses.replace(PAIR, metavar="SLOPE INTERCEPT")


@dataclass(frozen=True, kw_only=True)  # no slots: a mixin
class FunctionChoice:
    """Which function, on which range."""

    function: Positional[str | None] = None
    """Name of a function; `pwlact functions` lists them. Parameters follow a colon: silu:beta=1.702."""
    expr: str | None = None
    """Expression in x, in place of FUNCTION. Example: "x*tanh(log(1+exp(x)))"."""
    data: Annotated[str | None, arg(metavar="FILE")] = None
    """Points in place of FUNCTION, in a .csv, .npy or .npz. They have x, y and perhaps a weight, in columns or arrays.
    They are exact samples of a smooth function, unless --noisy is given."""
    noisy: Rare[bool] = False
    """With --data: measure errors at the data themselves."""
    left_tail: Annotated[Rare[tuple[float, float] | None], _LINE] = None
    """With --expr or --data: slope and intercept left of the range; by default an expression's limit, where its values
    show one. Otherwise the outer piece goes on."""
    right_tail: Annotated[Rare[tuple[float, float] | None], _LINE] = None
    """With --expr or --data: slope and intercept right of the range; by default an expression's limit, where its values
    show one. Otherwise the outer piece goes on."""
    range: Annotated[tuple[float, float] | None, PAIR, arg(aliases=["-R"])] = None
    """Range to fit; by default the function's own. Reversed bounds are put in order, with a warning."""

    def __post_init__(self) -> None:
        require_finite("", self)
        object.__setattr__(self, "range", functions.ascending(self.range))  # the record is frozen

    def ways(self) -> tuple[str, ...]:
        """Return by which options a function is chosen."""
        given = {"FUNCTION": self.function, "--expr": self.expr, "--data": self.data}
        return tuple(name for name, value in given.items() if value is not None)

    def activation(self) -> Activation:
        """Return the chosen function.

        Raises
        ------
        InputError
            If none or two are chosen, or the choice is bad.
        """
        if len(self.ways()) != 1:
            found = " and ".join(self.ways()) or "none"
            raise ConfigError(
                f"give one of FUNCTION, --expr and --data, got {found}; `pwlact functions` lists the names"
            )
        require(not self.noisy or self.data is not None, "--noisy is of --data", "it without", "leave it out")
        if self.data is not None:
            made = _of_file(Path(self.data), self.noisy, _stamp(Path(self.data)))
            return dataclasses.replace(made, left_tail=_line(self.left_tail), right_tail=_line(self.right_tail))
        if self.function is not None:
            if self.left_tail or self.right_tail:
                raise ConfigError(f"tails go with --expr, got them with {self.function!r}; leave them out")
            return functions.get(self.function)
        assert self.expr is not None
        return functions.from_expression(
            self.expr,
            left_tail=_line(self.left_tail),
            right_tail=_line(self.right_tail),
            interval=self.range or (-8.0, 8.0),
        )

    @property
    def at_data(self) -> bool:
        """Whether errors are measured at noisy data."""
        return self.data is not None and self.noisy

    def interval(self, activation: Activation) -> Interval:
        """Return the chosen range, checked."""
        return functions.check_within(self.range or activation.interval, activation)


@functools.lru_cache(maxsize=1)  # a command states its problem several times
def _of_file(path: Path, noisy: bool, _stamp: tuple[int, int] | None) -> Activation:
    """Return the function of a file's data; the stamp is another where the file is."""
    data = read_data(path, noisy=noisy)
    functions.warn_of_roughness(data)
    return functions.from_data(data)


def _stamp(path: Path) -> tuple[int, int] | None:
    """Return time and size of a file; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _line(pair: tuple[float, float] | None) -> Line | None:
    return None if pair is None else Line(*pair)
