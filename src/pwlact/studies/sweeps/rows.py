"""The rows of a sweep's trials, as its storage keeps them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from pwlact.studies.sweeps.plan import SEED
from pwlact.studies.sweeps.trial import FAILED, Row

if TYPE_CHECKING:
    from optuna.study import Study
    from optuna.trial import FrozenTrial

ROW = "row"
"""Attribute of a finished trial with its figures."""


def finished_rows(command: str, function: str, study: Study) -> list[Row]:
    """Return the rows of a study's finished trials, by number."""
    return [row_of(command, function, one) for one in study.get_trials(deepcopy=False) if one.state.is_finished()]


def row_of(command: str, function: str, trial: FrozenTrial) -> Row:
    """Return the row of a finished trial: number, function, seed, settings as train.NAME or search.NAME, figures."""
    figures = trial.user_attrs.get(ROW, {"state": FAILED, "reason": "it was ended outside the sweep"})
    settings = {column(command, name): value for name, value in trial.params.items()}
    return {"trial": trial.number, "function": function, "seed": trial.user_attrs.get(SEED), **settings, **figures}


def column(command: str, name: str) -> str:
    """Return the column of a setting, which no figure is named as."""
    return f"{command}.{name}"


def plain(row: Row) -> Row:
    """Return a row without numbers that JSON has not."""
    return {key: None if _is_lost(value) else value for key, value in row.items()}


def _is_lost(value: Any) -> bool:
    return isinstance(value, float) and not math.isfinite(value)
