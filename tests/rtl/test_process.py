"""Tools as processes."""

from __future__ import annotations

from pathlib import Path

import pytest

from pwlact.errors import RunError
from pwlact.rtl.process import run


def test_processes_end_with_what_they_started(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="sh must end within"):
        run(["sh", "-c", "(sleep 2; touch late) & sleep 60"], tmp_path, 0.2)
    done = run(["sh", "-c", "echo out; echo err >&2; sleep 2.2; exit 3"], tmp_path, 20.0)
    assert (done.code, done.output, done.errors) == (3, "out\n", "err\n")
    assert not (tmp_path / "late").exists()
    with pytest.raises(RunError, match="nowhere must start"):
        run(["./nowhere"], tmp_path, 1.0)
