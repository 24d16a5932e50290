"""`swap_activations`: tables in the place of a model's activations, with a report and an undo."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import nn

from pwlact import functions
from pwlact.datapath import Unit
from pwlact.errors import ConfigError, did_you_mean, require
from pwlact.models.network import Site
from pwlact.models.torch.module import PWLActivation
from pwlact.models.torch.survey import Left, Survey, survey
from pwlact.models.torch.swap import put
from pwlact.pwl import PWL
from pwlact.search.result import Result

Approximation = Result | PWL | Unit | nn.Module
"""What may stand in for a function: a result, a PWL, a unit, or a module of one's own."""

NO_TABLE = "no table is given for {}"
NOT_CHOSEN = "it is not among the sites that are chosen"


@dataclass(slots=True, kw_only=True)
class Swap:
    """What was replaced in a model; a context at whose end the model is as before.

    Parameters
    ----------
    changed : tuple of Site
        The sites that tables took.
    left : tuple of Left
        Activations that are left, each with the reason.
    """

    changed: tuple[Site, ...]
    left: tuple[Left, ...]
    _undo: contextlib.ExitStack = field(repr=False)

    def undo(self) -> None:
        """Put the exact functions back; a second time nothing happens."""
        self._undo.close()

    def __enter__(self) -> Swap:
        return self

    def __exit__(self, *_: object) -> None:
        self.undo()

    def __str__(self) -> str:
        counts = Counter((left.what, left.reason) for left in self.left)
        first = {(left.what, left.reason): left.name or "the model itself" for left in reversed(self.left)}
        return "\n".join(
            [
                *(f"{site.name}: {site.function} replaced" for site in self.changed),
                *(
                    f"{first[key]}{f' and {count - 1} more' if count > 1 else ''}: {key[0]} left, {key[1]}"
                    for key, count in counts.items()
                ),
            ]
        )


def swap_activations(
    model: nn.Module,
    tables: Mapping[str, Approximation],
    *,
    sites: Iterable[str] | None = None,
    softmax: bool = False,
    example: Any = None,
) -> Swap:
    """Replace the activations of a model by tables: modules, and calls of functions in a module's forward.

    Modules are replaced in their parents. Calls, as F.silu(x), x.sigmoid() or x * torch.sigmoid(x), are met while the
    forward runs, and handed to modules; sites are named after paths: ``layers.3.mlp.act`` for a module,
    ``layers.3.mlp.silu_0`` for the first call in the forward of ``layers.3.mlp``.

    Parameters
    ----------
    model : nn.Module
        The model, changed in place.
    tables : mapping of str to Result, PWL, Unit or nn.Module
        Of each function's name, or of a site's name, what takes its place. Sites of one function share a module.
    sites : iterable of str, optional
        Names of the sites to replace; by default all.
    softmax : bool
        Whether exp in softmax is replaced too: exp(x - max) by the table for ``exp``, then divided by the sum.
    example : Tensor, tuple or dict, optional
        Inputs that the model is run on once to find the calls, where torch.fx cannot trace a module.

    Returns
    -------
    Swap
        Its `changed` and `left` tell each site; `undo` puts the exact functions back, as does leaving it as a context.

    Raises
    ------
    ConfigError
        If there is nothing to replace, a table is of another function or is no table, or a site is unknown.

    Examples
    --------
    >>> import torch, pwlact
    >>> from pwlact.models import swap_activations
    >>> model = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.SiLU())
    >>> with swap_activations(model, {"silu": pwlact.approximate("silu", segments=8)}) as swap:
    ...     print(swap)
    1: silu replaced
    """
    found = survey(model, softmax=softmax, example=example)
    functions_at = {site.name: site.function for site in found.sites}
    chosen = set(functions_at) if sites is None else set(sites)
    unknown = min(chosen - set(functions_at), default="")
    require(
        not unknown, f"a site is one of the model's {len(functions_at)}", repr(unknown),
        f"{did_you_mean(unknown, functions_at)}find_sites lists them",
    )  # fmt: skip
    modules = _modules(functions_at, tables)
    taken = {
        site.name: modules.get(site.name) or modules[site.function]
        for site in found.sites
        if site.name in chosen and (site.name in modules or site.function in modules)
    }
    taken = {name: module for name, module in taken.items() if found.covered.get(name) not in taken}
    if not taken:
        raise ConfigError(
            f"a model has an activation that a table is given for, got {_counted(found)}; give a table for one of them"
        )
    device = next((parameter.device for parameter in model.parameters()), torch.device("cpu"))
    return Swap(
        changed=tuple(site for site in found.sites if site.name in taken),
        left=(*found.left, *_left(found, taken, modules)),
        _undo=put(model, {name: module.to(device) for name, module in taken.items()}),
    )


def _left(found: Survey, taken: Mapping[str, nn.Module], modules: Mapping[str, nn.Module]) -> list[Left]:
    """Return the sites that are left; a sigmoid that is part of a SiLU is told only with it."""
    replaced = taken.keys() | {found.covered.get(name) for name in taken}
    sites = [site for site in found.plain if site.name not in replaced]
    reasons = {site.name: NOT_CHOSEN if site.function in modules else NO_TABLE.format(site.function) for site in sites}
    return [Left(name=site.name, what=site.function, reason=reasons[site.name]) for site in sites]


def _counted(found: Survey) -> str:
    counts = Counter(site.function for site in found.plain)
    each = (f"{name} at {count} site{'s' * (count > 1)}" for name, count in counts.items())
    left = [f"{left.what}, which is left: {left.reason}" for left in found.left]
    return ", ".join(each) or (left or ["no activation of the catalogue"])[0]


def _modules(functions_at: Mapping[str, str], tables: Mapping[str, Approximation]) -> dict[str, nn.Module]:
    """Return the modules by site and by the catalogue's name of a function."""
    modules = dict[str, nn.Module]()
    for key, table in tables.items():
        own = functions_at.get(key)
        function = _function(key, functions_at) if own is None else own
        modules[function if own is None else key] = _module(key, function, table)
    return modules


def _function(key: str, names: Mapping[str, str]) -> str:
    if not isinstance(key, str) or not functions.is_known(key):
        raise ConfigError(
            f"a table is given for a function or a site, got {key!r}; {did_you_mean(str(key), names)}try 'silu'"
        )
    return functions.get(key).name


def _module(key: str, function: str, table: Approximation) -> nn.Module:
    if isinstance(table, nn.Module):
        return table
    require(
        isinstance(table, (Result, PWL, Unit)), "a table is a Result, a PWL, a Unit or a module",
        f"{type(table).__name__} for {key!r}", "use pwlact.approximate or pwlact.load",
    )  # fmt: skip
    if isinstance(table, Result):
        own = table.problem.activation.name
        require(own == function, f"the table for {key!r} is of {function}", f"one of {own}", f"search for {function}")
    return PWLActivation(table)
