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
    from sklearn.utils.validation import check_array, check_consistent_length, check_is_fitted
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
    result_ : Result
        With errors, bound, standard errors and criteria.
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

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> PWLRegressor:  # noqa: N803
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
        x = _feature(X)
        y = check_array(y, ensure_2d=False, dtype=np.float64, input_name="y")
        check_consistent_length(x, y, sample_weight)
        x, y, weight = _weighted(x, y.reshape(-1), sample_weight)
        if x.size < 2:
            raise InputError(f"a regression needs 2 points of weight above 0 or more, got {x.size} sample; add points")
        self.result_ = self._approximated(x, y, weight)
        self.pwl_ = self.result_.table
        self.breakpoints_ = np.array(self.pwl_.breakpoints)
        self.values_ = np.array(self.pwl_.values if self.continuous else self.pwl_.ends)
        self.n_features_in_ = 1
        return self

    def predict(self, X: Any) -> Array:  # noqa: N803
        """Return the function's values (n,).

        Parameters
        ----------
        X : array_like, shape (n,) or (n, 1)
            The feature.
        """
        check_is_fitted(self)
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


def _feature(X: Any) -> Array:  # noqa: N803
    """Return the feature as (n,)."""
    found = check_array(X, ensure_2d=False, dtype=np.float64, input_name="X")
    if found.ndim != 1 and found.shape[1:] != (1,):
        raise InputError(f"a regression by a PWL has one feature, got shape {found.shape}; choose a column")
    return cast(Array, found.reshape(-1))


def _weighted(x: Array, y: Array, weight: Any) -> tuple[Array, Array, Array | None]:
    """Return the points of weight above 0, and their weights."""
    if weight is None:
        return x, y, None
    given = check_array(weight, ensure_2d=False, dtype=np.float64, input_name="sample_weight")
    if np.any(given < 0.0):
        raise InputError(f"weights are 0 or more, got {given.min():g}; leave those points out")
    kept = given > 0.0
    return x[kept], y[kept], given[kept]
