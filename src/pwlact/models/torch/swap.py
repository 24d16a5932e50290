"""Activations of a PyTorch model: found, and replaced for a while."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping

from torch import nn

from pwlact.models.network import Site

FUNCTIONS: dict[type[nn.Module], str] = {
    nn.SiLU: "silu",
    nn.GELU: "gelu",
    nn.Sigmoid: "sigmoid",
    nn.Tanh: "tanh",
}


def find_sites(model: nn.Module) -> tuple[Site, ...]:
    """Return the sites of a model: its activation modules."""
    return tuple(
        Site(name=name, function=FUNCTIONS[type(module)])
        for name, module in model.named_modules()
        if type(module) in FUNCTIONS
    )


@contextlib.contextmanager
def swapped(model: nn.Module, modules: Mapping[str, nn.Module]) -> Iterator[None]:
    """Within the context, other modules stand at the sites of these names."""
    exact = {name: model.get_submodule(name) for name in modules}
    try:
        for name, module in modules.items():
            _put(model, name, module)
        yield
    finally:
        for name, module in exact.items():
            _put(model, name, module)


def _put(model: nn.Module, name: str, module: nn.Module) -> None:
    parent, _, leaf = name.rpartition(".")
    setattr(model.get_submodule(parent), leaf, module)
