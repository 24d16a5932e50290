"""The page of results, in a browser."""

from __future__ import annotations

import re
from pathlib import Path

from browser import CHROMIUM, browser, complaints, ready

import pwlact
from pwlact.report import Subject, page


@CHROMIUM
def test_page_draws_its_plots_without_a_complaint(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(page([Subject(name="silu", result=pwlact.approximate("silu", segments=9))]))
    assert file.stat().st_size < 5e6
    with browser() as driver:
        driver.get(file.as_uri())
        ready(driver)
        assert driver.find_elements("css selector", ".plot .main-svg")
        assert complaints(driver) == []


def test_a_reader_sees_the_licence_of_the_script_inside() -> None:
    footer = page([Subject(name="silu", result=pwlact.approximate("silu", segments=9))]).partition("<footer")[2][:400]
    assert re.search(r"Plots by plotly\.js v\d+\.\d+\.\d+; Copyright .*Plotly, Inc; .*MIT license\.", footer)
