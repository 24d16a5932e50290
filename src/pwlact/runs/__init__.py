"""Run folders: training and searching into them, finding them again. `runs.training` alone loads torch."""

from pwlact.runs.folder import find_result, find_run, list_runs

__all__ = ["find_result", "find_run", "list_runs"]
