"""Presets: the libraries' quantisation, for their functions alone."""

from __future__ import annotations

import json

import pytest
from export.units import source_of

from pwlact import functions
from pwlact.errors import ConfigError
from pwlact.export import TARGETS, LookupOptions, Quantisation
from pwlact.export.presets import PRESETS, quantisation_of

DEFAULT = Quantisation(input_scale=0.05, input_zero_point=3, output_scale=1.0, output_zero_point=9)
RECIPROCAL = functions.from_expression("1/(1+x)", interval=(0.0, 1.0))
OF = {"logistic": "sigmoid", "tanh": "tanh", "softmax-exp": "exp"}
PUBLISHED = {  # of the operators' specification; an input that a model chooses is the default's
    ("logistic", 8): (0.05, 3, 1 / 256, -128),
    ("logistic", 16): (2.0**-12, 0, 2.0**-15, 0),
    ("tanh", 8): (0.05, 3, 1 / 128, 0),
    ("tanh", 16): (2.0**-12, 0, 2.0**-15, 0),
    ("softmax-exp", 16): (10 / 65535, 32767, 2 / 65535, 0),
    ("softmax-reciprocal", 16): (1 / 65535, -32768, 2 / 65535, 0),
}


@pytest.mark.parametrize(("name", "bits"), PUBLISHED)
def test_scales_and_zero_points_are_the_published_ones(name: str, bits: int) -> None:
    activation = functions.get(OF[name]) if name in OF else RECIPROCAL
    found = quantisation_of(LookupOptions(preset=name), activation, bits, DEFAULT)
    input_scale, input_zero, output_scale, output_zero = PUBLISHED[name, bits]
    assert found == Quantisation(
        input_scale=input_scale, input_zero_point=input_zero, output_scale=output_scale, output_zero_point=output_zero
    )


def test_every_preset_is_listed() -> None:
    assert {(name, bits) for name, preset in PRESETS.items() for bits in preset.parameters} == set(PUBLISHED)


def test_without_a_preset_the_options_count_and_then_the_default() -> None:
    silu = functions.get("silu")
    assert quantisation_of(LookupOptions(), silu, 8, DEFAULT) is DEFAULT
    given = Quantisation(input_scale=0.1, input_zero_point=0, output_scale=0.1, output_zero_point=0)
    assert quantisation_of(LookupOptions(quantisation=given), silu, 8, DEFAULT) is given


def test_other_names_functions_and_widths_are_refused() -> None:
    sigmoid = functions.get("sigmoid")
    with pytest.raises(ConfigError, match=r"a preset is one of logistic, tanh, .* got 'relu'; choose one"):
        quantisation_of(LookupOptions(preset="relu"), sigmoid, 8, DEFAULT)
    with pytest.raises(ConfigError, match="preset tanh is of tanh, got sigmoid; export a result of that"):
        quantisation_of(LookupOptions(preset="tanh"), sigmoid, 8, DEFAULT)
    with pytest.raises(ConfigError, match="softmax-exp has codes of int16, got int8; use target lut16"):
        quantisation_of(LookupOptions(preset="softmax-exp"), functions.get("exp"), 8, DEFAULT)
    with pytest.raises(ConfigError, match="a preset is a quantisation, got preset 'tanh' and another"):
        LookupOptions(preset="tanh", quantisation=DEFAULT)


def test_a_target_takes_the_preset() -> None:
    source = source_of(None, lookup=LookupOptions(preset="logistic"))
    with pytest.raises(ConfigError, match="preset logistic is of sigmoid, got silu"):
        TARGETS["lut16"].files(source)


@pytest.mark.parametrize(("target", "construction", "said"), [
    ("lut8", "library", "library"), ("lut8", "minimax", "nearest"),
    ("lut16", "library", "library"), ("lut16", "minimax", "minimax"),
])  # fmt: skip
def test_files_say_the_construction(target: str, construction: str, said: str) -> None:
    options = LookupOptions(construction=construction)  # type: ignore[arg-type]
    files = TARGETS[target].files(source_of(None, lookup=options))
    assert json.loads(files[f"pwl_silu_{target}.json"])["construction"] == said
    assert f"// construction {said}, errors over all inputs: max" in files[f"pwl_silu_{target}.h"]
