"""Run folders: training and searching into them, finding them again."""

from pwlact.runs.folder import find_result, find_run, list_runs

__all__ = ["find_result", "find_run", "list_runs"]
