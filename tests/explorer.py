"""A server of the live page that tests start as a process, and its page in a browser."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.ui import WebDriverWait

COMMAND = (sys.executable, "-m", "pwlact.cli")


@contextmanager
def explorer(folder: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Yield the process of `pwlact explore` and the page's address, once it is ready."""
    process = subprocess.Popen(
        [*COMMAND, "explore", "--no-browser", "--json", *words], cwd=folder, stdout=subprocess.PIPE, text=True
    )
    try:
        yield process, address(process)
    finally:
        process.kill()
        process.wait()


def address(process: subprocess.Popen[str]) -> str:
    """Return the address that a server prints."""
    assert process.stdout is not None
    text = ""
    while not text.rstrip().endswith("}"):
        line = process.stdout.readline()
        assert line, "the server ended"
        text += line
    return str(json.loads(text)["address"])


def choose(driver: WebDriver, **values: Any) -> None:
    """Set controls by their ids and wait for the answer; a check box takes a truth value."""
    driver.execute_script(
        """for (const [id, value] of Object.entries(arguments[0])) {
            const control = document.getElementById(id);
            if (typeof value === "boolean") control.checked = value; else control.value = value;
            control.dispatchEvent(new Event("input", { bubbles: true }));
        }""",
        values,
    )
    answered(driver)


def answered(driver: WebDriver, seconds: float = 30.0) -> None:
    """Wait until the page shows the answer to its latest request, and asks nothing more."""
    WebDriverWait(driver, seconds, poll_frequency=0.02).until(lambda at: at.execute_script("return pwlact.live.idle()"))
