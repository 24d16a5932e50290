"""Completion scripts know the commands, their options and their choices."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from pwlact.cli.main import main
from pwlact.cli.records import ACTIONS, COMMANDS


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_has_commands_options_and_choices(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    for word in (
        *COMMANDS,
        *ACTIONS["runs"],
        *ACTIONS["models"],
        "--segments-list",
        "--ppo.learning-rate",
        "nearest_even",
        "--policy",
    ):
        assert word in script


def test_the_earlier_spelling_and_bad_shells(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--print-completion", "bash"]) == 0
    assert "pwlact" in capsys.readouterr().out
    assert main(["completion", "dos"]) == 2
    assert "bash" in capsys.readouterr().err


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_completes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["completion", "bash"])
    (tmp_path / "script").write_text(capsys.readouterr().out)
    (tmp_path / "ask").write_text(
        "source ./script\nCOMP_WORDS=(pwlact search --met); COMP_CWORD=2\n"
        "$(complete -p pwlact | sed 's/.*-F \\([^ ]*\\).*/\\1/') pwlact --met search\necho ${COMPREPLY[@]}\n"
    )
    done = subprocess.run(["bash", "ask"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "--method" in done.stdout.split()
