"""The section of a unit: what it says, and how a browser shows single codes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import CHROMIUM, browser, complaints, ready

from pwlact.report import page, subject_of
from pwlact.report.sections.unit import unit

OLD = Path(__file__).parents[2] / "data" / "v0"


def _values(name: str) -> Any:
    section = unit(subject_of(OLD / name / "result.json"))
    assert section is not None
    return section.values


def test_results_in_real_numbers_have_none() -> None:
    assert unit(subject_of(OLD / "search-silu" / "result.json")) is None


def test_a_rounded_function_is_within_half_a_last_place_and_the_unit_is_not() -> None:
    rounded, lines, both = _values("unit-q412")["parts"]
    assert rounded[3:] == ("0.5", "100.00%", "100.00%")
    assert float(both[3]) == pytest.approx(13.64, abs=0.01)
    assert abs(float(lines[3]) - float(both[3])) <= 0.51


def test_reversals_and_saturation_are_named_by_their_inputs() -> None:
    said = dict(_values("unit-q412")["behaviour"])
    assert said["reversals"].startswith("2 input codes: x = -1.21509")
    assert said["saturation"] == "1 input code: x = 7.99976"


def test_costs_are_estimates_with_their_accuracy() -> None:
    for _target, text in _values("unit-fp16")["areas"]:
        assert "estimated; of 8 units that Yosys counted" in text


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    file = tmp_path_factory.mktemp("page") / "page.html"
    file.write_text(page([subject_of(OLD / name / "result.json") for name in ("unit-q412", "unit-fp16")]))
    assert file.stat().st_size < 5e6
    with browser() as found:
        found.get(file.as_uri())
        ready(found)
        yield found


def _ask(driver: Any, which: str, text: str) -> str:
    form = driver.find_element("id", f"{which}-codes-ask")
    field = form.find_element("css selector", "input")
    field.clear()
    field.send_keys(text)
    field.submit()
    return str(form.find_element("css selector", "output").text)


@CHROMIUM
def test_a_code_is_asked_for_by_value_or_by_its_bits(driver: Any) -> None:
    q412, fp16 = (subject_of(OLD / name / "result.json").result.unit for name in ("unit-q412", "unit-fp16"))
    assert q412 is not None
    assert fp16 is not None
    for text in ("1.5", "0x1800"):
        assert _ask(driver, "r1", text).startswith(f"x = 1.5, code 0x1800; unit: {int(q412(0x1800)) / 4096:.6g}, code ")
    assert _ask(driver, "r1", "-1.5").startswith(f"x = -1.5, code 0xE800; unit: {int(q412(-0x1800)) / 4096:.6g}, code ")
    for text, bits in (("-0.3333", 0xB555), ("0xB555", 0xB555)):
        answer = f"code 0x{bits:04X}; unit: {float(fp16.spec.output.decode(fp16(bits))):.6g}, "
        assert answer in _ask(driver, "r2", text)
    assert "Type a number" in _ask(driver, "r2", "one")
    assert complaints(driver) == []


@CHROMIUM
def test_close_up_every_code_is_drawn_and_from_afar_no_peak_is_lost(driver: Any) -> None:
    plot = driver.find_element("css selector", "[data-figure='r1-codes']")
    form = driver.find_element("id", "r1-codes-ask")
    form.find_element("css selector", "[data-x]").click()
    unit = "arguments[0].data.find((trace) => trace.name === 'unit')"
    near = driver.execute_script(f"const t = {unit}; return [t.mode, t.x.length, t.x[1] - t.x[0]]", plot)
    assert near[0] == "lines+markers"
    assert 80 <= near[1] <= 86
    assert near[2] == 2.0**-12
    form.find_element("css selector", "[data-all]").click()
    size = f"const t = {unit}; return [t.mode, t.x.length, Math.max(...t.y.map(Math.abs))]"
    mode, count, largest = driver.execute_script(size, plot)
    assert mode == "lines"
    assert count < 4000
    assert largest == pytest.approx(subject_of(OLD / "unit-q412" / "result.json").result.candidate.unit_report.ulp)  # type: ignore[union-attr]
    assert complaints(driver) == []
