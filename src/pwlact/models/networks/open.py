"""The network that a command's settings name: one of the registry, or somebody's own."""

from __future__ import annotations

from pwlact.models.network import Network
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
        If there is no such network, or its data are missing or do not fit it.
    """
    spec = choice.spec()
    if spec.startswith((TRANSFORMERS, TIMM)):
        from pwlact.models.images.network import image_network  # loads torch

        return image_network(choice)
    if ":" in spec:
        from pwlact.models.networks.own import own_network  # loads torch

        return own_network(choice)
    return network(spec)
