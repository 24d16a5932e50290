"""JAX as this engine uses it: one thread, double precision beside single, and compiled programs kept on disk."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator

from pwlact.files import user_cache

ENVIRONMENT = {
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false",
    "NPROC": "1",  # threads that XLA keeps ready
    "TF_CPP_MIN_LOG_LEVEL": "2",  # XLA's own warnings
}
"""What XLA reads as it is loaded; what the user has set stays."""


@contextlib.contextmanager
def session() -> Iterator[None]:
    """Within the context, JAX computes on the CPU, knows float64, and keeps compiled programs in the user's cache."""
    if "jax" not in sys.modules:
        for name, value in ENVIRONMENT.items():
            os.environ.setdefault(name, value)
    import jax

    with jax.enable_x64(True), jax.default_device(jax.devices("cpu")[0]), _kept_programs():
        yield


@contextlib.contextmanager
def _kept_programs() -> Iterator[None]:
    """Within the context, compiled programs are kept, unless the user has named a folder for them."""
    import jax

    wanted: dict[str, object] = {
        "jax_compilation_cache_dir": programs_folder(),
        "jax_persistent_cache_min_compile_time_secs": 0.0,
        "jax_persistent_cache_min_entry_size_bytes": -1,
    }
    earlier = {name: getattr(jax.config, name) for name in wanted}
    if earlier["jax_compilation_cache_dir"] is None:
        _configure(wanted)
    try:
        yield
    finally:
        _configure(earlier)


def _configure(settings: dict[str, object]) -> None:
    import jax

    for name, value in settings.items():
        jax.config.update(name, value)  # type: ignore[no-untyped-call]


def programs_folder() -> str | None:
    """Return the folder of compiled programs; None where it cannot be made, and nothing is kept."""
    folder = user_cache("jax")
    return None if folder is None else str(folder)
