"""Functions of a user by name, called, and what they return, checked."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import torch
from torch import Tensor, nn

from pwlact.errors import ConfigError, RunError, require

RULE = "a network or data of your own is module:function"
BATCHES = "a --data function returns an iterable of (inputs, labels)"


def load_function(spec: str) -> Callable[[], Any]:
    """Return a function by "module:function".

    The module is imported, which runs it; modules of the working folder can be imported from then on.

    Raises
    ------
    ConfigError
        If there is no such module or function.
    RunError
        If the module cannot be imported.
    """
    module, _, name = spec.partition(":")
    require(bool(module and name) and ":" not in name, RULE, repr(spec), "try mymodels:load")
    if str(Path.cwd()) not in sys.path:
        sys.path.insert(0, str(Path.cwd()))
    try:
        found = getattr(importlib.import_module(module), name, None)
    except ModuleNotFoundError as fault:
        own = f"{module}.".startswith(f"{fault.name}.")
        remedy = f"start in the folder that holds {module}" if own else f"install {fault.name}"
        raise ConfigError(f"{RULE}, got {spec!r}: there is no module {fault.name}; {remedy}") from fault
    except Exception as fault:
        raise RunError(f"{module} must be importable, got {_told(fault)}; mend it") from fault
    require(callable(found), RULE, f"{spec!r}: {module} has no function {name}", "name one that it has")
    return cast(Callable[[], Any], found)


def called_model(function: Callable[[], Any]) -> nn.Module:
    """Return the module that a function gives.

    Raises
    ------
    ConfigError
        If it gives something else.
    RunError
        If it fails.
    """
    found = _called(function, "--model")
    require(isinstance(found, nn.Module), "a --model function returns an nn.Module", _kind(found), "return one")
    return cast(nn.Module, found)


def called_batches(function: Callable[[], Any]) -> Iterator[tuple[Any, Tensor]]:
    """Yield the batches that a function gives: inputs, and labels (n,) as int64.

    Raises
    ------
    ConfigError
        If it gives something else.
    RunError
        If it fails.
    """
    found = _called(function, "--data")
    require(hasattr(found, "__iter__"), BATCHES, _kind(found), "return a list of batches, or a DataLoader")
    for batch in found:
        require(isinstance(batch, (tuple, list)) and len(batch) == 2, BATCHES, _kind(batch), "give pairs")
        labels = torch.as_tensor(batch[1])
        whole = labels.ndim == 1 and not (labels.is_floating_point() or labels.is_complex())
        require(whole, "labels are whole numbers in a row", f"{labels.dtype} {tuple(labels.shape)}", "mend them")
        yield batch[0], labels.long()


def checked_logits(found: Any, labels: Tensor) -> Tensor:
    """Return the logits (n, k) that a module gave, a tensor or a record that holds them.

    Raises
    ------
    ConfigError
        If they do not fit the labels (n,).
    """
    logits = getattr(found, "logits", found)
    rule = f"a --model gives logits ({labels.shape[0]}, classes) for such a batch"
    require(isinstance(logits, Tensor), rule, _kind(logits), "return them")
    shape = tuple(logits.shape)
    require(len(shape) == 2 and shape[0] == labels.shape[0], rule, f"shape {shape}", "return such")
    extremes = [int(label) for label in labels.aminmax()]
    fits = extremes[0] >= 0 and extremes[1] < shape[1]
    require(fits, f"labels are 0 to {shape[1] - 1}", f"{extremes[0]} to {extremes[1]}", "mend them")
    return cast(Tensor, logits).float()


def _called(function: Callable[[], Any], option: str) -> Any:
    try:
        return function()
    except Exception as fault:
        raise RunError(f"the function of {option} must run without arguments, got {_told(fault)}; mend it") from fault


def _told(fault: Exception) -> str:
    return f"{type(fault).__name__}: {fault}"


def _kind(found: object) -> str:
    return f"a {type(found).__name__}"
