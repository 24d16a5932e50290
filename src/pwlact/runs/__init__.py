"""Run folders: settings, provenance, finding again. `runs.execute` carries them out; it alone loads torch."""

from pwlact.runs.config import FormatChoice, FunctionChoice, ProblemChoice, TrainConfig
from pwlact.runs.folder import find_result, find_run, list_runs

__all__ = [
    "FormatChoice",
    "FunctionChoice",
    "ProblemChoice",
    "TrainConfig",
    "find_result",
    "find_run",
    "list_runs",
]
