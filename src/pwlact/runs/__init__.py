"""Run folders: settings, provenance, finding again. `runs.execute` carries them out; it alone loads torch."""

from pwlact.runs.folder import find_result, find_run, list_runs
from pwlact.settings.problem import FormatChoice, FunctionChoice, ProblemChoice, TrainConfig

__all__ = [
    "FormatChoice",
    "FunctionChoice",
    "ProblemChoice",
    "TrainConfig",
    "find_result",
    "find_run",
    "list_runs",
]
