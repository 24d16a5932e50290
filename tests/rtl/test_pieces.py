"""The layout of pieces, against the units themselves."""

from __future__ import annotations

import numpy as np
import pytest
from random_units import companions, fixed_spec, float_spec, order_keys, random_unit, spec_of

from pwlact.datapath import Unit, order_key
from pwlact.functions import Symmetry
from pwlact.rtl import Design
from pwlact.rtl.pieces import BELOW, INDEX, SELECT, condition, lay_out, reachable_pieces
from pwlact.rtl.text import Range


@pytest.mark.parametrize("seed", range(30))
def test_reachable_pieces_are_those_of_some_input(seed: int) -> None:
    rng = np.random.default_rng(seed)
    spec = fixed_spec(rng) if seed % 2 else float_spec(rng, "fp8_e4m3")
    unit = random_unit(rng, spec)
    codes = spec.input.codes()
    keys, used = order_key(spec, codes), unit.piece(codes)
    pieces = reachable_pieces(unit, Range(*order_keys(spec)))
    assert [piece.slope for piece in pieces] == unit.slopes[np.unique(used)].tolist()
    for piece, index in zip(pieces, np.unique(used), strict=True):
        mine = keys[used == index]
        assert (piece.first, piece.last) <= (mine.min(), mine.max())
        assert piece.first <= mine.min() <= mine.max() <= piece.last


@pytest.mark.parametrize("seed", range(30))
def test_counting_thresholds_gives_the_index_of_the_piece(seed: int) -> None:
    rng = np.random.default_rng(seed)
    spec = fixed_spec(rng, address_bits=None)
    design = Design(units=companions(rng, spec, 3), functions=("f", "g", "h"), name="u")
    layout = lay_out(design)
    assert layout.size - 1 < 1 << layout.index_bits
    for function, pieces in enumerate(layout.pieces):
        thresholds = layout.thresholds(function)
        assert len(thresholds) == layout.size - 1
        assert thresholds == sorted(thresholds)
        for index, piece in pieces.items():
            for key in (piece.first, piece.last):
                assert sum(threshold <= key for threshold in thresholds) == index


def test_conditions_name_the_inputs_of_a_row() -> None:
    unit = Unit(spec=spec_of("q4.4"), thresholds=[-16, 32], slopes=[0, 1, 2], intercepts=[0, 0, 0])
    design = Design(units=(unit,), functions=("f",), name="u")
    layout = lay_out(design)
    assert [condition(design, layout, (0, 0, k), (INDEX,)) for k in range(3)] == ["x < -1.0", "x >= -1.0", "x >= 2.0"]
    assert condition(design, layout, (0, 0, 0), (SELECT,)) == "f"
    two = Design(units=(unit, unit), functions=("f", "g"), name="u")
    assert condition(two, lay_out(two), (1, 0, 2), (SELECT, INDEX)) == "g, x >= 2.0"


def test_conditions_of_a_mirrored_table() -> None:
    spec = spec_of("q4.4", symmetry=Symmetry.ODD)
    unit = Unit(spec=spec, thresholds=[32], slopes=[1, 2], intercepts=[0, 0])
    design = Design(units=(unit,), functions=("f",), name="u")
    layout = lay_out(design)
    both = (BELOW, INDEX)
    texts = [condition(design, layout, (0, below, k), both) for below in (0, 1) for k in (0, 1)]
    assert texts == ["x >= 0", "x >= 2.0", "x < 0", "x <= -2.0"]
    assert condition(design, layout, (0, 0, 1), (INDEX,)) == "|x| >= 2.0"
    assert condition(design, layout, (0, 1, 0), (BELOW,)) == "x < 0"
    assert condition(design, layout, (0, 0, 0), ()) == "any x"
