"""Calls of activation functions inside a module's forward, met while it runs and handed to modules at its sites.

Interception sees every call whatever the control flow, of any model, and leaves the model's own code in place. A traced
graph would fix the branches that its arguments choose (as `mask is not None` of transformers' models), so torch.fx
finds sites before a run (`survey`), but does not replace them.

A site is named after its function and its order in one forward of its module, as silu_0; the module at the site is a
submodule of that name, so that it moves, trains and is saved with its owner.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from torch import nn
from torch.overrides import TorchFunctionMode

from pwlact.models.torch.calls import Call, Gates, call_of
from pwlact.models.torch.seen import Keys, Seen
from pwlact.models.torch.wholes import evaluate


class Calls(TorchFunctionMode):
    """The calls of one forward."""

    def __init__(self, intercepted: Intercepted) -> None:
        super().__init__()
        self._of = intercepted
        self._keys = Keys()
        self._gates = Gates()

    def __torch_function__(
        self, func: Any, types: Any, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        """Give a call to the module at its site, or carry it out."""
        kwargs = kwargs or {}
        if self._of.inside:
            return func(*args, **kwargs)
        product = self._gates.product(func, args)
        if product is not None:
            key = self._keys.next("silu")
            self._of.see(key, product[0], product[1])
            module = self._of.module(key)
            return func(*args, **kwargs) if module is None else evaluate(module, product[0], args, kwargs)
        call = call_of(func, args, kwargs)
        if call is None:
            self._of.see_other(func)
            result = func(*args, **kwargs)
            self._gates.note_other(func, args, result)
            return result
        return self._evaluate(func, args, kwargs, call)

    def _evaluate(self, func: Any, args: Sequence[Any], kwargs: Mapping[str, Any], call: Call) -> Any:
        key = self._keys.next(call.kind)
        self._of.see(key, call)
        module = self._of.module(key)
        result = func(*args, **kwargs) if module is None else evaluate(module, call, args, kwargs)
        if call.kind == "sigmoid" and not call.in_place:
            self._gates.note_sigmoid(call, key, result)
        return result


class Intercepted:
    """A module's forward whose calls are handed to modules at its sites.

    Parameters
    ----------
    owner : nn.Module
        The module; its own forward is taken back by `remove`.
    """

    def __init__(self, owner: nn.Module) -> None:
        self.owner = owner
        self.seen: Seen | None = None  # where calls are recorded
        self.keys = set[str]()  # of the sites where modules stand
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
        owner.forward = self.run

    def remove(self) -> None:
        """Give the owner its own forward back."""
        for handle in self._handles:
            handle.remove()
        if self._own is None:
            del self.owner.__dict__["forward"]
        else:
            self.owner.forward = self._own

    def __getstate__(self) -> dict[str, Any]:
        """Return the state of a copy, which is for good."""
        return {**self.__dict__, "_handles": []}

    def run(self, *args: Any, **kwargs: Any) -> Any:
        """Run the owner's forward."""
        with Calls(self):
            return self._forward(*args, **kwargs)

    def module(self, key: str) -> nn.Module | None:
        """Return the module at a site; None where the exact function stays."""
        return self.owner._modules.get(key) if key in self.keys else None

    def see(self, key: str, call: Call, covers: str | None = None) -> None:
        """Record a call, if that is asked for."""
        if self.seen is not None:
            self.seen.add(key, call, covers)

    def see_other(self, func: Any) -> None:
        """Record a call that is left, if that is asked for."""
        if self.seen is not None:
            self.seen.leave(func)

    def _enter(self, *_: Any) -> None:
        self.inside += 1

    def _leave(self, *_: Any) -> None:
        self.inside -= 1


def interception_of(module: nn.Module) -> Intercepted | None:
    """Return the interception of a module's forward, None where there is none."""
    found = getattr(module.forward, "__self__", None)
    return found if isinstance(found, Intercepted) else None


@contextlib.contextmanager
def recording(owner: nn.Module) -> Iterator[Seen]:
    """Within the context, the calls in a module's forward are recorded in what it gives."""
    known = interception_of(owner)
    interception = known or Intercepted(owner)
    interception.seen = Seen()
    try:
        yield interception.seen
    finally:
        interception.seen = None
        if known is None:
            interception.remove()
