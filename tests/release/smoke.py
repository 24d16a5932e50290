"""Try archives in empty environments, one after the other: `python tests/release/smoke.py dist/*`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FROM_PYTHON = """
import pwlact
assert "site-packages" in pwlact.__file__, pwlact.__file__
result = pwlact.approximate("silu", segments=9)
assert abs(result.gap) < 1e-6, result.gap
"""
COMMANDS = (
    "--version",
    "functions silu",
    "fit gelu_tanh -P -5 -4 0 1 --csv gelu.csv",
    "search gelu --method policy --no-figures",
    "search silu --segments 8 --format q4.12 --name silu",
    "export silu --to verilog,c,json",
    *(["verify silu"] if shutil.which("iverilog") else []),
    "cost silu --segments-list 4 --formats q4.6 --schemes comparators --estimate",
    "plot silu",
    "report silu --out page.html",
    "runs list",
)


def smoke(archive: Path, folder: Path) -> int:
    """Install an archive with the extra `report` in an empty environment, and run commands there.

    Parameters
    ----------
    archive : Path
        A wheel or a source distribution.
    folder : Path
        An empty folder, for the environment and what the commands write.

    Returns
    -------
    int
        The number of commands that were run.

    Raises
    ------
    subprocess.CalledProcessError
        If the installation or a command fails.
    """
    python = _environment(folder / "venv")
    _run(folder, python, "-m", "pip", "install", "--quiet", f"{archive.resolve()}[report]")
    _run(folder, python, "-m", "pip", "check")
    _run(folder, python, "-c", FROM_PYTHON)
    for line in COMMANDS:
        _run(folder, python.with_name("pwlact"), *line.split())
    _refuses_the_agent(folder, python)
    return len(COMMANDS)


def _environment(folder: Path) -> Path:
    """Return the Python of a new environment that holds pip and nothing else."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    return folder / "bin" / "python"


def _run(folder: Path, *argv: object, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a program in a folder, without what this process adds to the search path."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    print("  $", *(word.name if isinstance(word, Path) else word for word in argv if word != FROM_PYTHON), flush=True)
    return subprocess.run(
        list(map(str, argv)), cwd=folder, env=environment, text=True, capture_output=True, check=check
    )


def _refuses_the_agent(folder: Path, python: Path) -> None:
    """Check that training says which extra it needs."""
    done = _run(folder, python.with_name("pwlact"), "train", "silu", check=False)
    assert done.returncode == 2, done
    assert "pip install 'pwlact[jax]'" in done.stderr, done.stderr


def main(archives: list[str]) -> None:
    """Try each archive, and say how long it took."""
    for archive in map(Path, archives):
        print(f"{archive.name}, {archive.stat().st_size / 1e6:.2f} MB", flush=True)
        begin = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            count = smoke(archive, Path(folder))
        print(f"  {count} commands ran, {time.perf_counter() - begin:.0f} s with the installation", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
