"""Real networks: activations replaced in PyTorch and ONNX, profiles of their inputs, budgets, and what it costs.

    from pwlact.models import PWLActivation, swap_activations

Everything is loaded when it is first asked for: PyTorch takes a second.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from pwlact.errors import ConfigError

if TYPE_CHECKING:
    from pwlact.models.torch.activations import Swap as Swap
    from pwlact.models.torch.activations import swap_activations as swap_activations
    from pwlact.models.torch.module import PWLActivation as PWLActivation
    from pwlact.models.torch.swap import find_sites as find_sites

_HOMES = {
    "PWLActivation": "torch.module",
    "Swap": "torch.activations",
    "find_sites": "torch.swap",
    "swap_activations": "torch.activations",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'pwlact.models' has no attribute {name!r}; `dir(pwlact.models)` lists the names")
    try:
        return getattr(importlib.import_module(f"pwlact.models.{_HOMES[name]}"), name)
    except ModuleNotFoundError as fault:
        if (fault.name or "").startswith("pwlact"):
            raise
        raise ConfigError(
            f"{name} needs packages of the extra models, got no {fault.name}; pip install 'pwlact[models]'"
        ) from fault


def __dir__() -> list[str]:
    return sorted(_HOMES)
