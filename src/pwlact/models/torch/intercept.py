"""Calls of activation functions inside a module's forward, met while it runs and handed to modules at its sites.

Interception sees every call whatever the control flow, of any model, and leaves the model's own code in place. A traced
graph would fix the branches that its arguments choose (as `mask is not None` of transformers' models), so torch.fx
finds sites before a run (`survey`), but does not replace them.

A site is named after its function and its order in one forward of its module, as silu_0; the module at the site is a
submodule of that name, so that it moves, trains and is saved with its owner.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode
from torch.utils.weak import WeakIdKeyDictionary

from pwlact.models.torch.calls import SOFTMAX, Call, Gates, call_of, reason_left


@dataclass(slots=True)
class Seen:
    """What a recording met in a module's forward.

    Parameters
    ----------
    calls : dict
        Of each site's key, the function; in order.
    covered : dict
        Of a sigmoid's key, the key of the SiLU that it is a part of.
    left : dict
        Names of calls that are left, and why.
    """

    calls: dict[str, str] = field(default_factory=dict)
    covered: dict[str, str] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)


class Keys:
    """Names of the sites of one forward, in order: silu_0, silu_1, ..."""

    def __init__(self) -> None:
        self._counts = Counter[str]()

    def next(self, kind: str) -> str:
        """Return the key of the next call of a kind."""
        self._counts[kind] += 1
        return f"{kind}_{self._counts[kind] - 1}"


class Calls(TorchFunctionMode):
    """The calls of one forward."""

    def __init__(self, intercepted: Intercepted) -> None:
        super().__init__()
        self._of = intercepted
        self._keys = Keys()
        self._gates = Gates(WeakIdKeyDictionary())
        self._sigmoids = WeakIdKeyDictionary()  # of a sigmoid's output, its key

    def __torch_function__(
        self, func: Any, types: Any, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        """Give a call to the module at its site, or carry it out."""
        kwargs = kwargs or {}
        if self._of.inside:
            return func(*args, **kwargs)
        call = self._gates.product(func, args)
        key = None
        if call is not None:
            key = self._keys.next(call.kind)
            self._of.see(key, call, self._sigmoid(args))
            if self._of.module(key) is None:
                call = key = None
        call = call or call_of(func, args, kwargs)
        if call is None:
            self._of.see_other(func)
            result = func(*args, **kwargs)
        else:
            result = self._evaluate(func, args, kwargs, call, key)
        self._gates.note(func, args, call, result)
        return result

    def _sigmoid(self, args: Sequence[Any]) -> str | None:
        found = [self._sigmoids.get(part) for part in args[:2] if isinstance(part, Tensor)]
        return next((key for key in found if key is not None), None)

    def _evaluate(self, func: Any, args: Sequence[Any], kwargs: Mapping[str, Any], call: Call, key: str | None) -> Any:
        if key is None:
            key = self._keys.next(call.kind)
            self._of.see(key, call)
        module = self._of.module(key)
        result = func(*args, **kwargs) if module is None else evaluate(module, call, args, kwargs)
        if call.kind == "sigmoid":
            self._sigmoids[result] = key
        return result


def evaluate(module: nn.Module, call: Call, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """Return a call's result with a module in the function's place."""
    if call.kind == SOFTMAX:
        return softmax_of(module, *args, **kwargs)
    result = module(call.x)
    return call.x.copy_(result) if call.in_place else result


def softmax_of(
    exp: Callable[[Tensor], Tensor],
    input: Tensor,
    dim: int | None = None,
    *_: Any,
    dtype: torch.dtype | None = None,
    **__: Any,
) -> Tensor:
    """Return exp(x - max) / sum exp(x - max) along a dimension, with a module for exp.

    Parameters
    ----------
    exp : callable
        What stands in for exp.
    input : Tensor
        x, of any shape.
    dim : int
        The dimension.
    dtype : torch.dtype, optional
        In which it is computed.
    """
    x = input if dtype is None else input.to(dtype)
    axis = (0 if x.ndim in (0, 1, 3) else 1) if dim is None else dim  # as torch.nn.functional.softmax chooses
    powers = exp(x - x.amax(axis, keepdim=True))
    return powers / powers.sum(axis, keepdim=True)


class Intercepted:
    """A module's forward whose calls are handed to modules at its sites.

    Parameters
    ----------
    owner : nn.Module
        The module; its own forward is taken back by `remove`.
    seen : Seen, optional
        Where calls are recorded.
    """

    def __init__(self, owner: nn.Module, seen: Seen | None = None) -> None:
        self.owner = owner
        self.seen = seen
        self.inside = 0  # depth of submodules' forwards, whose calls are not the owner's
        self._own = owner.__dict__.get("forward")
        self._forward = owner.forward
        self._handles = []
        for module in owner.modules():
            if module is not owner:
                self._handles += [
                    module.register_forward_pre_hook(self._enter),
                    module.register_forward_hook(self._leave, always_call=True),
                ]
        owner.forward = self

    def remove(self) -> None:
        """Give the owner its own forward back."""
        for handle in self._handles:
            handle.remove()
        if self._own is None:
            del self.owner.__dict__["forward"]
        else:
            self.owner.forward = self._own

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run the owner's forward."""
        with Calls(self):
            return self._forward(*args, **kwargs)

    def module(self, key: str) -> nn.Module | None:
        """Return the module at a site; None where the exact function stays."""
        return self.owner._modules.get(key)

    def see(self, key: str, call: Call, covers: str | None = None) -> None:
        """Record a call, if that is asked for."""
        if self.seen is not None:
            self.seen.calls[key] = call.function
            if covers is not None:
                self.seen.covered[covers] = key

    def see_other(self, func: Any) -> None:
        """Record a call that is left, if that is asked for."""
        reason = reason_left(func, softmax=True) if self.seen is not None else None
        if self.seen is not None and reason is not None:
            self.seen.left[getattr(func, "__name__", str(func))] = reason

    def _enter(self, *_: Any) -> None:
        self.inside += 1

    def _leave(self, *_: Any) -> None:
        self.inside -= 1
