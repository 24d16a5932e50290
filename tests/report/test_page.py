"""The page of results, in a browser: drawn, without a complaint, at every width, light and dark, for every reader."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from accessibility import faults, overflow, tab_stops
from browser import CHROMIUM, browser, complaints, look, ready
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver

from pwlact.export.from_result import comment_of, source_of
from pwlact.export.write import contents_of
from pwlact.report import page, subject_of

pytestmark = CHROMIUM

RUNS = Path(__file__).parents[1] / "data" / "v0"
REAL, UNIT = (subject_of(RUNS / name / "result.json") for name in ("search-silu", "unit-mirror"))
LIMIT = 5_000_000  # bytes


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the pages: `one` result, and a unit beside it."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "one.html").write_text(page([REAL]))
    (folder / "two.html").write_text(page([REAL, UNIT]))
    return folder


@pytest.fixture(scope="module")
def driver(files: Path) -> Iterator[WebDriver]:
    with browser(downloads=files / "downloads") as driver:
        grant = {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
        driver.execute_cdp_cmd("Browser.grantPermissions", grant)
        yield driver


@pytest.fixture(scope="module")
def two(driver: WebDriver, files: Path) -> WebDriver:
    """Open the page of two results."""
    driver.get((files / "two.html").as_uri())
    ready(driver)
    return driver


def copied(driver: WebDriver, button: str) -> str:
    """Press a button by keyboard, and return what the clipboard then holds."""
    driver.find_element(By.CSS_SELECTOR, button).send_keys(Keys.ENTER)
    text: str = driver.execute_async_script(
        "const done = arguments[0]; setTimeout(() => navigator.clipboard.readText().then(done, done), 50)"
    )
    return text


def test_pages_are_small(files: Path) -> None:
    assert all(2e6 < file.stat().st_size < LIMIT for file in files.glob("*.html"))


def test_eight_units_of_sixteen_bits_are_still_a_small_page() -> None:
    unit = subject_of(RUNS / "unit-q412" / "result.json")
    assert len(page([unit] * 8)) < LIMIT


def test_a_page_asks_the_network_for_nothing(files: Path) -> None:
    text = (files / "two.html").read_text()
    assert "default-src 'none'" in text
    assert all(part not in text for part in ('src="http', 'href="http', "@import", "url("))


def test_every_plot_is_drawn_without_a_complaint(two: WebDriver) -> None:
    places = two.find_elements(By.CSS_SELECTOR, ".plot")
    assert len(places) >= 5
    assert all(place.find_elements(By.CSS_SELECTOR, ".main-svg .scatterlayer .trace") for place in places)
    assert complaints(two) == []


@pytest.mark.parametrize("width", [360, 768, 1600])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_page_serves_every_reader_at_every_width(two: WebDriver, width: int, theme: str) -> None:
    look(two, width, theme)
    time.sleep(0.2)  # plots follow the window
    assert overflow(two) == 0
    assert faults(two) == []


@pytest.mark.parametrize("width", [360, 1600])
def test_a_plot_follows_the_window_and_stays_above_its_caption(two: WebDriver, width: int) -> None:
    look(two, 1280)
    time.sleep(0.2)
    look(two, width)
    time.sleep(0.4)
    boxes = two.execute_script(
        "return [...document.querySelectorAll('.plot')].map((at) => [at, at.querySelector('.main-svg')]"
        ".map((box) => box.getBoundingClientRect()).flatMap(({ width, height }) => [width, height]))"
    )
    assert all(box[2:] == pytest.approx(box[:2], abs=1.0) for box in boxes)


def test_the_checks_find_what_is_wrong(two: WebDriver) -> None:
    two.execute_script(
        "document.querySelector('main').insertAdjacentHTML('beforeend', `<div id='bad'><button></button>"
        "<h6>deep</h6><table><tr><th>x</th></tr></table><p style='color: var(--line)'>pale</p><b id='main'></b></div>`)"
    )
    found = " ".join(faults(two))
    two.execute_script("document.getElementById('bad').remove()")
    for fault in ("no name", "skipped", "no caption", "no scope", "contrast", "two of id main"):
        assert fault in found
    assert faults(two) == []


def test_plots_follow_the_theme_of_the_system_and_the_button(two: WebDriver) -> None:
    ink = "return getComputedStyle(document.querySelector('.plot .xtick text')).fill"
    look(two, 1280, "light")
    time.sleep(0.2)
    light = two.execute_script(ink)
    look(two, 1280, "dark")
    time.sleep(0.2)
    dark = two.execute_script(ink)
    assert light != dark
    button = two.find_element(By.ID, "theme")
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert (button.get_attribute("aria-pressed"), two.execute_script(ink)) == ("false", light)
    button.click()
    assert two.execute_script(ink) == dark


def test_the_tab_key_reaches_every_control_in_order_with_the_focus_seen(two: WebDriver) -> None:
    stops = tab_stops(two)
    assert [place for place, _, _ in stops] == sorted(place for place, _, _ in stops)
    assert [element for _, seen, element in stops if not seen] == []
    controls = two.execute_script(
        "return [...document.querySelectorAll('a[href], button, input:not([type=radio])')]"
        ".filter((at) => at.checkVisibility({ visibilityProperty: true })).length"
    )
    regions = len(two.find_elements(By.CSS_SELECTOR, "[tabindex='0']"))
    groups = len({at.get_attribute("name") for at in two.find_elements(By.CSS_SELECTOR, "input[type=radio]")})
    assert len(stops) == controls + regions + groups
    assert "Skip to the results" in stops[0][2]


def test_the_command_is_copied_and_said(two: WebDriver) -> None:
    assert copied(two, "[data-copy-of='r1-command']") == REAL.command
    status = two.find_element(By.CSS_SELECTOR, "[role=status][aria-live=polite]")
    assert status.get_attribute("textContent") == "Copied: Copy the command"


def test_codes_are_shown_and_copied_in_the_form_that_the_keyboard_chooses(two: WebDriver) -> None:
    unit = UNIT.result.unit
    assert unit is not None
    slopes = "[data-copy-table='r2-pieces'][data-column='3']"
    radio = two.find_element(By.CSS_SELECTOR, "input[name='r2-form'][value=value]")
    assert copied(two, slopes).split() == [repr(v) for v in unit.spec.slope.decode(unit.slopes).tolist()]
    radio.send_keys(Keys.ARROW_RIGHT)
    assert copied(two, slopes).split() == [str(code) for code in unit.slopes.tolist()]
    two.find_element(By.CSS_SELECTOR, "input[name='r2-form'][value=decimal]").send_keys(Keys.ARROW_RIGHT)
    patterns = unit.spec.slope.pattern(unit.slopes).tolist()
    digits = -(-unit.spec.slope.bits // 4)
    assert copied(two, slopes).split() == [f"{pattern:0{digits}x}" for pattern in patterns]
    two.find_element(By.CSS_SELECTOR, "input[name='r2-form'][value=hexadecimal]").send_keys(Keys.ARROW_RIGHT)
    rows = [line.split("\t") for line in copied(two, "[data-copy-table='r2-pieces']:not([data-column])").splitlines()]
    assert rows[0] == ["piece", "from", "to", "slope", "intercept", "largest error", "at x"]
    assert [row[3] for row in rows[1:]] == [f"{pattern:0{unit.spec.slope.bits}b}" for pattern in patterns]


def test_a_table_of_real_numbers_is_copied_with_all_digits(two: WebDriver) -> None:
    pwl = REAL.result.pwl
    rows = [line.split("\t") for line in copied(two, "[data-copy-table='r1-pieces']:not([data-column])").splitlines()]
    assert [float(row[1]) for row in rows[2:]] == pwl.breakpoints.tolist()
    assert [float(row[3]) for row in rows[2:-1]] == pwl.slopes.tolist()
    assert rows[1][:2] == ["left tail", "-inf"]


@pytest.mark.parametrize(("article", "targets"), [("r1", ("csv", "json")), ("r2", ("csv", "json", "c"))])
def test_files_within_the_page_are_those_of_the_command(
    two: WebDriver, files: Path, article: str, targets: tuple[str, ...]
) -> None:
    chosen = {"r1": REAL, "r2": UNIT}[article]
    comment = comment_of(chosen.command, [chosen.name, "--to", *targets])
    expected = contents_of(source_of([chosen.result], name=None, latency=3, commands=comment), targets)
    links = two.find_elements(By.CSS_SELECTOR, f"#{article} a[download]")
    assert [link.get_attribute("download") for link in links] == [*expected, "result.json"]
    for link in links[:-1]:
        name = str(link.get_attribute("download"))
        path = files / "downloads" / name
        path.unlink(missing_ok=True)
        link.send_keys(Keys.ENTER)
        deadline = time.monotonic() + 10.0
        while not (path.exists() and path.stat().st_size) and time.monotonic() < deadline:
            time.sleep(0.02)  # the browser names a file before it fills it
        assert path.read_text() == expected[name]


def test_function_and_error_share_an_axis_so_that_they_zoom_together(two: WebDriver) -> None:
    plot = "const plot = document.querySelector('[data-figure=r1-curves]');"
    zoom = "Plotly.relayout(plot, { 'xaxis.range': [-1, 1] }).then(arguments[0], arguments[0])"
    two.execute_async_script(plot + zoom)
    layout = "return [plot._fullLayout.xaxis.range, Object.keys(plot._fullLayout).filter((key) => /^xaxis/.test(key))]"
    assert two.execute_script(plot + layout) == [[-1, 1], ["xaxis"]]


def test_facts_and_tables_are_there_without_a_script(two: WebDriver, files: Path) -> None:
    two.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        two.get((files / "one.html").as_uri())
        text = two.find_element(By.TAG_NAME, "main").text
    finally:
        two.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    for part in ("The largest error is", "What is proven", "lower bound", "left tail", "pwlact search"):
        assert part in text
