"""The network that a command's settings name: one of the registry, or somebody's own."""

from __future__ import annotations

from pwlact.errors import require
from pwlact.models.network import Network
from pwlact.models.networks.packages import needing_extra
from pwlact.models.networks.registry import network
from pwlact.settings.models import TIMM, TRANSFORMERS, NetworkChoice


def open_network(choice: NetworkChoice) -> Network:
    """Return the network that is chosen, with its data.

    Parameters
    ----------
    choice : NetworkChoice
        A name of the registry; hf:FOLDER, timm:NAME with images; or module:function with data.

    Raises
    ------
    InputError
        If there is no such network, its data are missing or do not fit it, or it has no activation to replace.
    """
    spec = choice.spec()
    if spec.startswith((TRANSFORMERS, TIMM)):
        with needing_extra(f"network {spec}"):
            from pwlact.models.images.network import image_network  # loads torch
        return _with_sites(image_network(choice))
    if ":" in spec:
        with needing_extra(f"network {spec}"):
            from pwlact.models.networks.own import own_network  # loads torch
        return _with_sites(own_network(choice))
    return network(spec)


def _with_sites(found: Network) -> Network:
    """Return a network, if tables can replace something in it."""
    require(
        bool(found.sites), "a network has activations that tables can replace", f"none in {found.name}",
        "choose another; swap_activations(model, ...) of pwlact.models tells why one is left",
    )  # fmt: skip
    return found
