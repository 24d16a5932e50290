"""Files and words from strangers run no code."""

from __future__ import annotations

import io
import pickle
import shutil
import zipfile
from pathlib import Path

import pytest
import torch as th
from processes import TINY, run_in


class Trap:
    """What, when it is unpickled, leaves the file `caught` in the folder where that is done."""

    def __reduce__(self) -> tuple[object, ...]:
        return Path.write_text, (Path("caught"), "caught")


def _saved_by_torch() -> bytes:
    stream = io.BytesIO()
    th.save({"trap": Trap()}, stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def zipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a run of Stable-Baselines3, whose files are zips."""
    folder = tmp_path_factory.mktemp("zipped")
    done = run_in(folder, "train", "gelu", *TINY, "--steps", "64", "--engine", "sb3", "--name", "first", "--no-figures")
    assert done.returncode == 0, done.stderr
    return folder / "runs" / "first"


@pytest.fixture
def home(zipped: Path, tmp_path: Path) -> Path:
    """Give a folder with the run, of which things may be replaced."""
    shutil.copytree(zipped, tmp_path / "runs" / "first")
    return tmp_path


def test_the_trap_would_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pickle.loads(pickle.dumps(Trap()))
    assert (tmp_path / "caught").exists()


@pytest.mark.parametrize("kind", ["torch", "everything"])
def test_a_policys_pickles_are_not_run(home: Path, kind: str) -> None:
    good, bad = home / "runs" / "first" / "policies" / "best.zip", home / "bad.zip"
    trap = _saved_by_torch() if kind == "torch" else pickle.dumps(Trap())
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        for name in source.namelist():
            target.writestr(name, trap if kind == "everything" or name == "policy.pth" else source.read(name))
    before = sorted(home.rglob("*"))
    done = run_in(home, "runs", "rollout", "first", "--policy", "bad.zip", "--json")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("pwlact: a policy")
    assert done.stderr.count("\n") == 1
    assert sorted(home.rglob("*")) == before


def test_a_checkpoints_pickles_are_not_run(home: Path) -> None:
    run = home / "runs" / "first"
    (run / "result.json").unlink()
    (run / "checkpoint.zip").write_bytes(pickle.dumps(Trap()))
    done = run_in(home, "runs", "resume", "first")
    assert done.returncode == 2
    (line,) = [line for line in done.stderr.splitlines() if not line.endswith(" ...")]  # progress comes before it
    assert line.startswith("pwlact: ")
    assert "checkpoint.zip" in line
    assert not (home / "caught").exists()
