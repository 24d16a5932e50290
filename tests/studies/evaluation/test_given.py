"""Tables of the user's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_network import TinyNetwork

import pwlact
from pwlact.errors import ConfigError
from pwlact.search.result_json import save_result
from pwlact.studies.evaluation.given import given_tables, tables_digest


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    for name, segments in (("silu", 4), ("silu", 7)):
        save_result(pwlact.approximate(name, segments=segments), tmp_path / f"{name}{segments}.json")
    return [f"silu={tmp_path / 'silu4.json'}", f"last={tmp_path / 'silu7.json'}"]


def test_a_sites_own_table_counts_more_than_its_functions(words: list[str]) -> None:
    tables = given_tables(words, TinyNetwork())
    assert {name: table.segments for name, table in tables.items() if isinstance(table, pwlact.PWL)} == {
        "wide": 4,
        "last": 7,
    }
    assert given_tables([], TinyNetwork()) == {}


def test_the_digest_is_of_what_the_files_hold(words: list[str], tmp_path: Path) -> None:
    before = tables_digest(words)
    assert tables_digest(words) == before
    save_result(pwlact.approximate("silu", segments=5), tmp_path / "silu4.json")
    assert tables_digest(words) != before


@pytest.mark.parametrize("word", ["silu", "=x", "silu="])
def test_a_word_of_another_form_is_refused(word: str) -> None:
    with pytest.raises(ConfigError, match="FUNCTION=RESULT"):
        given_tables([word], TinyNetwork())
