"""The choice of the range: against ranges that are tried, and what a result tells of it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pwlact
from pwlact.cli.main import main
from pwlact.errors import ConfigError
from pwlact.fit import weighted_batch
from pwlact.fit.density import density_of
from pwlact.fit.profile import CELLS, Profile, SiteProfile, cells_of
from pwlact.fit.profile_file import write_profile
from pwlact.functions import from_expression, get
from pwlact.pwl import make_pwl
from pwlact.search.auto_range import choose_range
from pwlact.search.chosen_range import range_details, range_lines
from pwlact.search.result_json import load_result, result_to_json
from pwlact.search.whole_task import MAX_COUNT, whole_task

SILU, NORMAL = get("silu"), density_of("normal:-0.5,1.3")
CHOSEN = {segments: choose_range(SILU, NORMAL, segments) for segments in (2, 4, 7)}


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> str:
    generator = np.random.default_rng(0)
    x = np.concatenate((generator.normal(-0.5, 1.5, 20_000), generator.normal(0.0, 12.0, 40)))
    cells, slopes = cells_of(x), np.exp(-0.1 * x**2)
    site = SiteProfile(
        name="layers.0/act:0",
        function="silu",
        counts=np.bincount(cells, minlength=CELLS).astype(float),
        squares=np.bincount(cells, weights=slopes, minlength=CELLS),
    )
    path = tmp_path_factory.mktemp("range") / "p.npz"
    write_profile(path, Profile(network="toy", samples=100, sites=(site,)))
    return str(path)


@settings(max_examples=60)
@given(
    segments=st.sampled_from(sorted(CHOSEN)),
    low=st.floats(-9.0, -0.2),
    high=st.floats(0.2, 8.0),
    seed=st.integers(0, 10**6),
)
def test_no_range_that_is_tried_has_a_smaller_error(segments: int, low: float, high: float, seed: int) -> None:
    chosen = CHOSEN[segments]
    inner = np.sort(np.random.default_rng(seed).uniform(low, high, segments - 1))
    breakpoints = np.concatenate(([low], inner, [high]))
    part, samples = chosen.task.within((low, high))
    values = weighted_batch(samples, chosen.task.weights[part], breakpoints[None, :]).values[0]
    error = chosen.task.error(make_pwl(SILU, breakpoints, values))
    assert chosen.lower_bound <= error * (1.0 + 1e-12)
    assert chosen.error <= error * (1.0 + 1e-6)


@pytest.mark.parametrize("segments", sorted(CHOSEN))
def test_the_choice_is_within_a_thousandth_of_its_bound(segments: int) -> None:
    chosen = CHOSEN[segments]
    assert chosen.lower_bound <= chosen.error <= chosen.lower_bound * 1.001
    assert chosen.error == chosen.errors["free"] <= 1.0001 * chosen.errors["pinned"]
    assert -10.9 < chosen.interval[0] < chosen.points[0] <= chosen.points[-1] < chosen.interval[1] < 9.9


def test_pinned_ends_are_chosen_where_they_are_asked_for() -> None:
    chosen = choose_range(SILU, NORMAL, 3, pinned=True)
    assert chosen.error == chosen.errors["pinned"] >= chosen.errors["free"]


def test_all_inputs_include_zero_and_have_at_most_so_many_samples() -> None:
    task = whole_task(get("tanh"), density_of("normal:900,3"))
    assert task.samples.interval == (0.0, 924.0)
    assert task.samples.x.size == MAX_COUNT
    assert task.weights.sum() == pytest.approx(1.0)


def test_all_inputs_stay_where_the_function_is_defined() -> None:
    assert whole_task(get("sqrt"), density_of("normal:2,1")).samples.interval[0] >= 0.0


def test_a_function_without_tails_has_no_range_to_choose() -> None:
    with pytest.raises(ConfigError, match="a range is chosen between tails, got sin"):
        choose_range(from_expression("sin(x)", interval=(-4.0, 4.0)), NORMAL, 4)


def test_what_a_given_range_tells_is_nothing() -> None:
    pwl = make_pwl(SILU, np.array([-1.0, 1.0]), np.array([0.0, 1.0]))
    assert range_details(None, pwl) == {}
    assert range_lines({}) == []


def test_python_chooses_the_range(profile: str) -> None:
    found = pwlact.approximate(
        "silu", segments=5, interval="auto", objective="mse", density=f"{profile}:layers.0/act:0:sensitivity"
    )
    told = found.details["range"]
    assert told["chosen"] == "auto"
    assert 0.0 <= told["gap"] < 1e-3
    assert told["lower_bound"] <= told["mse_by_ends"]["free"] <= 1.0001 * told["mse_by_ends"]["pinned"]
    assert told["all_inputs"][0] < -15.0 < found.problem.interval[0]
    assert 0.0 < told["outside"] < 0.05


def test_the_command_chooses_and_writes_a_result_that_is_read_again(
    profile: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["search", "silu", "--method", "dp", "-R", "auto", "--density", profile, "--segments", "4", "--no-figures"]
    assert main([*words, "--name", "a"]) == 0
    assert "chosen of -" in capsys.readouterr().out
    result = load_result(tmp_path / "runs" / "a" / "result.json")
    assert result.details["range"]["chosen"] == "auto"
    assert (tmp_path / "runs" / "a" / "config.toml").read_text().count("auto_range = true") == 1
    again = ["search", "--config", "runs/a/config.toml", "--name", "b", "--no-figures"]
    assert main(again) == 0
    ranges = [load_result(tmp_path / "runs" / name / "result.json").problem.interval for name in "ab"]
    assert ranges[0] == ranges[1]
    assert main([*again[:3], "--name", "c", "--no-figures", "-R", "-4", "4"]) == 0
    assert load_result(tmp_path / "runs" / "c" / "result.json").problem.interval == (-4.0, 4.0)
    capsys.readouterr()
    assert main([*words, "--name", "d", "--format", "q4.8", "--json"]) == 0
    coded = json.loads(capsys.readouterr().out)
    assert coded["range"]["gap"] is None
    assert coded["range"]["mse"] > coded["range"]["lower_bound"]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("search", "silu", "-R", "auto", "--method", "global"), "by a density, or for the maximum error, got -R auto"),
        (("search", "silu", "--range=auto", "--method", "dp"), "a range is chosen by a density"),
        (("fit", "silu", "-R", "auto", "-P", "0"), "-R/--range takes 2 values, LOW HIGH, got 'auto'"),
        (("search", "--expr", "sin(x)", "-R", "auto", "--method", "dp", "--density", "normal:0,1"), "between tails"),
    ],
)
def test_what_cannot_be_chosen_is_refused_in_one_line(
    words: tuple[str, ...],
    text: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    told = capsys.readouterr().err.strip()
    assert text in told
    assert "\n" not in told
    assert list(tmp_path.iterdir()) == []


def test_a_result_keeps_the_profile_s_text_where_the_file_is_gone(profile: str, tmp_path: Path) -> None:
    path = tmp_path / "moved.npz"
    path.write_bytes(Path(profile).read_bytes())
    found = pwlact.approximate("silu", segments=3, method="dp", density=f"{path}:sensitivity")
    found.save(tmp_path / "result.json")
    path.unlink()
    again = load_result(tmp_path / "result.json")
    assert again.problem.density is not None
    assert again.problem.density.text == f"{path}:sensitivity"
    other = Profile(network="other", samples=1, sites=(SiteProfile(name="a", function="tanh", counts=np.ones(CELLS)),))
    write_profile(path, other)  # a profile of another model
    assert result_to_json(load_result(tmp_path / "result.json"))["density"] == f"{path}:sensitivity"


def test_more_segments_than_memory_would_hold_are_refused_in_one_line() -> None:
    with pytest.raises(ConfigError, match="at most 256 segments, got 257; give a range"):
        choose_range(SILU, NORMAL, 257)
