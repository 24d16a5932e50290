"""Milliseconds of a change in `pwlact explore`, from the control's event to the drawn plot, and those of the server.

Each figure is a median. Each round has a range of its own, so that no answer is known; the slider moves by one.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests"))  # the browser

from browser import browser
from explorer import answered, choose, explorer
from selenium.webdriver.remote.webdriver import WebDriver

SETTINGS = {
    "real numbers, max": {"objective": "max", "format": ""},
    "real numbers, mse": {"objective": "mse", "format": ""},
    "q4.12, max": {"objective": "max", "format": "q4.12"},
    "q4.12, mse": {"objective": "mse", "format": "q4.12"},
    "fp16, max": {"objective": "max", "format": "fp16"},
    "fp16, mse": {"objective": "mse", "format": "fp16"},
}
SEGMENTS = (9, 16, 32)


def rows(driver: WebDriver, function: str, rounds: int) -> Iterator[tuple[str, int, float, float]]:
    """Yield settings, segments, and the medians of the server's and of all milliseconds."""
    for name, values in SETTINGS.items():
        choose(driver, function=function, **values)
        for segments in SEGMENTS:
            times = [_change(driver, segments, 8 - number / 16) for number in range(rounds)]
            yield name, segments, *(statistics.median(time[key] for time in times) for key in ("server", "drawn"))


def _change(driver: WebDriver, segments: int, high: float) -> dict[str, float]:
    choose(driver, low="-8", high=str(high), slider=str(segments - 1))
    choose(driver, slider=str(segments))
    found: dict[str, float] = driver.execute_script("return pwlact.live.time")
    return found


def main() -> None:
    """Print a row for each setting and number of segments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--function", default="silu")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, explorer(Path(folder)) as (_, address), browser() as driver:
        driver.get(address)
        answered(driver)
        print(f"{'':<20}{'segments':>10}{'server':>10}{'drawn':>10}")
        for name, segments, server, drawn in rows(driver, options.function, options.rounds):
            print(f"{name:<20}{segments:>10}{server:>10.0f}{drawn:>10.0f}", flush=True)


if __name__ == "__main__":
    main()
