"""The sites of a model: activation modules, and calls of functions, found by torch.fx or by a run."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from pwlact.models.network import Site
from pwlact.models.torch import known
from pwlact.models.torch.intercept import interception_of, recording
from pwlact.models.torch.seen import Seen
from pwlact.models.torch.tracing import traced

TRANSFORMERS = (nn.TransformerEncoderLayer, nn.TransformerDecoderLayer)  # which call their activation themselves
NAME_TAKEN = "its site would be called {}, as a submodule is; rename that"
UNTRACED = "torch.fx cannot trace it ({}); give example inputs, so that its calls are met"


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What of a model is left as it is.

    Parameters
    ----------
    name : str
        The path of the module, or of the site.
    what : str
        Its class or function.
    reason : str
        Why it is left.
    """

    name: str
    what: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """The sites of a model.

    Parameters
    ----------
    sites : tuple of Site
        All sites in the order of the modules; a sigmoid that is part of a SiLU is a site too.
    covered : dict
        Of the name of such a sigmoid, the name of the SiLU.
    left : tuple of Left
        Activations that are no sites, and modules that could not be looked into.
    """

    sites: tuple[Site, ...]
    covered: Mapping[str, str]
    left: tuple[Left, ...]

    @property
    def plain(self) -> tuple[Site, ...]:
        """The sites without the sigmoids that are part of a SiLU."""
        return tuple(site for site in self.sites if site.name not in self.covered)


def survey(model: nn.Module, *, softmax: bool = False, example: Any = None) -> Survey:
    """Return the sites of a model, and what is left.

    Parameters
    ----------
    model : nn.Module
        The model; it is not changed.
    softmax : bool
        Whether the exponentials of softmax are sites.
    example : Tensor, tuple or dict, optional
        Inputs that the model is run on once: calls of functions are then met whatever the control flow. Without them
        torch.fx traces each module apart.
    """
    places = dict(_places(model))
    owners = {path: module for path, module in places.items() if _is_owner(module)}
    seen, faults = traced(owners) if example is None else (_run(model, owners, example), {})
    sites, covered, left = list[Site](), dict[str, str](), list[Left]()
    for path, module in places.items():
        met, kind = seen.get(path, Seen()), type(module).__name__
        function = module_site(module, softmax)
        sites += [] if function is None else [Site(name=path, function=function)]
        calls = met.functions(softmax)
        sites += [Site(name=_joined(path, key), function=name) for key, name in calls if not _is_taken(module, key)]
        covered |= {_joined(path, part): _joined(path, whole) for part, whole in met.covered.items()}
        reasons = [(kind, why) for why in _reasons(module, softmax, faults.get(path))] + met.reasons(softmax)
        reasons += [(name, NAME_TAKEN.format(key)) for key, name in calls if _is_taken(module, key)]
        left += [Left(name=path, what=what, reason=why) for what, why in reasons]
    return Survey(sites=tuple(sites), covered=covered, left=tuple(left))


def _is_taken(module: nn.Module, key: str) -> bool:
    """Return whether a submodule of the model's own has the name of a site."""
    interception = interception_of(module)
    return key in module._modules and (interception is None or key not in interception.keys)


def _reasons(module: nn.Module, softmax: bool, fault: str | None) -> list[str]:
    """Return why a module is left, or was not looked into."""
    reasons = [
        known.reason_left(module),
        known.FUSED_SOFTMAX if softmax and type(module) is nn.MultiheadAttention else None,
        known.NOT_ASKED if not softmax and type(module) is nn.Softmax else None,
        None if fault is None else UNTRACED.format(fault),
    ]
    return [reason for reason in reasons if reason is not None]


def module_site(module: nn.Module, softmax: bool) -> str | None:
    """Return the function of a module that is a site as a whole; None of any other."""
    if type(module) is nn.Softmax:
        return "exp" if softmax else None
    return "sigmoid" if type(module) is nn.GLU else known.function_of(module)


def _joined(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _places(model: nn.Module) -> Iterator[tuple[str, nn.Module]]:
    """Yield each module with its path, an activation at every path that it has; others once."""
    met = set[int]()
    for path, module in model.named_modules(remove_duplicate=False):
        if id(module) not in met or known.function_of(module):
            yield path, module
        met.add(id(module))


def _is_owner(module: nn.Module) -> bool:
    """Return whether a module's own forward may call activations."""
    kind = type(module)
    built_in = kind.__module__.startswith(("torch.nn.", "torch._dynamo")) and kind not in TRANSFORMERS
    written = getattr(kind, "forward", None) is not nn.Module.forward
    return written and not built_in and known.function_of(module) is None and known.reason_left(module) is None


def _run(model: nn.Module, owners: Mapping[str, nn.Module], example: Any) -> dict[str, Seen]:
    """Return what is met in the owners' forwards in a run."""
    with contextlib.ExitStack() as recordings, torch.no_grad():
        seen = {path: recordings.enter_context(recording(owner)) for path, owner in owners.items()}
        run_on(model, example)
    return seen


def run_on(model: nn.Module, example: Any) -> Any:
    """Return a model's output for example inputs: keywords, several, or one."""
    if isinstance(example, Mapping):
        return model(**example)
    return model(*example) if isinstance(example, (tuple, list)) else model(example)
