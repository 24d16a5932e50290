"""CHANGELOG.md has the form of Keep a Changelog."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

TEXT = (Path(__file__).parents[2] / "CHANGELOG.md").read_text(encoding="utf-8")
KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_versions_have_dates_and_stand_newest_first() -> None:
    first, *headings = re.findall(r"^## (.*)$", TEXT, re.MULTILINE)
    assert first == "[Unreleased]"
    found = [re.fullmatch(r"\[(\d+)\.(\d+)\.(\d+)\] - (\d{4}-\d\d-\d\d)", heading) for heading in headings]
    assert all(found), headings
    entries = [(date.fromisoformat(match[4]), *map(int, match.groups()[:3])) for match in found if match]
    assert entries == sorted(entries, reverse=True)


def test_changes_are_grouped_by_kind_each_once_a_version() -> None:
    for version in re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]:
        kinds = re.findall(r"^### (.*)$", version, re.MULTILINE)
        assert set(kinds) <= KINDS
        assert len(set(kinds)) == len(kinds)
        assert bool(kinds) == ("\n- " in version)
