"""A scikit-learn regressor by piecewise-linear approximation of noisy data.

It needs ``pip install 'pwlact[sklearn]'``.
"""

from __future__ import annotations

from typing import Any, Literal, cast

import numpy as np

from pwlact._types import Array
from pwlact.api.approximate import approximate
from pwlact.data import data_of
from pwlact.errors import ConfigError, InputError
from pwlact.search.noisy.criteria import SelectName

try:
    from sklearn.base import BaseEstimator, RegressorMixin
    from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data
except ImportError:
    raise ConfigError("the regressor needs scikit-learn, got none; pip install 'pwlact[sklearn]'") from None

__all__ = ["PWLRegressor"]


class PWLRegressor(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """Regression of one feature by a piecewise-linear function whose breakpoints are found.

    Parameters
    ----------
    segments : int or None
        Linear pieces; None takes the number that `criterion` chooses.
    criterion : {"bic", "aicc", "cv", "cv-1se"}
        How the number is chosen where it is not given.
    max_segments : int
        Largest number that the criterion may choose.
    objective : {"mse", "max"}
        What is minimised: the weighted mean square error, or the maximum of sqrt(weight) abs(error).
    continuous : bool
        Whether the pieces join.
    monotone : bool
        Never fall where the data rise on the whole, nor rise where they fall.
    non_negative : bool
        Never fall below 0 between the first and the last x.
    random_state : int
        Seed of a cross-validation's folds.

    Attributes
    ----------
    breakpoints_ : ndarray, shape (m,)
        First and last x, and the breakpoints between.
    values_ : ndarray, shape (m,)
        Values there; of pieces that need not join, shape (m - 1, 2), at both ends of each.
    pwl_ : PWL or SeparateLines
        The function; it goes on beyond the data with its outer pieces.
    segments_ : int
        Number of pieces.
    lower_bound_ : float or None
        Proven lower bound of the objective.
    standard_errors_ : ndarray or None
        Standard errors of `values_`, the breakpoints taken as known; None for objective "max", under constraints, and
        where no degree of freedom is left.
    criteria_ : list of dict
        What the criteria are for each number of segments; empty where the number is given.
    n_features_in_ : int
        1.

    Examples
    --------
    >>> import numpy as np
    >>> from pwlact.sklearn import PWLRegressor
    >>> x = np.linspace(-1, 1, 101)
    >>> PWLRegressor(segments=2).fit(x, np.abs(x)).breakpoints_.round(3).tolist()
    [-1.0, 0.0, 1.0]
    """

    def __init__(
        self,
        segments: int | None = None,
        *,
        criterion: SelectName = "bic",
        max_segments: int = 8,
        objective: Literal["mse", "max"] = "mse",
        continuous: bool = True,
        monotone: bool = False,
        non_negative: bool = False,
        random_state: int = 0,
    ) -> None:
        self.segments = segments
        self.criterion = criterion
        self.max_segments = max_segments
        self.objective = objective
        self.continuous = continuous
        self.monotone = monotone
        self.non_negative = non_negative
        self.random_state = random_state

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> PWLRegressor:
        """Find breakpoints and values.

        Parameters
        ----------
        X : array_like, shape (n,) or (n, 1)
            The feature; values may repeat.
        y : array_like, shape (n,)
            The target.
        sample_weight : array_like, shape (n,), optional
            Weight of each squared error; points of weight 0 are left out.

        Raises
        ------
        InputError
            If the data are bad or too few, or a parameter is; it is a ValueError.
        """
        X, y = validate_data(self, _columns(X), y, dtype=np.float64, y_numeric=True, ensure_min_samples=2)
        x, y, weight = _weighted(_feature(X), y, sample_weight)
        found = self._approximated(x, y, weight)
        self.pwl_ = found.approximation
        self.segments_ = found.problem.segments
        self.breakpoints_ = np.array(self.pwl_.breakpoints)
        self.values_ = np.array(self.pwl_.values if self.continuous else self.pwl_.ends)
        self.lower_bound_ = found.lower_bound
        errors = found.details.get("standard_errors")
        self.standard_errors_ = None if errors is None else np.array(errors["values" if self.continuous else "ends"])
        self.criteria_ = found.details.get("criteria", [])
        return self

    def predict(self, X: Any) -> Array:
        """Return the function's values (n,).

        Parameters
        ----------
        X : array_like, shape (n,) or (n, 1)
            The feature.
        """
        check_is_fitted(self)
        X = validate_data(self, _columns(X), dtype=np.float64, reset=False)
        return cast(Array, self.pwl_(_feature(X)))

    def _approximated(self, x: Array, y: Array, weight: Array | None) -> Any:
        return approximate(
            data_of(x, y, weight, noisy=True),
            segments=self.segments,
            select=self.criterion if self.segments is None else None,
            max_segments=self.max_segments,
            objective=self.objective,
            discontinuous=not self.continuous,
            monotone=self.monotone,
            non_negative=self.non_negative,
            seed=self.random_state,
        )

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        return tags


def _columns(X: Any) -> Any:
    """Return one feature in a row as a column; anything else as it is."""
    return np.reshape(X, (-1, 1)) if np.ndim(X) == 1 else X


def _feature(X: Array) -> Array:
    """Return the one feature of X (n, 1) as (n,)."""
    if X.shape[1] != 1:
        raise InputError(f"a regression by a PWL has one feature, got {X.shape[1]}; choose a column")
    return X[:, 0]


def _weighted(x: Array, y: Array, weight: Any) -> tuple[Array, Array, Array | None]:
    """Return the points of weight above 0, and their weights."""
    if weight is None:
        return x, y, None
    given = _check_sample_weight(weight, x, dtype=np.float64, ensure_non_negative=True)
    kept = given > 0.0
    if not kept.any():
        raise InputError("a regression needs a weight above zero, got zero for all points; leave the weights out")
    return x[kept], y[kept], given[kept]
