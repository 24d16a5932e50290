"""What a reader of the screen, a keyboard and weak eyes need of a page, checked in the browser."""

from __future__ import annotations

from pathlib import Path

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver

CHECKS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")

TOP = """
const top = document.createElement("span");
top.tabIndex = -1;
document.body.prepend(top);
top.focus();
top.remove();
"""

STOP = """
const at = document.activeElement, style = getComputedStyle(at);
const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
return at === document.body ? null : [[...document.querySelectorAll("*")].indexOf(at), seen, at.outerHTML.slice(0, 99)];
"""


def faults(driver: WebDriver) -> list[str]:
    """Return what is wrong with the page: names, references, landmarks, headings, tables, keyboard, contrast."""
    found: list[str] = driver.execute_script(CHECKS)
    return found


def overflow(driver: WebDriver) -> int:
    """Return by how many pixels the page is wider than its window."""
    wider: int = driver.execute_script(
        "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wider


def tab_stops(driver: WebDriver, most: int = 400) -> list[tuple[int, bool, str]]:
    """Return where the Tab key stops: the place in the document, whether the focus is seen, and the element's start."""
    driver.execute_script(TOP)
    stops: list[tuple[int, bool, str]] = []
    for _ in range(most):
        ActionChains(driver, duration=0).send_keys(Keys.TAB).perform()
        stop = driver.execute_script(STOP)
        if stop is None or (stops and stop[0] == stops[0][0]):
            break
        stops.append(tuple(stop))
    return stops
