"""The regressor keeps scikit-learn's contract."""

from __future__ import annotations

import pickle
import sys
from typing import Any

import numpy as np
import pytest
from noisy_problems import true_segments

from pwlact.errors import ConfigError

pytest.importorskip("sklearn")

from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import check_estimator

from pwlact import sklearn as module
from pwlact.sklearn import PWLRegressor


@pytest.mark.filterwarnings("ignore::Warning")
def test_check_estimator_passes_with_no_expected_failures() -> None:
    check_estimator(PWLRegressor())


class FirstColumn(PWLRegressor):
    """The regressor on the first column of X: so all checks run, which skip estimators of one feature."""

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.one_d_array, tags.input_tags.two_d_array = False, True
        tags.regressor_tags.poor_score = True  # the other columns matter too
        return tags


@pytest.mark.filterwarnings("ignore::Warning")
def test_all_checks_of_regressors_pass_on_the_first_column(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_feature", lambda x: x[:, 0])
    monkeypatch.setattr(module, "_columns", lambda x: x)
    ran = check_estimator(FirstColumn(segments=2), on_fail="raise")
    assert len(ran) > 50


def test_the_true_segments_are_found() -> None:
    x, y = true_segments(150)
    found = PWLRegressor().fit(x, y)
    assert found.segments_ == 5
    assert found.score(x, y) > 0.95
    assert np.array_equal(found.predict(found.breakpoints_), found.values_)
    assert found.standard_errors_.shape == (6,)
    assert [row["segments"] for row in found.criteria_] == list(range(1, 9))


def test_rows_and_columns_are_the_same_and_a_pickle_predicts_the_same() -> None:
    x, y = true_segments(60)
    row, column = PWLRegressor(3).fit(x, y), PWLRegressor(3).fit(x[:, None], y)
    copy = pickle.loads(pickle.dumps(row))
    assert np.array_equal(row.predict(x), column.predict(x[:, None]))
    assert np.array_equal(row.predict(x), copy.predict(x))
    assert row.n_features_in_ == 1


def test_weights_count_as_repeats_for_a_given_number() -> None:
    x, y = true_segments(40)
    times = np.arange(40) % 3
    weighted = PWLRegressor(3).fit(x, y, times)
    repeated = PWLRegressor(3).fit(np.repeat(x, times), np.repeat(y, times))
    assert np.allclose(weighted.predict(x), repeated.predict(x), rtol=1e-7)


def test_it_serves_in_a_pipeline_and_a_grid_search() -> None:
    x, y = true_segments(60)
    search = GridSearchCV(make_pipeline(StandardScaler(), PWLRegressor()), {"pwlregressor__segments": [1, 5]}, cv=3)
    rng = np.random.default_rng(0)
    order = rng.permutation(60)
    search.fit(x[order, None], y[order])
    assert search.best_params_ == {"pwlregressor__segments": 5}


@pytest.mark.parametrize(
    "settings", [{"objective": "max"}, {"continuous": False}, {"monotone": True}, {"non_negative": True}]
)
def test_its_parameters_are_those_of_the_search(settings: Any) -> None:
    x, y = true_segments(60)
    found = PWLRegressor(3, **settings).fit(x, y)
    if settings.get("monotone"):
        assert np.all(np.diff(found.values_) <= 1e-9)
    if settings.get("non_negative"):
        assert found.values_.min() >= 0.0
    assert found.values_.shape == ((3, 2) if settings.get("continuous") is False else (4,))


def test_bad_input_is_a_value_error_in_one_line() -> None:
    x, y = true_segments(30)
    for bad in (lambda: PWLRegressor(2).fit(np.stack((x, x), axis=1), y), lambda: PWLRegressor(40).fit(x, y)):
        with pytest.raises(ValueError, match=", got ") as caught:
            bad()
        assert "\n" not in str(caught.value)


def test_without_scikit_learn_the_command_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn.base", None)
    monkeypatch.delitem(sys.modules, "pwlact.sklearn")
    with pytest.raises(ConfigError, match=r"pip install 'pwlact\[sklearn\]'"):
        import pwlact.sklearn  # noqa: F401
