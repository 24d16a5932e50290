"""The section of function and error says in words what its figure shows."""

from __future__ import annotations

from drawn import Maker

from pwlact.report.sections.curves import curves
from pwlact.report.subject import subject_from
from pwlact.search.facts import finding


def test_the_figure_is_named_by_its_finding(make: Maker, case: str) -> None:
    section = curves(subject_from(make(case), None))
    assert section.values["label"].endswith(finding(make(case)))
    assert section.values["marked"] == (case not in ("noisy", "separate lines"))
