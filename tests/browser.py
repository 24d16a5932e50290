"""A headless Chromium that tests drive; they skip where it is missing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

selenium = pytest.importorskip("selenium", reason="needs selenium: pip install selenium")

from selenium import webdriver  # noqa: E402
from selenium.webdriver.chrome.options import Options  # noqa: E402
from selenium.webdriver.chrome.service import Service  # noqa: E402
from selenium.webdriver.remote.webdriver import WebDriver  # noqa: E402
from selenium.webdriver.support.ui import WebDriverWait  # noqa: E402

CHROMIUM = pytest.mark.skipif(
    shutil.which("chromium") is None or shutil.which("chromedriver") is None,
    reason="needs Chromium and its driver: apt-get install chromium chromium-driver",
)
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars")


@contextmanager
def browser(width: int = 1280, height: int = 900, downloads: Path | None = None) -> Iterator[WebDriver]:
    """Yield a browser with a window of this size, in CSS pixels; files that a page gives go to `downloads`."""
    options = Options()
    options.binary_location = str(shutil.which("chromium"))
    for flag in (*FLAGS, f"--window-size={width},{height}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    if downloads is not None:
        options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    driver = webdriver.Chrome(options=options, service=Service(str(shutil.which("chromedriver"))))
    try:
        yield driver
    finally:
        driver.quit()


def ready(driver: WebDriver, seconds: float = 20.0) -> None:
    """Wait until the page has drawn its plots."""
    WebDriverWait(driver, seconds).until(lambda at: at.find_elements("css selector", "html[data-ready=yes]"))


def complaints(driver: WebDriver) -> list[str]:
    """Return the errors and warnings that the console has shown since the last call."""
    return [entry["message"] for entry in driver.get_log("browser") if entry["level"] in {"SEVERE", "WARNING"}]


def look(driver: WebDriver, width: int, theme: str = "light", height: int = 900) -> None:
    """Give the page a width in CSS pixels, and the system's theme, "light" or "dark"."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    features = [{"name": "prefers-color-scheme", "value": theme}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
