"""Global search: both kinds agree, and the best known rewards are reached."""

from __future__ import annotations

import pytest
from search.methods.brief import evaluator_of, run, value

from pwlact.errors import ConfigError
from pwlact.search.methods.global_search import GlobalConfig


def test_both_kinds_of_global_search_agree_on_an_easy_problem() -> None:
    evaluator = evaluator_of("tanh", 4, (0, 4))
    values = [
        value(evaluator, run(evaluator, "global", kind=kind, starts=3, generations=400)) for kind in ("cma", "de")
    ]
    assert values[0] == pytest.approx(values[1], rel=1e-3)


@pytest.mark.parametrize(("name", "known"), [("gelu_tanh", 109.18), ("silu", 81.14), ("sigmoid", 211.97)])
def test_global_search_reaches_the_best_known_rewards(name: str, known: float) -> None:
    evaluator = evaluator_of(name, 9)
    assert 1 / (value(evaluator, run(evaluator, "global", starts=3)) + 1e-4) == pytest.approx(known, rel=1e-3)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ConfigError, match="kind is one of cma, de, got 'foo'; choose one"):
        GlobalConfig(kind="foo")  # type: ignore[arg-type]
