"""The workflow for GitHub: every Python that the package names, the docs, the archives, and publishing on a tag."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

yaml = pytest.importorskip("yaml", reason="needs PyYAML: pip install pyyaml")

ROOT = Path(__file__).parents[2]
WORKFLOW: dict[Any, Any] = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
JOBS: dict[str, dict[str, Any]] = WORKFLOW["jobs"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
STEPS = [step for job in JOBS.values() for step in job["steps"]]


def _minor(version: str) -> int:
    return int(version.removeprefix("3."))


def test_it_tests_on_every_python_that_the_package_names_and_on_newer_ones() -> None:
    versions = JOBS["test"]["strategy"]["matrix"]["python"]
    kinds = [re.fullmatch(r"Programming Language :: Python :: (3\.\d+)", text) for text in PROJECT["classifiers"]]
    named = [kind[1] for kind in kinds if kind]
    assert versions[: len(named)] == named  # a newer one is named when the workflow has passed on it
    assert min(map(_minor, versions)) == _minor(PROJECT["requires-python"].removeprefix(">="))
    assert list(map(_minor, versions)) == list(range(_minor(versions[0]), _minor(versions[-1]) + 1))
    assert JOBS["test"]["container"] == "python:${{ matrix.python }}-bookworm"


def test_actions_are_pinned_to_major_versions() -> None:
    used = [step["uses"] for step in STEPS if "uses" in step]
    assert used
    assert [name for name in used if not re.fullmatch(r"[\w-]+/[\w-]+@(release/)?v\d+", name)] == []


def test_it_runs_what_the_tree_has() -> None:
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    runs = [step["run"] for step in STEPS if "run" in step]
    assert {run.removeprefix("make ") for run in runs if run.startswith("make ")} == {"docs", "dist"}
    assert set(targets) >= {"docs", "dist", "test"}
    assert ".ci/run" in runs
    assert "make test" in (ROOT / ".ci/run").read_text(encoding="utf-8")


def test_only_a_tag_publishes_and_only_after_everything_else() -> None:
    publish = JOBS["publish"]
    assert publish["if"] == "startsWith(github.ref, 'refs/tags/v')"
    assert WORKFLOW[True]["push"]["tags"] == ["v*"]  # YAML 1.1 reads the key `on` as true
    assert set(publish["needs"]) == set(JOBS) - {"publish"}
    assert publish["permissions"] == {"id-token": "write"}
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert not [name for name, job in JOBS.items() if name != "publish" and "permissions" in job]
    assert "secrets" not in str(WORKFLOW)
