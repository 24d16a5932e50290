"""Studies on the page: found by file or folder, shown whole, sorted in a browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import CHROMIUM, browser, complaints, ready
from plotly_figures import check
from small_family import small_family
from tables_of_networks import allocated, evaluated, recovered

from pwlact.errors import FileError
from pwlact.report import Study, find_subject, page
from pwlact.studies.evaluation.text import evaluation_to_json

OLD = Path(__file__).parents[1] / "data" / "v0"


def _written(folder: Path) -> dict[str, Path]:
    """Write one study of each kind, and return their files."""
    made = {
        "cnn/evaluation.json": evaluation_to_json(evaluated()),
        "shared/allocation.json": allocated(),
        "recovered.json": recovered(),
    }
    for name, data in made.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(data))
    small_family().save(folder / "family.npz")
    return {name: folder / name for name in (*made, "family.npz")}


def _study(path: Path) -> Study:
    found = find_subject(str(path))
    assert isinstance(found, Study)
    return found


def test_each_kind_is_found_by_its_file_and_where_it_has_one_by_its_folder(tmp_path: Path) -> None:
    files = _written(tmp_path)
    names = {name: _study(path).section.name for name, path in files.items()}
    assert list(names.values()) == ["evaluation", "allocation", "recovery", "family"]
    assert _study(tmp_path / "cnn").name == "cnn"
    assert _study(tmp_path / "shared").section.name == "allocation"
    for path in files.values():
        for figure in _study(path).section.figures.values():
            check(figure)


def test_results_are_found_as_ever() -> None:
    found = find_subject(str(OLD / "search-silu"))
    assert not isinstance(found, Study)
    assert found.result.problem.activation.name == "silu"
    with pytest.raises(FileError, match="a run folder holds"):
        find_subject("no such run")


@pytest.mark.parametrize("name", ["cnn/evaluation.json", "shared/allocation.json", "recovered.json"])
def test_a_damaged_study_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    path = _written(tmp_path)[name]
    data = json.loads(path.read_text())
    part = data["ways"][0] if "ways" in data else data["rows"][0]
    part.pop("tables" if "ways" in data else "segments")
    path.write_text(json.dumps(data))
    with pytest.raises(FileError, match="make it anew") as caught:
        find_subject(str(path))
    assert "\n" not in str(caught.value)


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("page")
    file = folder / "page.html"
    file.write_text(page([find_subject(str(path)) for path in _written(folder).values()]))
    with browser() as found:
        found.get(file.as_uri())
        ready(found)
        yield found


@CHROMIUM
def test_every_plot_is_drawn_without_a_complaint(driver: Any) -> None:
    plots = driver.find_elements("css selector", ".plot")
    assert len(plots) == len(driver.find_elements("css selector", ".plot > .plot-container")) == 7
    assert complaints(driver) == []


@CHROMIUM
def test_a_heading_sorts_its_column_and_again_the_other_way_round(driver: Any) -> None:
    table = driver.find_element("id", "r1-rows")
    heading = next(cell for cell in table.find_elements("css selector", "th") if cell.text == "KL")
    column = "return [...arguments[0].tBodies[0].rows].map((row) => parseFloat(row.cells[6].textContent))"
    heading.find_element("css selector", "button").click()
    up = driver.execute_script(column, table)
    assert up == sorted(up)
    assert heading.get_attribute("aria-sort") == "ascending"
    heading.find_element("css selector", "button").click()
    assert driver.execute_script(column, table) == sorted(up, reverse=True)


@CHROMIUM
def test_the_list_box_shows_another_view(driver: Any) -> None:
    title = "return document.querySelector('[data-figure=r1-loss]').layout.yaxis.title.text"
    assert driver.execute_script(title) == "KL"
    driver.find_element("css selector", "[data-views=r1-loss] option:nth-child(2)").click()
    assert driver.execute_script(title) == "accuracy"
    assert complaints(driver) == []
