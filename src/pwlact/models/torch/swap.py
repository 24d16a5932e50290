"""Activations of a PyTorch model replaced: for a while by any modules, or by tables with a report and an undo."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

from torch import Tensor, nn

from pwlact.errors import ConfigError, did_you_mean
from pwlact.models.network import Site
from pwlact.models.torch.calls import GLU, SOFTMAX
from pwlact.models.torch.intercept import Intercepted, interception_of
from pwlact.models.torch.survey import survey
from pwlact.models.torch.wholes import WHOLES


def find_sites(model: nn.Module, *, softmax: bool = False, example: Any = None) -> tuple[Site, ...]:
    """Return the sites of a model: its activation modules, and calls of functions in the forward of a module.

    Parameters
    ----------
    model : nn.Module
        The model.
    softmax : bool
        Whether the exponentials of softmax are sites, of the function exp, fed x - max.
    example : Tensor, tuple or dict, optional
        Inputs to run the model on once: calls are then met whatever the control flow. Without them torch.fx finds
        those in modules that it can trace.
    """
    return survey(model, softmax=softmax, example=example).plain


@contextlib.contextmanager
def swapped(model: nn.Module, modules: Mapping[str, nn.Module]) -> Iterator[None]:
    """Within the context, other modules stand at the sites of these names.

    Raises
    ------
    ConfigError
        If the model has no module in which such a site could be.
    """
    undo = put(model, modules)
    try:
        yield
    finally:
        undo.close()


def put(model: nn.Module, modules: Mapping[str, nn.Module]) -> contextlib.ExitStack:
    """Put modules at the sites of these names; closing what is returned takes them back."""
    with contextlib.ExitStack() as undo:
        paths = {path for path, _ in model.named_modules(remove_duplicate=False)}
        for name, module in modules.items():
            parent, _, leaf = name.rpartition(".")
            if parent not in paths:
                raise ConfigError(
                    f"a site is one of the model's, got {name!r}; {did_you_mean(name, paths)}see find_sites"
                )
            owner = model.get_submodule(parent)
            if name in paths:
                _replace(owner, leaf, module, undo)
            else:
                _add(owner, leaf, module, undo)
        return undo.pop_all()


def _replace(owner: nn.Module, leaf: str, module: nn.Module, undo: contextlib.ExitStack) -> None:
    exact = owner.get_submodule(leaf)
    kind = KINDS.get(type(exact))
    setattr(owner, leaf, module if kind is None else Whole(kind, module, exact.dim))
    undo.callback(setattr, owner, leaf, exact)
    if hasattr(owner, FAST_PATH):
        undo.callback(setattr, owner, FAST_PATH, getattr(owner, FAST_PATH))
        setattr(owner, FAST_PATH, 0)


def _add(owner: nn.Module, key: str, module: nn.Module, undo: contextlib.ExitStack) -> None:
    intercepted = interception_of(owner)
    if intercepted is None:
        intercepted = Intercepted(owner)
        undo.callback(intercepted.remove)
    intercepted.keys.add(key)
    owner.add_module(key, module)
    undo.callback(owner._modules.pop, key)
    undo.callback(intercepted.keys.discard, key)


FAST_PATH = "activation_relu_or_gelu"
"""Of nn.TransformerEncoderLayer: which function its fused kernel computes; with 0 it calls the activation."""


KINDS: dict[type[nn.Module], str] = {nn.Softmax: SOFTMAX, nn.GLU: GLU}
"""Modules that are more than a function of their input."""


class Whole(nn.Module):
    """Softmax or GLU with a module for its function."""

    def __init__(self, kind: str, function: nn.Module, dim: Any) -> None:
        super().__init__()
        self.kind = kind
        self.function = function
        self.dim = dim

    def forward(self, x: Tensor) -> Tensor:
        """Return softmax or GLU of x along the dimension."""
        return WHOLES[self.kind](self.function, x, self.dim)
