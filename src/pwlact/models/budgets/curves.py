"""Error curves: what the best tables of 1 .. K segments by a profile's sensitivity cost, and are predicted to lose."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pwlact import functions
from pwlact.area.model import area_estimate
from pwlact.datapath import UnitSpec
from pwlact.errors import InputError
from pwlact.fit import Density
from pwlact.fit.density import density_of
from pwlact.fit.predicted_loss import predicted_loss
from pwlact.fit.profile import SiteProfile
from pwlact.models.network import Table, real_function
from pwlact.search.auto_range import choose_range
from pwlact.search.coded import held
from pwlact.search.methods.dp import DP
from pwlact.search.problem import Problem, objective_named
from pwlact.search.result_json import result_from_json, result_to_json
from pwlact.search.solve import solve


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One of the tables that may be chosen.

    Parameters
    ----------
    segments : int
        Its linear pieces.
    cost : int
        Segments, or logic cells rounded up.
    loss : float
        Predicted mean divergence, added up over the sites where it stands.
    record : mapping
        Its result as a JSON object.
    """

    segments: int
    cost: int
    loss: float
    record: Mapping[str, Any]

    @property
    def table(self) -> Table:
        """The approximation, or the unit; the density plays no part."""
        return result_from_json({**self.record, "density": None}).table


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """The options of a table.

    Parameters
    ----------
    name : str
        A site's name; of a shared table its function.
    function : str
        The exact function.
    sites : tuple of str
        The sites where the table stands.
    options : tuple of Option
        By ascending segments; at least one.
    """

    name: str
    function: str
    sites: tuple[str, ...]
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveTask:
    """A curve to be computed, perhaps in another process.

    Parameters
    ----------
    site : SiteProfile
        What the table is fed, with squared gradients; of a shared table all its sites as one.
    sites : tuple of str
        Names of the sites where the table stands.
    samples : int
        Samples of the profile.
    counts : tuple of int
        Numbers of segments, ascending.
    density : str
        Text that names the sensitivity in the results.
    spec : UnitSpec or None
        Kind of unit; None is real numbers.
    by_area : bool
        Whether a table costs logic cells, by the area model, in place of segments.
    """

    site: SiteProfile
    sites: tuple[str, ...]
    samples: int
    counts: tuple[int, ...]
    density: str
    spec: UnitSpec | None = None
    by_area: bool = False


def error_curve(task: CurveTask) -> Curve:
    """Search the best table of each number of segments, and predict its loss.

    Numbers of segments that a range or a format cannot hold are left out.

    Raises
    ------
    InputError
        If none can be had.
    """
    options: list[Option] = []
    fault: InputError | None = None
    for count in task.counts:
        try:
            options.append(_option(task, count))
        except InputError as refused:  # as more segments than a format has codes
            fault = refused
    if not options and fault is not None:
        raise fault
    return Curve(name=task.site.name, function=task.site.function, sites=task.sites, options=tuple(options))


def _option(task: CurveTask, segments: int) -> Option:
    result = solve(_problem(task, segments), DP, DP.config(), 0)
    cost = segments if result.unit is None or not task.by_area else math.ceil(area_estimate(result.unit))
    loss = predicted_loss(task.site, task.samples, real_function(result.table))
    return Option(segments=segments, cost=cost, loss=loss, record=result_to_json(result))


def _problem(task: CurveTask, segments: int) -> Problem:
    """Return the problem: its range is chosen too where the function has a tail, and a format holds it."""
    activation = functions.get(task.site.function)
    density, chosen = _density(task), None
    if density is not None and (activation.left_tail is not None or activation.right_tail is not None):
        chosen = choose_range(activation, density, segments)
    interval = activation.interval if chosen is None else chosen.interval
    return Problem(
        activation=activation,
        interval=interval if task.spec is None else held(interval, task.spec.input),
        segments=segments,
        objective=objective_named("mse", task.spec),
        density=density,
        chosen=chosen,
        spec=task.spec,
    )


def _density(task: CurveTask) -> Density | None:
    """Return the sensitivity as a density; None where nothing is sensitive."""
    squares = task.site.squares
    return density_of(task.density, task.site.function) if squares is not None and squares.any() else None
