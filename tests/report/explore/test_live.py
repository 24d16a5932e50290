"""The live page driven in a browser: what is chosen, shown and exported."""

from __future__ import annotations

import io
import shlex
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from browser import CHROMIUM, browser, complaints
from explorer import answered, choose, explorer
from selenium.webdriver.common.by import By

pytestmark = CHROMIUM


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Return the folder of downloads and of runs."""
    return tmp_path_factory.mktemp("live")


@pytest.fixture(scope="module")
def address(home):
    """Start a server for the tests of this file."""
    with explorer(home) as (_, found):
        yield found


@pytest.fixture(scope="module")
def window(home, address):
    """Open the page in one browser for the tests of this file."""
    with browser(downloads=home) as driver:
        driver.get(address)
        answered(driver)
        yield driver


@pytest.fixture
def page(window):
    """Give the page with its first settings; it must end without a complaint."""
    follow(window, "function=silu")
    yield window
    assert complaints(window) == []


def follow(page, settings):
    """Follow a link to settings."""
    page.execute_script("location.hash = arguments[0]; pwlact.live.frame()", settings)
    answered(page)


def text(page, id):
    """Return the text of an element."""
    return page.find_element(By.ID, id).text


def arrived(folder, name, seconds=10.0):
    """Return the bytes of a download."""
    until = time.monotonic() + seconds
    while not (folder / name).exists() and time.monotonic() < until:
        time.sleep(0.05)
    return (folder / name).read_bytes()


def test_exported_files_equal_those_of_the_command_line(page, home):
    choose(page, function="silu", segments="16", format="q4.12")
    page.find_element(By.CSS_SELECTOR, "#export summary").click()
    boxes = wait_for(page, "#targets input:enabled")
    for box in boxes:
        box.click()
    page.find_element(By.CSS_SELECTOR, "#files button").click()
    links = wait_for(page, "#made a")
    commands = [shlex.split(line.text) for line in page.find_elements(By.CSS_SELECTOR, "#made pre")]
    for link in links:
        if link.get_attribute("download").endswith((".zip", ".v", ".csv")):
            link.click()
    for words in commands:
        assert words[0] == "pwlact"
        subprocess.run([sys.executable, "-m", "pwlact.cli", *words[1:]], cwd=home, check=True, capture_output=True)
    written = {path.name: path.read_bytes() for path in (home / "runs" / "silu-16-q4.12" / "export").iterdir()}
    held = zipfile.ZipFile(io.BytesIO(arrived(home, "silu-16-q4.12.zip")))
    assert {name: held.read(name) for name in held.namelist()} == written
    assert {Path(name).suffix for name in written} >= {".v", ".mem", ".sv", ".h", ".json", ".csv"}
    for name in written:
        if name.endswith((".v", ".csv")):
            assert arrived(home, name) == written[name]


def wait_for(page, selector, seconds=10.0):
    """Return the elements of a selector, once there are some."""
    until = time.monotonic() + seconds
    while not (found := page.find_elements(By.CSS_SELECTOR, selector)) and time.monotonic() < until:
        time.sleep(0.05)
    return found


def test_each_change_draws_the_new_pieces(page):
    for segments in (5, 12):
        choose(page, slider=str(segments))
        assert f"--segments={segments}" in text(page, "command")
        drawn = page.execute_script(
            "return document.querySelector('.plot')._fullData.find((trace) => trace.name === 'breakpoints')._length"
        )
        assert drawn == segments + 1


def test_of_quick_changes_the_last_is_shown(page):
    page.execute_script(
        """const slider = document.getElementById("slider");
        for (let n = 2; n <= 20; n++) {
            slider.value = n;
            slider.dispatchEvent(new Event("input", { bubbles: true }));
            pwlact.live.search();
        }"""
    )
    answered(page)
    assert "--segments=20" in text(page, "command")
    assert "20 segments" in text(page, "first")


def test_faults_stand_beside_the_field_and_leave_the_result(page):
    choose(page, function="", expr="x*ta(x)")
    fault = page.find_element(By.ID, "fault")
    assert fault.is_displayed()
    assert "ta" in fault.text
    assert page.find_element(By.ID, "expr").get_attribute("aria-invalid") == "true"
    assert text(page, "headline")
    choose(page, expr="x*tanh(x)")
    assert not fault.is_displayed()
    assert page.find_element(By.ID, "expr").get_attribute("aria-invalid") is None
    assert "x*tanh(x)" in text(page, "command")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"function": "", "expr": " "}, "expr"),
        ({"format": "other", "other": ""}, "other"),
        ({"segments": "9.5"}, "segments"),
        ({"low": "a", "high": "2"}, "low"),
    ],
)
def test_a_field_that_is_empty_or_wrong_is_marked_and_the_result_is_said_to_be_old(page, values, field):
    choose(page, **values)
    marked = page.find_elements(By.CSS_SELECTOR, "[aria-invalid=true]")
    assert [one.get_attribute("id") for one in marked] == [field]
    assert "settings before" in text(page, "state")
    follow(page, "function=silu")
    assert page.find_elements(By.CSS_SELECTOR, "[aria-invalid], .stale") == []


def test_a_link_restores_the_settings(page, address):
    choose(page, function="tanh", low="-2", high="3", objective="mse", segments="7")
    link, command = page.current_url, text(page, "command")
    assert link.startswith(f"{address}#")
    follow(page, "function=silu")
    assert text(page, "command") != command
    follow(page, link.partition("#")[2])
    assert text(page, "command") == command


def test_links_within_the_page_leave_the_settings(page):
    choose(page, slider="11")
    here = page.current_url
    links = page.find_elements(By.CSS_SELECTOR, "a[href^='#']")
    assert links
    for link in links:
        target = link.get_attribute("hash")[1:]
        page.execute_script("arguments[0].click()", link)
        assert page.current_url == here
        assert page.execute_script("return document.activeElement.id") == target


def test_views_of_the_table_stay_from_change_to_change(page):
    choose(page, format="q3.5")
    page.find_element(By.CSS_SELECTOR, "#rest input[value=binary]").click()
    choose(page, slider="11")
    assert page.find_element(By.CSS_SELECTOR, "#rest input[value=binary]").is_selected()


def test_fewest_segments_within_an_error(page):
    page.find_element(By.CSS_SELECTOR, "input[value=within]").click()
    choose(page, within="2^-6")
    assert "--max-error=2^-6" in text(page, "command")
    assert "proven the fewest" in text(page, "headline")


def test_controls_are_reached_by_keyboard(page):
    reached = page.execute_script(
        """return [...document.querySelectorAll("#ask select, #ask input, #export summary, #theme")]
        .filter((one) => one.offsetParent).every((one) => { one.focus(); return document.activeElement === one; })"""
    )
    assert reached


@pytest.mark.parametrize("width", [360, 768, 1280, 1600])
def test_page_fits_its_window(page, width):
    page.set_window_size(width, 900)
    choose(page, format="q3.5")
    assert page.execute_script("return document.documentElement.scrollWidth") <= width
    plots = page.execute_script(
        "return [...document.querySelectorAll('.plot .main-svg')].map((one) => one.getBoundingClientRect().right)"
    )
    assert len(plots) > 1
    assert max(plots) <= width
