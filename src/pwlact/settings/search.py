"""The settings of a search: the problem, the method, and a table of settings for each method."""

from __future__ import annotations

import dataclasses
import keyword
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar

from tyro.conf import arg

from pwlact._types import Rare
from pwlact.errors import ConfigError, did_you_mean, require
from pwlact.search.codes.bit_widths import Tolerance
from pwlact.search.methods import METHODS, Method
from pwlact.search.noisy.criteria import SelectName
from pwlact.search.noisy.select import FOLDS, MAX_SELECTED
from pwlact.search.problem import WEIGHTED, Problem
from pwlact.settings.function import FunctionChoice
from pwlact.settings.marks import Folder
from pwlact.settings.problem import ProblemChoice

MAX_SEGMENTS = 1024  # tried for a maximum error, where no other limit is given

Settings = TypeVar("Settings", bound="SearchConfig")


@dataclass(frozen=True, kw_only=True)
class SearchConfig(ProblemChoice):
    """Place the points by a method and leave a run folder. `with_methods` adds the methods' own settings."""

    method: str | None = None
    """Method that places the points. By default minimax; of noisy data dp, unless --objective is max."""
    max_error: str | None = None
    """Take the fewest segments within this error, as 2^-8. It replaces --segments. With --format it may
    be in units of the output's last place, as 1ulp, and coefficients are as narrow as it allows."""
    max_rms: Rare[str | None] = None
    """With --noisy: take the fewest segments whose root mean square error at the data is within this, as 0.1."""
    select: Rare[SelectName | None] = None
    """With --noisy: choose the number of segments by bic, aicc, cv (cross-validation), or cv-1se (the fewest within a
    standard error of the best by cv)."""
    folds: Rare[int] = FOLDS
    """Folds of a cross-validation."""
    bootstrap: Rare[int] = 0
    """With --noisy: search this often on data drawn anew, as 200, for 95 % intervals of points and values."""
    max_segments: Rare[int | None] = None
    """With --max-error and --max-rms: largest number of segments to try, by default 1024; with --select, by default
    16."""
    mirror: Rare[bool] = False
    """Search half of a symmetric function, and reflect it."""
    seed: int = 0
    """Seed of the methods that use chance."""
    out: Folder = "runs"
    """Folder of the run folders."""
    name: str | None = None
    """Name of the run folder; by default date and function."""

    def __post_init__(self) -> None:
        FunctionChoice.__post_init__(self)
        check_seed(self.seed)
        self._check_counts()
        if self.max_segments is not None and self.max_segments < 1:
            raise ConfigError(
                f"max-segments must be at least 1, got {self.max_segments}; try --max-segments {MAX_SEGMENTS}"
            )

    def _check_counts(self) -> None:
        """Check that the number of segments is settled in one way, and that what is of noisy data goes with them."""
        ways = {"--max-error": self.max_error, "--max-rms": self.max_rms, "--select": self.select}
        given = [name for name, value in ways.items() if value is not None]
        require(len(given) < 2, "one option settles the number of segments", " and ".join(given), "leave out one")
        alone = {"--max-rms": self.max_rms, "--select": self.select, "--bootstrap": self.bootstrap or None}
        asked = next((name for name, value in alone.items() if value is not None), None)
        require(asked is None or self.at_data, f"{asked} is of noisy data", "a function", "give --data FILE --noisy")
        fine = self.bootstrap == 0 or self.bootstrap >= 2
        require(fine, "a bootstrap draws twice or more", self.bootstrap, "try --bootstrap 200")

    def chosen(self) -> Method:
        """Return the chosen method.

        Raises
        ------
        ConfigError
            If there is none of that name, or it can't minimise the chosen objective.
        """
        (method,) = methods_named([self._usual_method() if self.method is None else self.method])
        asked = self.objective and WEIGHTED.get(self.objective, self.objective)
        further = method.unit_objectives if self.format is not None else ()
        if asked not in (None, method.objective, *further) and not method.any_objective:
            raise ConfigError(
                f"method {method.name} minimises objective {method.objective} alone, got {self.objective}; "
                "leave out --objective or choose another --method"
            )
        return method

    def _usual_method(self) -> str:
        """Return the method where none is named: of noisy data the one for the squares, unless they are not asked."""
        squares = self.at_data and self.objective in (None, "mse") and self.max_error is None
        return "dp" if squares else "minimax"

    def settings(self) -> Any:
        """Return the chosen method's own settings."""
        method = self.chosen()
        return getattr(self, field_name(method.name), None) or method.config()

    def problem(self, segments: int | None = None) -> Problem:
        """Return the search problem that the settings state, with this number of segments if given."""
        usual = self.chosen().objective
        objective = self.named(self.objective or ("mse" if self.at_data and usual == "paper" else usual), self.weight)
        mirror = self.mirror and self.format is not None
        return self.stated(objective, self.segments if segments is None else segments, mirror=mirror)

    def most(self) -> int:
        """Return the largest number of segments that is tried where it is not given."""
        return self.max_segments or (MAX_SEGMENTS if self.select is None else MAX_SELECTED)

    def rms(self) -> float | None:
        """Return the largest root mean square error that is asked for, None where it is not.

        Raises
        ------
        ConfigError
            If it is no number above 0, or the objective is another.
        """
        if self.max_rms is None:
            return None
        method = self.chosen().name
        require(method == "dp", "--max-rms goes with method dp", method, "leave out --method and --objective")
        return positive(self.max_rms)

    def tolerance(self) -> Tolerance | None:
        """Return the largest error that is asked for, None where the segments are given.

        Raises
        ------
        ConfigError
            If it is no number above 0, or does not go with the other settings.
        """
        if self.max_error is None:
            return None
        if self.chosen().name != "minimax" or (self.mirror and self.format is None):
            found = "--mirror" if self.mirror else f"--method {self.method}"
            raise ConfigError(f"--max-error goes with method minimax, unmirrored, got {found}; give --segments instead")
        if self.fit == "lstsq":
            raise ConfigError("--max-error goes with --fit minimax, got lstsq; leave out --fit")
        size = self.max_error.strip().removesuffix("ulp")
        in_ulps = size != self.max_error.strip()
        if in_ulps and self.format is None:
            raise ConfigError(f"ulps are of a number format, got {self.max_error!r} without; add --format q4.12")
        return Tolerance(size=positive(size or self.max_error), in_ulps=in_ulps)


def methods_named(names: Iterable[str]) -> list[Method]:
    """Return methods by name.

    Raises
    ------
    ConfigError
        If there is none of a name.
    """
    names = list(names)
    for name in names:
        if name not in METHODS:
            hint = did_you_mean(name, METHODS)
            raise ConfigError(f"unknown method {name[:40]!r}; {hint}the methods are {', '.join(METHODS)}")
    return [METHODS[name] for name in names]


def positive(text: str) -> float:
    """Return a finite number above 0 from a text such as 1e-3 or 2^-8.

    Raises
    ------
    ConfigError
        If it is none.
    """
    try:
        base, *exponent = (float(part) for part in re.split(r"\^|\*\*", text))
        number = base if not exponent else math.pow(base, *exponent)
    except (ValueError, TypeError, OverflowError):
        number = math.nan
    if not 0 < number < math.inf:
        raise ConfigError(f"a largest error is a number above 0, got {text[:40]!r}; try 2^-8 or 1e-3")
    return number


def check_seed(seed: int) -> None:
    """Raise ConfigError where a seed is out of range."""
    if not 0 <= seed < 2**31:
        raise ConfigError(f"a seed is from 0 to 2147483647, got {seed}; try --seed 0")


def field_name(method: str) -> str:
    """Return the field that holds a method's settings; no field can have a keyword's name, as global."""
    return f"{method}_" if keyword.iskeyword(method) else method


def with_methods(kind: type[Settings]) -> type[Settings]:
    """Return a record of settings with a field more for each method that has settings, named as the method."""
    fields = [
        (field_name(method.name), Annotated[method.config, arg(name=method.name)], field(default_factory=method.config))
        for method in METHODS.values()
        if dataclasses.fields(method.config)
    ]
    made = dataclasses.make_dataclass(kind.__name__, fields, bases=(kind,), frozen=True, kw_only=True)
    made.__doc__ = kind.__doc__
    return made


SearchSettings = with_methods(SearchConfig)
"""The record in a run's config.toml."""
