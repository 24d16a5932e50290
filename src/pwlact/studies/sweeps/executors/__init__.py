"""Where the calls of a sweep run: processes of this machine, or the workers of a cluster engine."""

from pwlact.studies.sweeps.executors.choose import executor_of
from pwlact.studies.sweeps.executors.executor import EngineError, Executor, run_all

__all__ = ["EngineError", "Executor", "executor_of", "run_all"]
