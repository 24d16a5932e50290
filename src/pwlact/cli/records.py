"""The commands, and the settings record of each."""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Any

COMMANDS = {
    "functions": "list the functions, or show one",
    "train": "place the points by reinforcement learning; writes a run folder",
    "search": "place the points by any other method, with a proven bound; writes a run folder",
    "pretrain": "train one policy for every function, on random functions",
    "compare": "compare all methods on one problem",
    "frontier": "show error against segments, with the lower bound",
    "cost": "show error against area of hardware units, with the Pareto set",
    "sweep": "run many trainings or searches by a study's file, here or on a cluster",
    "fit": "fit given points: betas, segments, errors (the converter)",
    "batch": "approximate thousands of functions at once, in one table file",
    "audit": "measure somebody's own table, and how far it is from the best possible",
    "export": "write files for hardware and software: Verilog, C, HLS, tables, JSON",
    "verify": "prove the Verilog equal to its model on every input, by simulation",
    "vectors": "list golden vectors of every segment: decimal, binary, hexadecimal",
    "synth": "count what a unit costs, by Yosys: LUTs, DSPs, depth, area",
    "plot": "draw figures of results",
    "report": "write a page of results: one HTML file that needs no network",
    "explore": "open the same page live in the browser: choose, see, export",
    "runs": "list, show, compare, resume and roll out runs",
    "models": "approximate real networks: what they are fed, where, and what it costs",
    "completion": "print a script that completes commands and options in a shell",
}
"""Each command, and what it does."""

ACTIONS = {
    "runs": {
        "list": ("", "list the runs, newest first"),
        "show": ("RUN", "show one run's result"),
        "compare": ("RUN ...", "compare runs, best first within each problem"),
        "resume": ("RUN", "continue a run from its last checkpoint"),
        "rollout": ("RUN", "play a policy step by step"),
    },
    "models": {
        "list": ("", "list the networks that can be evaluated, with origin and licence"),
        "profile": ("NETWORK", "record what the activations are fed, and how much an error there costs"),
        "evaluate": ("NETWORK", "measure what tables cost a network, with bootstrap intervals"),
        "rewrite": ("MODEL.onnx", "replace activations of an ONNX model by tables, in standard operators"),
        "allocate": ("NETWORK", "share segments or area out among the sites, for the least loss"),
        "recover": ("NETWORK", "train a network with its tables in place; before and after"),
    },
}
"""The commands with actions: each action's arguments, and what it does."""

MODULES = {"cost": "area_frontier"}  # where a module's name is not its command's


def module_of(command: str) -> ModuleType:
    """Return the module of a command, or of an action as in "runs_list"; it is imported only now."""
    return importlib.import_module(f"pwlact.cli.commands.{MODULES.get(command, command)}")


def names() -> list[str]:
    """Return the name of every command and action that has a record, an action's as in "runs_list"."""
    return [
        *(name for name in COMMANDS if name not in ACTIONS),
        *(f"{command}_{action}" for command, actions in ACTIONS.items() for action in actions),
    ]


def record_of(command: str) -> Any:
    """Return the settings record of a command, or of an action as in "runs_list"."""
    return getattr(module_of(command), f"{command.title().replace('_', '')}Command")
