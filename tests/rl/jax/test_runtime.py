"""JAX is set up for one training at a time, and left as it was."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import jax
import numpy as np
import pytest

from pwlact.rl.jax.runtime import programs_folder, session

SETTINGS = (
    "jax_compilation_cache_dir",
    "jax_persistent_cache_min_compile_time_secs",
    "jax_persistent_cache_min_entry_size_bytes",
)


def _settings() -> list[object]:
    return [getattr(jax.config, name) for name in SETTINGS]


def test_double_precision_and_the_folder_of_programs_end_with_the_session() -> None:
    with jax.enable_x64(False):
        before = _settings()
        with session():
            assert jax.numpy.zeros(1).dtype == np.float64
        assert jax.numpy.zeros(1).dtype == np.float32
        assert _settings() == before


def test_programs_are_kept_in_the_users_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    if sys.platform == "linux":
        assert programs_folder() == str(tmp_path / "pwlact" / "jax")
        assert (tmp_path / "pwlact" / "jax").is_dir()


def test_where_no_folder_can_be_made_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    if sys.platform == "linux":
        assert programs_folder() is None


@pytest.mark.parametrize("given", [{}, {"XLA_FLAGS": "--xla_cpu_enable_fast_math=false"}])
def test_what_the_user_set_stays_and_what_is_missing_is_set(given: dict[str, str], tmp_path: Path) -> None:
    code = (
        "import os; from pwlact.rl.jax.runtime import session\n"
        "with session():\n import jax; print(jax.config.jax_compilation_cache_dir); print(os.environ['XLA_FLAGS'])"
    )
    environment = {name: value for name, value in os.environ.items() if name not in ("XLA_FLAGS", "NPROC")}
    named = {"JAX_COMPILATION_CACHE_DIR": str(tmp_path)} if given else {}
    done = subprocess.run(
        [sys.executable, "-c", code], env={**environment, **given, **named}, capture_output=True, text=True, check=True
    )
    folder, flags = done.stdout.splitlines()
    assert flags == given.get("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false")
    assert (folder == str(tmp_path)) == bool(given)
