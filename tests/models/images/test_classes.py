"""Classes of data and of a model."""

from __future__ import annotations

import warnings

import pytest

from pwlact.errors import ConfigError, PwlactWarning
from pwlact.models.images.classes import class_indices

WORDS = ("tench, Tinca tinca", "goldfish, Carassius auratus", "crane", "Crane, bird")


def test_names_and_synonyms_of_the_model_count_whatever_their_case() -> None:
    assert class_indices(["Goldfish", "tinca_tinca"], WORDS) == {"Goldfish": 1, "tinca_tinca": 0}
    assert class_indices(["tench, Tinca tinca"], WORDS) == {"tench, Tinca tinca": 0}


def test_a_name_that_two_classes_share_is_none() -> None:
    with pytest.raises(ConfigError, match="got 1 with 'crane'"):
        class_indices(["crane"], WORDS)
    assert class_indices(["bird"], WORDS) == {"bird": 3}


def test_as_many_other_names_are_numbered_in_sorted_order_with_a_warning() -> None:
    with pytest.warns(PwlactWarning, match="sorted order: 'n1' is the model's 'tench, Tinca tinca'"):
        assert class_indices(["n4", "n3", "n1", "n2"], WORDS) == {"n1": 0, "n2": 1, "n3": 2, "n4": 3}


def test_a_model_without_names_needs_no_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert class_indices(["b", "a"], ("LABEL_0", "LABEL_1")) == {"a": 0, "b": 1}


def test_a_list_gives_the_models_order_and_may_name_more() -> None:
    assert class_indices(["n2"], WORDS, ["n9", "n2", "n1", "n0"]) == {"n2": 1}


@pytest.mark.parametrize(
    ("names", "order", "said"),
    [
        (["n1", "n2"], None, r"the model's 4, such as 'tench, Tinca tinca', or as many, got 2 with 'n1'; .*--labels"),
        (["n1"], ["n1", "n2"], "names the model's 4, got 2"),
        (["n5"], ["n1", "n2", "n3", "n4"], "got none for 'n5'"),
    ],
)
def test_classes_that_do_not_fit_are_refused(names: list[str], order: list[str] | None, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        class_indices(names, WORDS, order)
