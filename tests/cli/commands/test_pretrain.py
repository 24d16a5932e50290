"""`pwlact pretrain` as a process: it trains, tells how far it is, is killed and goes on."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest
from processes import ENVIRONMENT, command, one_object, run_in

pytest.importorskip("jax")

TINY = ("--functions", "8", "--held-out", "2", "--lessons", "1", "--width", "16", "--batch", "256", "--walks", "4")


def test_it_trains_and_its_weights_place_points(tmp_path: Path) -> None:
    made = one_object(run_in(tmp_path, "pretrain", "--steps", "16", *TINY, "--out", "p", "--json"))
    assert made["weights"] == "p/general.npz"
    assert made["steps"] == 16
    words = ("search", "silu", "--method", "policy", "--policy.weights", "p/general.npz", "--fit", "lstsq", "--json")
    assert one_object(run_in(tmp_path, *words))["reward"] > 20.0


def test_a_kill_leaves_what_the_same_command_goes_on_from(tmp_path: Path) -> None:
    words = command("pretrain", "--steps", "100000", *TINY, "--out", "p")
    process = subprocess.Popen(words, cwd=tmp_path, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    for line in process.stderr:
        if "imitating" in line:
            break
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stderr.close()
    done = run_in(tmp_path, "pretrain", "--steps", "32", *TINY, "--out", "p")
    assert done.returncode == 0, done.stderr
    assert "32 updates" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--functions", "7"), "functions must be even"),
        (("--seconds", "-1"), "seconds must be above 0"),
        (("--config", "none.toml"), "a settings file must be readable"),
    ],
)
def test_bad_input_is_one_line(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    done = run_in(tmp_path, "pretrain", *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_settings_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text(
        "steps = 16\nfunctions = 8\nheld_out = 2\nlessons = 1\nwidth = 16\nbatch = 256\nwalks = 4\n"
    )
    done = run_in(tmp_path, "pretrain", "--config", "p.toml", "--out", "p", "--seed", "3")
    assert done.returncode == 0, done.stderr
    assert "seed = 3" in (tmp_path / "p" / "config.toml").read_text()
