"""The section of an episode, and its steps in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import CHROMIUM, browser, complaints, ready
from selenium.webdriver.common.keys import Keys

import pwlact
from pwlact.report import Subject, page, subject_of
from pwlact.report.sections.episode import OWN, WALK, episode

OLD = Path(__file__).parents[2] / "data" / "v0"


def test_searches_have_none() -> None:
    assert episode(subject_of(OLD / "search-silu" / "result.json")) is None


@pytest.mark.parametrize("name", ["train-gelu", "train-seeds", "train-paper"])
def test_the_episodes_of_a_training_are_told_once_each(name: str) -> None:
    section = episode(subject_of(OLD / name / "result.json"))
    assert section is not None
    told = section.figures["episode"]["layout"]["meta"]["episodes"]
    assert [one["name"] for one in told] == section.values["names"]
    assert section.values["names"][0] == "best episode"
    assert len({tuple(one["x"]) for one in told}) == len(told)
    assert "reward " in told[0]["end"]


def test_the_general_policy_has_a_walk_with_its_gaps() -> None:
    result = pwlact.approximate("gelu", segments=6, method="policy")
    section = episode(Subject(name="walk", result=result))
    assert section is not None
    assert section.values["names"] in ([WALK], [WALK, OWN])
    assert set(section.figures) == {"episode", "gaps"}


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    file = tmp_path_factory.mktemp("page") / "page.html"
    file.write_text(page([subject_of(OLD / "train-paper" / "result.json")]))
    with browser() as found:
        found.get(file.as_uri())
        ready(found)
        yield found


def _placed(driver: Any) -> int:
    plot = driver.find_element("css selector", "[data-figure='r1-episode']")
    return int(driver.execute_script("return arguments[0].data.find((t) => t.name === 'points placed').x.length", plot))


@CHROMIUM
def test_buttons_keys_and_slider_go_through_the_steps_and_say_so(driver: Any) -> None:
    box = driver.find_element("css selector", "[data-episode]")
    part = {name: box.find_element("css selector", f"[data-step={name}]") for name in ("first", "on", "back", "slider")}
    text = box.find_element("css selector", "output")
    count = len(subject_of(OLD / "train-paper" / "result.json").result.details["best_episode"]["points"])
    assert f"The fit to all {count} points: reward" in text.text
    part["first"].click()
    assert text.text.startswith(f"Start: {count} points left")
    assert _placed(driver) == 0
    part["on"].click()
    part["on"].send_keys(Keys.ARROW_RIGHT)
    assert text.text.startswith(f"Step 2 of {count}: point at x = ")
    assert _placed(driver) == 2
    part["on"].send_keys(Keys.ARROW_LEFT)
    part["slider"].send_keys(Keys.END)
    assert "The fit to all" in text.text
    part["back"].click()
    assert "no point is left" in text.text
    assert text.get_attribute("aria-live") == "polite"
    assert complaints(driver) == []


@CHROMIUM
def test_it_plays_to_the_fit_and_stops(driver: Any) -> None:
    driver.execute_script("pwlact.episode.MILLISECONDS = 5")
    box = driver.find_element("css selector", "[data-episode]")
    play = box.find_element("css selector", "[data-step=play]")
    box.find_element("css selector", "[data-step=first]").click()
    play.click()
    driver.implicitly_wait(0)
    for _ in range(100):
        if play.text == "Play":
            break
        driver.execute_async_script("setTimeout(arguments[0], 20)")
    assert "The fit to all" in box.find_element("css selector", "output").text
    assert complaints(driver) == []
