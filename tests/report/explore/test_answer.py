"""What the live page shows of a search."""

from __future__ import annotations

import json

import pytest

from pwlact.errors import ExpressionError
from pwlact.report.explore.answer import answer, rest
from pwlact.report.explore.ask import Ask
from pwlact.report.explore.found import find
from pwlact.report.sections import sections_of
from pwlact.report.subject import Subject


def test_headline_says_error_bound_and_cost():
    error, bound, cost = answer(Ask(function="silu", segments=5, format="q3.5"))["headline"]
    assert "largest error" in error
    assert "lower bound" in bound
    assert "logic cells" in cost


def test_fewest_segments_are_said():
    told = answer(Ask(function="silu", within="2^-5"))
    assert f"{told['segments']} within 0.03125, proven the fewest" in told["headline"][1]


def test_both_parts_hold_every_section_of_the_report_once():
    ask = Ask(function="silu", segments=5, format="q3.5")
    told, more = answer(ask), rest(ask)
    found = find(ask)
    sections = sections_of(Subject(name="silu", result=found.result, command=found.command))
    html = told["html"] + more["html"]
    assert all(html.count(f'-{section.name}"><h3') == 1 for section in sections)
    assert len(told["figures"]) + len(more["figures"]) == sum(len(section.figures) for section in sections)
    json.dumps([told, more], allow_nan=False)


def test_an_expression_cannot_hold_html():
    with pytest.raises(ExpressionError):
        answer(Ask(expr="<script>alert(1)</script>"))
