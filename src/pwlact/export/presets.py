"""The quantisation that TensorFlow Lite (Micro) and CMSIS-NN fix for the inputs and outputs of some operators."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from pwlact._types import Array
from pwlact.errors import ConfigError
from pwlact.export.lookup import LookupOptions, Quantisation
from pwlact.functions import Activation

PresetName = Literal["logistic", "tanh", "softmax-exp", "softmax-reciprocal"]
Parameters = tuple[float, int]  # scale and zero point

POINTS = np.linspace(0.0, 1.0, 65)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """Scales and zero points of an operator.

    Parameters
    ----------
    function : str
        Formula of the function.
    f : callable
        The function, on arrays.
    parameters : mapping
        From bits of a code, 8 or 16, to scale and zero point of the input, or None where a model chooses them, and of
        the output.
    """

    function: str
    f: Callable[[Array], Array]
    parameters: Mapping[int, tuple[Parameters | None, Parameters]]

    def matches(self, activation: Activation) -> bool:
        """Whether an activation is the function, by its values at 65 points from 0 to 1."""
        return bool(np.allclose(activation(POINTS), self.f(POINTS), rtol=1e-12, atol=1e-12))


PRESETS: Mapping[PresetName, Preset] = {
    "logistic": Preset(
        function="sigmoid",
        f=lambda x: np.asarray(1.0 / (1.0 + np.exp(-x))),
        parameters={8: (None, (1 / 256, -128)), 16: ((1 / 4096, 0), (1 / 32768, 0))},
    ),
    "tanh": Preset(
        function="tanh", f=np.tanh, parameters={8: (None, (1 / 128, 0)), 16: ((1 / 4096, 0), (1 / 32768, 0))}
    ),
    "softmax-exp": Preset(function="exp", f=np.exp, parameters={16: ((10 / 65535, 32767), (2 / 65535, 0))}),
    "softmax-reciprocal": Preset(
        function="1/(1+x)",
        f=lambda x: np.asarray(1.0 / (1.0 + x)),
        parameters={16: ((1 / 65535, -32768), (2 / 65535, 0))},
    ),
}


def quantisation_of(options: LookupOptions, activation: Activation, bits: int, default: Quantisation) -> Quantisation:
    """Return the quantisation that options ask for.

    Parameters
    ----------
    options : LookupOptions
        Settings of a lookup table.
    activation : Activation
        The function, which must be the preset's where there is one.
    bits : int
        Bits of a code, 8 or 16.
    default : Quantisation
        Quantisation where the options have none; its input's parameters, where a preset leaves them to the model.

    Raises
    ------
    ConfigError
        If the preset is unknown, is of another function, or has no codes of `bits` bits.
    """
    if options.preset is None:
        return options.quantisation or default
    parameters = _preset_of(options.preset, activation).parameters
    if bits not in parameters:
        raise ConfigError(f"preset {options.preset} has codes of int16, got int{bits}; use target lut16")
    input_, output = parameters[bits]
    scale, zero_point = input_ or (default.input_scale, default.input_zero_point)
    return Quantisation(
        input_scale=scale, input_zero_point=zero_point, output_scale=output[0], output_zero_point=output[1]
    )


def _preset_of(name: str, activation: Activation) -> Preset:
    preset = {str(key): preset for key, preset in PRESETS.items()}.get(name)
    if preset is None:
        raise ConfigError(f"a preset is one of {', '.join(PRESETS)}, got {name!r}; choose one")
    if not preset.matches(activation):
        raise ConfigError(f"preset {name} is of {preset.function}, got {activation.name}; export a result of that")
    return preset
