"""The wheel and the source distribution: what they hold, and what an index shows of them."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
from email.parser import Parser
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

import pytest

import pwlact

ROOT = Path(__file__).parents[2]
KINDS = {".py", ".typed", ".json", ".npz", ".txt", ".html", ".css", ".js"}
DATA = {
    "pwlact/py.typed",
    "pwlact/area/area.json",
    "pwlact/models/networks/common_words.txt",
    "pwlact/search/general/general.npz",
    "pwlact/report/static/page.css",
    "pwlact/report/static/page.js",
    "pwlact/report/templates/page.html",
}
LARGEST_WHEEL, LARGEST_SOURCE = 2_000_000, 7_000_000  # bytes
CACHES = re.compile(r"__pycache__|\.py[co]$|\.nb[ic]$|_build/|\.(mypy|ruff|pytest)_cache|\.hypothesis|\.venv")


def _build(kind: str, folder: Path) -> Path:
    """Return the archive that the build backend makes of the tree."""
    argv = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)]
    subprocess.run(argv, cwd=ROOT, check=True, capture_output=True)
    (archive,) = folder.iterdir()
    return archive


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    return ZipFile(_build("wheel", tmp_path_factory.mktemp("wheel")))


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build("sdist", tmp_path_factory.mktemp("sdist"))


def _information(wheel: ZipFile, name: str) -> str:
    return wheel.read(f"pwlact-{pwlact.__version__}.dist-info/{name}").decode()


def test_the_wheel_holds_the_package_and_nothing_else(wheel: ZipFile) -> None:
    files = {name for name in wheel.namelist() if ".dist-info/" not in name}
    tree = {path for path in (ROOT / "src").rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert files == {path.relative_to(ROOT / "src").as_posix() for path in tree}
    assert files >= DATA
    assert {PurePosixPath(name).suffix for name in files} <= KINDS
    assert not [name for name in files if CACHES.search(name) or "test" in PurePosixPath(name).parts]


def test_the_wheel_is_small_and_has_the_licence_and_the_command(wheel: ZipFile) -> None:
    assert Path(str(wheel.filename)).stat().st_size < LARGEST_WHEEL
    assert _information(wheel, "licenses/LICENSE") == (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "pwlact = pwlact.cli.main:main" in _information(wheel, "entry_points.txt")


def test_an_index_shows_no_link_or_picture_that_leads_nowhere(wheel: ZipFile) -> None:
    metadata = Parser().parsestr(_information(wheel, "METADATA"))
    text = str(metadata.get_payload())
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert text.startswith("# pwlact")
    assert text.rstrip().endswith("in the source distribution.")
    links = re.findall(r"\]\(([^)]*)\)", text) + re.findall(r'(?:src|href)="([^"]*)"', text)
    assert not [link for link in links if not link.startswith(("https://", "#"))]


def test_the_source_distribution_can_be_tested_and_its_docs_built(source: Path) -> None:
    with tarfile.open(source) as archive:
        names = {PurePosixPath(*PurePosixPath(name).parts[1:]).as_posix() for name in archive.getnames()}
    tests = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("*.py")}
    assert names >= tests
    assert names >= {f"src/{name}" for name in DATA}
    assert names >= {"pyproject.toml", "LICENSE", "README.md", "CHANGELOG.md", "CITATION.cff", "Makefile"}
    assert names >= {"docs/conf.py", "docs/index.md", "docs/images/gelu.png", "constraints.txt"}
    assert not [name for name in names if CACHES.search(name)]
    assert source.stat().st_size < LARGEST_SOURCE


def test_the_version_is_the_same_everywhere() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.search(r"^version: (.*)$", citation, re.MULTILINE)[1] == pwlact.__version__  # type: ignore[index]
    assert f"## [{pwlact.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", sorted(ROOT.glob("*.md")), ids=lambda page: page.name)
def test_links_of_a_page_at_the_root_lead_to_files(page: Path) -> None:
    links = re.findall(r"(?<!\w)\[[^]]*\]\(([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []
