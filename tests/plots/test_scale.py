"""Places of values on a scale."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwlact.plots.scale import are_apart, are_numbers, scale_of, short


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40))
def test_places_keep_the_order_and_stay_on_the_scale(values: list[float]) -> None:
    places = scale_of("x", values).places
    assert places.min() >= 0.0
    assert places.max() <= 1.0
    assert (np.diff(places[np.argsort(values, kind="stable")]) >= -1e-12).all()


def test_wide_numbers_have_a_logarithmic_scale() -> None:
    scale = scale_of("rate", [1e-4, 1e-3, 1e-2])
    assert scale.places == pytest.approx([0.0, 0.5, 1.0])
    assert scale.ticks == ((0.0, "1e-4"), (pytest.approx(0.5), "1e-3"), (1.0, "0.01"))


def test_names_stand_at_equal_distances_in_their_order() -> None:
    scale = scale_of("kind", ["b", "a", "b", "c"])
    assert scale.places.tolist() == [0.0, 0.5, 0.0, 1.0]
    assert [text for _, text in scale.ticks] == ["b", "a", "c"]
    assert scale_of("kind", [True, True]).ticks == ((0.5, "True"),)
    assert not are_numbers([1, True])


def test_labels_of_crowded_numbers_stand_clear() -> None:
    ticks = scale_of("x", [1.0, 1.001, 1.002, 5.0]).ticks
    assert are_apart([place for place, _ in ticks])
    assert [text for _, text in ticks] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("number", "text"), [(0.0, "0"), (0.0015, "1.5e-3"), (-2e-9, "-2e-9"), (0.25, "0.25"), (64, "64"), (3e6, "3e6")]
)
def test_numbers_take_few_characters(number: float, text: str) -> None:
    assert short(number) == text
