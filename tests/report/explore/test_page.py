"""The live page without an answer."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

pytest.importorskip("jinja2", reason="needs the extra report")

from pwlact.formats import parse_format
from pwlact.functions import names
from pwlact.report.explore.ask import METHODS
from pwlact.report.explore.page import FORMATS, TITLES, live_page


class Controls(HTMLParser):
    """Reads ids of controls, ids that have a label, and values to choose from."""

    def __init__(self) -> None:
        super().__init__()
        self.controls: set[str] = set()
        self.labelled: set[str] = set()
        self.inside = 0
        self.values: set[str] = set()

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.inside += tag == "label" and "for" not in values
        if tag == "label" and "for" in values:
            self.labelled.add(values["for"])
        if tag in {"input", "select"}:
            name = values.get("id") or f"{values['name']} {values['value']}"
            self.controls.add(name)
            self.labelled |= {name} if self.inside else set()

    def handle_endtag(self, tag):
        self.inside -= tag == "label" and self.inside > 0

    def handle_data(self, data):
        self.values.add(data.strip())


def test_every_control_has_a_label():
    found = Controls()
    found.feed(live_page())
    assert len(found.controls) > 10
    assert found.controls <= found.labelled


def test_all_functions_formats_and_objectives_can_be_chosen():
    found = Controls()
    found.feed(live_page())
    assert found.values >= {*names(), *FORMATS, *(TITLES[name] for name in METHODS)}
    assert all(parse_format(name) for name in FORMATS)
