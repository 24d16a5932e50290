"""Bad input of every kind: one line on stderr, exit code 2, nothing on stdout and nothing written."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from processes import Trained, run_in

from pwlact.cli.main import main
from pwlact.cli.parse import parse
from pwlact.errors import ConfigError
from pwlact.settings.function import FunctionChoice

FIT = ("fit", "gelu", "-P", "-1", "1")
TRAIN = ("train", "gelu", "--steps", "64", "--name", "new")

BAD: dict[str, tuple[tuple[str, ...], str]] = {
    "no such command": (("trian", "gelu"), "did you mean train?"),
    "unknown function": (("train", "gellu"), "did you mean gelu?"),
    "unknown function to fit": (("fit", "sigmod", "-P", "0"), "did you mean sigmoid?"),
    "unknown function to show": (("functions", "gellu"), "did you mean gelu?"),
    "unknown parameter": (("train", "silu:gamma=2"), "beta"),
    "no function": (("train",), "FUNCTION"),
    "function and expression": (("train", "gelu", "--expr", "x**2"), "got FUNCTION and --expr"),
    "points outside": (("fit", "gelu", "-P", "9"), "got 9"),
    "points on the edge": (("fit", "gelu", "-P", "-8", "0"), "got -8"),
    "points unsorted": (("fit", "gelu", "-P", "1", "-1"), "sort"),
    "points repeated": (("fit", "gelu", "-P", "1", "1"), "repeats"),
    "points not a number": (("fit", "gelu", "-P", "0", "nan"), "got nan"),
    "points infinite": (("fit", "gelu", "-P", "-inf", "0"), "got -inf"),
    "points no numbers": (("fit", "gelu", "-P", "x"), "'x'"),
    "no points": (("fit", "gelu"), "-P"),
    "too many points": (("fit", "gelu", "-R", "0", "1", "-P", *(f"{k / 300:.5f}" for k in range(1, 300))), "at most"),
    "points from nowhere": (("fit", "gelu", "--points-from", "nosuch"), "nosuch"),
    "points from prose": (("fit", "gelu", "--points-from", "file"), "numbers only"),
    "points twice": ((*FIT, "--points-from", "file"), "one place"),
    "range not a number": (("train", "gelu", "-R", "nan", "8"), "nan"),
    "range infinite": (("train", "gelu", "-R", "-inf", "8"), "-inf"),
    "range empty": (("functions", "gelu", "-R", "1", "1"), "ascend"),
    "range of one": (("train", "gelu", "-R", "8"), "2 values"),
    "range too wide": (("fit", "gelu", "-P", "0", "-R", "-1e5", "1e5"), "narrower"),
    "segments zero": ((*TRAIN, "--segments", "0"), "got 0"),
    "segments negative": ((*TRAIN, "--segments", "-3"), "got -3"),
    "segments one": ((*TRAIN, "--segments", "1"), "two or more"),
    "segments too many": ((*TRAIN, "--segments", "4001"), "at most 4000"),
    "segments absurd": ((*TRAIN, "--segments", "9" * 40), "at most 4000"),
    "segments broken": ((*TRAIN, "--segments", "1.5"), "1.5"),
    "steps zero": ((*TRAIN, "--steps", "0"), "steps"),
    "seed negative": ((*TRAIN, "--seed", "-1"), "seed"),
    "jobs zero": ((*TRAIN, "--jobs", "0"), "jobs"),
    "unknown algorithm": ((*TRAIN, "--algorithm", "dqn"), "'dqn'"),
    "unknown preset": ((*TRAIN, "--preset", "best"), "'best'"),
    "unknown option": ((*TRAIN, "--segmnts", "9"), "--segments?"),
    "unknown nested option": ((*TRAIN, "--ppo.learning-rat", "1"), "--ppo.learning-rate?"),
    "unknown option of fit": ((*FIT, "--frobnicate"), "--frobnicate"),
    "unknown option of runs": (("runs", "list", "--frobnicate"), "--frobnicate"),
    "unknown fit": ((*FIT, "--fit", "magic"), "'magic'"),
    "too many decimals": ((*FIT, "--round", "18"), "18"),
    "setting infinite": ((*TRAIN, "--env.spread", "inf"), "env.spread"),
    "setting not a number": ((*TRAIN, "--ppo.learning-rate", "nan"), "ppo.learning-rate"),
    "config missing": ((*TRAIN, "--config", "nosuch.toml"), "nosuch.toml"),
    "config of prose": ((*TRAIN, "--config", "file"), "TOML"),
    "config with an unknown key": ((*TRAIN, "--config", "bad.toml"), "ppo.learning_rate?"),
    "config with a command": ((*TRAIN, "--config", "help.toml"), "help"),
    "config without a name": ((*TRAIN, "--config"), "--config"),
    "folder below a file": ((*TRAIN, "--out", "file/out"), "--out"),
    "folder is a file": ((*TRAIN, "--out", "file"), "--out"),
    "run exists": (("train", "gelu", "--name", "first"), "exists"),
    "name with a slash": (("train", "gelu", "--name", "a/b"), "plain"),
    "csv below a file": ((*FIT, "--csv", "file/x.csv"), "writable"),
    "csv without a name": ((*FIT, "--csv", ""), "name"),
    "csv is a folder": ((*FIT, "--csv", "runs"), "writable"),
    "figure below a file": ((*FIT, "--plot", "file/x.png", "--csv", "new.csv"), "writable"),
    "figure without a name": ((*FIT, "--plot", "", "--csv", "new.csv"), ".png"),
    "figure of another kind": ((*FIT, "--plot", "x.gif", "--csv", "new.csv"), ".gif"),
    "plot of nothing": (("plot",), "result"),
    "plot of no run": (("plot", "nosuch"), "nosuch"),
    "plot of an unknown kind": (("plot", "first", "--kind", "pie"), "'pie'"),
    "plot below a file": (("plot", "first", "--kind", "error", "--to", "file/x.png"), "writable"),
    "plot to another format": (("plot", "first", "--to", "x.gif"), ".gif"),
    "plot of the damaged": (("plot", "damaged.json"), "damaged"),
    "unknown action": (("runs", "lst"), "did you mean list?"),
    "no run": (("runs", "show"), "show"),
    "no such run": (("runs", "show", "nosuch"), "nosuch"),
    "no such run to resume": (("runs", "resume", "nosuch"), "nosuch"),
    "a name that cannot be": (("runs", "show", "a" * 5000), "runs list"),
    "no such policy": (("runs", "rollout", "first", "--policy", "nosuch"), "nosuch"),
    "policy of prose": (("runs", "rollout", "first", "--policy", "file"), "damaged"),
    "policy cut short": (("runs", "rollout", "first", "--policy", "cut.npz"), "damaged"),
    "result damaged": (("runs", "show", "damaged.json"), "damaged"),
    "result of another schema": (("runs", "show", "foreign.json"), "schema"),
    "result of other points": (("runs", "show", "mixed.json"), "damaged"),
    "result with odd episodes": (("runs", "show", "odd.json"), "damaged"),
    "result to fit": (("fit", "--points-from", "foreign.json"), "schema"),
    "expression that calls": (("train", "--expr", "__import__('os').mkdir('new')"), "Call"),
    "expression that reads": (("fit", "--expr", "open('file').read()", "-P", "0"), "Call"),
    "expression with attributes": (("fit", "--expr", "x.__class__", "-P", "0"), "Attribute"),
    "expression of other names": (("fit", "--expr", "y + 1", "-P", "0"), "'y"),
    "expression with a pole": (("train", "--expr", "1/x"), "x = 0"),
    "expression beyond bounds": (("functions", "--expr", "9**9**9**9*x"), "exponents"),
    "expression very deep": (("functions", "--expr", "(" * 3000 + "x" + ")" * 3000), "expression"),
    "unknown method": (("search", "gelu", "--method", "unifrm"), "did you mean uniform?"),
    "method without its objective": (("search", "gelu", "--method", "minimax", "--objective", "mse"), "minimises"),
    "search of nothing": (("search",), "FUNCTION"),
    "search of no segments": (("search", "gelu", "--segments", "0"), "got 0"),
    "search of half a segment": (("search", "gelu", "--segments", "2.5"), "2.5"),
    "search of too many segments": (("search", "gelu", "--segments", "4001"), "at most 4000"),
    "search with another seed": (("search", "gelu", "--seed", "-1"), "seed"),
    "largest error in words": (("search", "gelu", "--max-error", "little"), "'little'"),
    "largest error of code": (("search", "gelu", "--max-error", "__import__('os')"), "number above 0"),
    "largest error zero": (("search", "gelu", "--max-error", "0"), "above 0"),
    "largest error negative": (("search", "gelu", "--max-error", "-1e-3"), "above 0"),
    "largest error infinite": (("search", "gelu", "--max-error", "2^9999"), "above 0"),
    "largest error not a number": (("search", "gelu", "--max-error", "nan"), "above 0"),
    "largest error by another method": (("search", "gelu", "--method", "uniform", "--max-error", "1e-3"), "minimax"),
    "largest error within no segments": (("search", "gelu", "--max-error", "1", "--max-segments", "0"), "at least 1"),
    "search below a file": (("search", "gelu", "--method", "uniform", "--out", "file/out"), "--out"),
    "search with a training's settings": (("search", "--config", "runs/first/config.toml"), "must be known"),
    "mirror of no symmetry": (("search", "exp", "--mirror"), "symmetric"),
    "unknown density": (("search", "gelu", "--method", "uniform", "--density", "cauchy:1"), "density"),
    "comparison with an unknown method": (("compare", "gelu", "--methods", "minmax"), "minmax"),
    "comparison of no segments": (("compare", "gelu", "--segments", "0"), "got 0"),
    "comparison drawn to another format": (("compare", "gelu", "--plot", "x.gif"), ".gif"),
    "comparison written below a file": (("compare", "gelu", "--csv", "file/x.csv"), "writable"),
    "comparison written where nothing can be": (("compare", "gelu", "--csv", "/proc/x.csv"), "writable"),
    "comparison written to no name": (("compare", "gelu", "--csv", ""), "name"),
    "comparison drawn below a file": (("compare", "gelu", "--plot", "file/x.png"), "writable"),
    "frontier written to a folder": (("frontier", "gelu", "--csv", "runs"), "writable"),
    "frontier drawn below a file": (("frontier", "gelu", "--out", "file"), "writable"),
    "cost drawn below a file": (("cost", "gelu", "--out", "file/out"), "writable"),
    "cost written to a folder": (("cost", "gelu", "--csv", "runs"), "writable"),
    "comparison with no steps": (("compare", "gelu", "--agent-steps", "0"), "agent-steps"),
    "comparison by another objective": (("compare", "gelu", "--objective", "median"), "'median'"),
    "frontier with an unknown method": (("frontier", "gelu", "--methods", "minmax"), "minmax"),
    "frontier of no segments": (("frontier", "gelu", "--segments-list", "0", "2"), "got 0"),
    "frontier that falls": (("frontier", "gelu", "--segments", "8", "--most", "4"), "got 4"),
    "frontier by another objective": (("frontier", "gelu", "--objective", "paper"), "'paper'"),
    "training with another objective": ((*TRAIN, "--objective", "median"), "'median'"),
    "training with loose ends": ((*TRAIN, "--ends", "loose"), "'loose'"),
    "tail without an expression": (("train", "gelu", "--left-tail", "0", "0"), "--expr"),
}  # fmt: skip


@pytest.fixture(scope="session")
def place(trained: Trained, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a run, and with damaged and foreign files."""
    home = tmp_path_factory.mktemp("place")
    shutil.copytree(trained.folder, home / "runs" / "first")
    (home / "file").write_text("prose")
    (home / "bad.toml").write_text("[ppo]\nlearning_rat = 0.1\n")
    (home / "help.toml").write_text("help = true\n")
    text = (trained.folder / "result.json").read_text(encoding="utf-8")
    (home / "damaged.json").write_text(text[: len(text) // 2])
    data = json.loads(text)
    for name, change in {
        "foreign": {"schema": "other/1"},
        "mixed": {"segments": 7},
        "odd": {"best_episode": {"points": "none"}},
    }.items():
        (home / f"{name}.json").write_text(json.dumps(data | change))
    policy = (trained.folder / "policies" / "best.npz").read_bytes()
    (home / "cut.npz").write_bytes(policy[: len(policy) // 2])
    return home


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _is_one_line(stderr: str, said: str) -> None:
    assert stderr.startswith("pwlact: ")
    assert stderr.endswith("\n")
    assert stderr.count("\n") == 1
    assert len(stderr) < 600 or "aaaa" in stderr or "((((" in stderr
    assert said in stderr


@pytest.mark.parametrize("kind", BAD)
def test_is_refused_in_one_line(
    kind: str, place: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    words, said = BAD[kind]
    monkeypatch.chdir(place)
    before = _contents(place), sorted(place.rglob("*"))
    assert main(words) == 2
    stdout, stderr = capfd.readouterr()
    assert stdout == ""
    _is_one_line(stderr, said)
    assert (_contents(place), sorted(place.rglob("*"))) == before


@pytest.mark.parametrize("kind", ["unknown function", "result damaged", "folder below a file"])
def test_bad_input_in_a_process_exits_with_2_and_one_line(kind: str, place: Path) -> None:
    words, said = BAD[kind]
    before = sorted(place.rglob("*"))
    done = run_in(place, *words, "--json")
    assert done.returncode == 2
    assert done.stdout == ""
    _is_one_line(done.stderr, said)
    assert sorted(place.rglob("*")) == before


@pytest.mark.parametrize("stream", [io.StringIO, lambda: io.TextIOWrapper(io.BytesIO(), encoding="ascii")])
@pytest.mark.parametrize("words", [["-R", "x", "1"], ["--expr"], ["--nosuch"]])
def test_a_terminal_without_unicode_gets_the_same_line(stream: Callable[[], Any], words: list[str]) -> None:
    lines = []
    for wanted in (stream, lambda: io.TextIOWrapper(io.BytesIO(), encoding="utf-8")):
        with contextlib.redirect_stdout(wanted()), pytest.raises(ConfigError) as caught:
            parse(FunctionChoice, words, "functions")
        lines.append(str(caught.value))
    assert lines[0] == lines[1]
    assert "--" in lines[0]
    assert "---" not in lines[0]
