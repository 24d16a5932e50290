"""A plain install: what places, fits, exports and verifies, without the agent's libraries."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ICARUS = pytest.mark.skipif(shutil.which("iverilog") is None, reason="needs Icarus: apt-get install iverilog")
BLOCKED = """
import sys
HIDDEN = set(sys.argv.pop(1).split())
class Without:
    def __init__(self, finder):
        self.finder = finder
    def find_spec(self, name, path=None, target=None):
        hidden = {"torch", "gymnasium", "stable_baselines3", "tensorboard", *HIDDEN}
        return None if name.split(".")[0] in hidden else self.finder.find_spec(name, path, target)
    def __getattr__(self, name):
        return getattr(self.finder, name)
sys.meta_path[:] = map(Without, sys.meta_path)
from pwlact.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


def _without_agent(folder: Path, *argv: str, hidden: str = "jax optax") -> subprocess.CompletedProcess[str]:
    """Run a command where Stable-Baselines3's libraries, and the hidden ones, cannot be imported."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    return subprocess.run(
        [sys.executable, "-c", BLOCKED, hidden, *argv],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@ICARUS
def test_a_unit_is_searched_exported_and_verified_without_the_agents_libraries(tmp_path: Path) -> None:
    words = ("--segments", "8", "--format", "q4.6", "--name", "silu", "--no-figures")
    assert _without_agent(tmp_path, "search", "silu", *words).returncode == 0
    assert _without_agent(tmp_path, "export", "silu", "--to", "verilog,c").returncode == 0
    done = _without_agent(tmp_path, "verify", "silu", "--json")
    assert json.loads(done.stdout)["mismatches"] == 0
    for argv in (("fit", "gelu", "-P", "0"), ("functions", "silu"), ("plot", "silu"), ("runs", "list")):
        assert _without_agent(tmp_path, *argv).returncode == 0


@pytest.mark.parametrize("argv", [("train", "silu"), ("compare", "silu", "--methods", "ppo")], ids=" ".join)
def test_training_without_the_extra_says_which_command_brings_it(argv: tuple[str, ...], tmp_path: Path) -> None:
    done = _without_agent(tmp_path, *argv, "--segments", "3")
    assert done.returncode == 2
    (line,) = done.stderr.strip().splitlines()
    assert "pip install 'pwlact[jax]'" in line
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("argv", [("report", "g"), ("explore", "--no-browser")], ids=" ".join)
def test_a_page_without_the_extra_says_which_command_brings_it(argv: tuple[str, ...], tmp_path: Path) -> None:
    assert _without_agent(tmp_path, "search", "gelu", "--no-figures", "--name", "g").returncode == 0
    done = _without_agent(tmp_path, *argv, hidden="jinja2 plotly starlette")
    assert done.returncode == 2
    assert done.stderr.strip().splitlines()[-1].endswith("pip install 'pwlact[report]'")
    assert not (tmp_path / "report.html").exists()


def test_the_engine_jax_needs_no_other_engines_libraries(tmp_path: Path) -> None:
    words = ("--segments", "3", "--steps", "800", "--name", "small", "--no-figures")
    done = _without_agent(tmp_path, "train", "silu", *words, hidden="")
    assert done.returncode == 0, done.stderr
    assert "engine: jax" in done.stderr
    assert _without_agent(tmp_path, "runs", "rollout", "small").returncode == 0  # its policy needs not even jax


@pytest.mark.slow
def test_a_plain_install_is_light(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", str(ROOT)], check=True)
    packages = json.loads(
        subprocess.run(
            [str(python), "-m", "pip", "list", "--format", "json"], check=True, capture_output=True, text=True
        ).stdout
    )
    assert not {"torch", "gymnasium", "stable-baselines3", "tensorboard"} & {package["name"] for package in packages}
    size = sum(file.stat().st_size for file in (tmp_path / "venv").rglob("*") if file.is_file())
    assert size < 700e6
    for argv in (
        ("search", "silu", "--segments", "8", "--format", "q4.12", "--name", "silu"),
        ("export", "silu", "--to", "verilog"),
        *([("verify", "silu")] if shutil.which("iverilog") else []),
    ):
        subprocess.run([str(python), "-m", "pwlact", *argv], cwd=tmp_path, check=True, capture_output=True)
