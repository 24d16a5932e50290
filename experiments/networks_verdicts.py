"""What the whole table shows: each statement with its figures, true or false, computed from the rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from networks_factors import METHOD as FACTORS

from pwlact.models.evaluation.reference import Measurement
from pwlact.settings.evaluation import FLOAT, RECIPES
from pwlact.studies.evaluation.record import Evaluation

MEASURED_ELSEWHERE: dict[str, dict[int, float]] = {
    "rapidocr": {0: 0.927, 4: 0.0, 8: 0.613, 16: 0.913, 32: 0.927},
    "smollm2": {0: 52.2, 8: 112.8, 16: 55.0, 32: 52.3},
    "g2p": {0: 0.687, 4: 0.515, 8: 0.675, 16: 0.686},
}
"""Scores with uniform segments on [-8, 8], by the number of segments; 0 is the exact network."""
TARGETS = (
    ("smollm2", 4, 7e-3, 0.01),
    ("smollm2", 8, 4e-4, None),
    ("smollm2-news", 4, 7e-3, 0.01),
    ("smollm2-news", 8, 4e-4, None),
    ("minilm", 8, 4.5e-5, None),
    ("cnn", 4, 1.5e-4, None),
)
"""Network, segments, largest divergence, largest relative change of the score, of the best placed shared table."""
UNIFORM, WEIGHTED_ALIKE = "uniform", ("minimax", "dp")
EQUAL_WIDTHS = (UNIFORM, "interpolated", FACTORS)
ENOUGH = 3  # networks
REPEATED = ("smollm2-news",)  # networks that are there already, on other data


def verdicts(found: Sequence[Evaluation]) -> Iterator[str]:
    """Yield the lines of the page."""
    by_name = {each.network["name"]: each for each in found}
    yield "### Uniform segments, here and elsewhere\n"
    yield from _elsewhere(by_name)
    yield "\n### The best placed 8 segments against 16 uniform ones\n"
    yield from (_eight(each) for each in found if measured(each, UNIFORM, 16))
    yield "\n### Targets from sketches, with one shared table\n"
    yield from (_target(by_name[name], *rest) for name, *rest in TARGETS if name in by_name)
    yield "\n### Sensitivity against the uniform-weighted optimum\n"
    yield from _sensitivity(found)


def measured(found: Evaluation, method: str, segments: int, format_: str = FLOAT) -> Measurement | None:
    """Return what was measured for a method and a number of segments, None where it was not."""
    return next((row.measured for row in found.of(method, format_) if row.segments == segments), None)


def placed_tables(found: Evaluation, segments: int) -> dict[str, Measurement]:
    """Return what was measured in real numbers for each method that places points, at a number of segments."""
    each = {name: measured(found, name, segments) for name in RECIPES if name not in EQUAL_WIDTHS}
    return {name: one for name, one in each.items() if one is not None}


def best(found: Evaluation, segments: int) -> tuple[str, Measurement] | None:
    """Return the placed table with the smallest divergence in real numbers, and its method."""
    known = placed_tables(found, segments)
    return min(known.items(), key=lambda pair: pair[1].divergence.value) if known else None


def _elsewhere(by_name: dict[str, Evaluation]) -> Iterator[str]:
    """Yield a table of scores here and elsewhere, each beside its ratio to the exact score."""
    yield f"| network | segments | elsewhere | {' | '.join(f'{kind} here | agrees' for kind in EQUAL_WIDTHS)} |"
    yield f"| --- | ---: | ---: | {' | '.join(['---: | ---'] * len(EQUAL_WIDTHS))} |"
    for name, scores in MEASURED_ELSEWHERE.items():
        if name in by_name:
            for segments, other in scores.items():
                cells = [_agreeing(by_name[name], method, segments, scores) for method in EQUAL_WIDTHS]
                count = "exact" if segments == 0 else str(segments)
                yield f"| {name} | {count} | {_ratio(other, scores[0])} | {' | '.join(cells)} |"
    yield "\nBehind each score, its ratio to the exact one. They agree where ratios differ by no more than the"
    yield "interval of the ratio here, or the exact scores by no more than theirs: test data are not the same. Uniform"
    yield "are least squares; factors are tables of erf on [-4, 4] and sigmoid on [-8, 8] within GELU and SiLU, which"
    yield "are multiplied exactly."


def _agreeing(found: Evaluation, method: str, segments: int, scores: dict[int, float]) -> str:
    """Return a score with its ratio to the exact one, and whether it agrees with that measured elsewhere."""
    exact = found.exact
    if segments == 0:
        return f"{_ratio(exact.value, exact.value)} | {told(exact.low <= scores[0] <= exact.high)}"
    one = measured(found, method, segments)
    if one is None:
        return " | "
    spread = max(one.difference.high - one.difference.value, one.difference.value - one.difference.low) / exact.value
    off = one.score / exact.value - scores[segments] / scores[0]
    return f"{_ratio(one.score, exact.value)} | {told(abs(off) <= spread)}"


def _ratio(score: float, exact: float) -> str:
    return f"{score:.4g} ({score / exact:.3f})"


def _eight(found: Evaluation) -> str:
    """Return whether the best placed 8 segments reach 16 uniform ones, in divergence and in score."""
    name, placed = found.network["name"], best(found, 8)
    uniform = measured(found, UNIFORM, 16)
    if placed is None or uniform is None:
        return f"- {name}: not measured"
    method, one = placed
    reached = told(one.divergence.value <= uniform.divergence.value)
    scored = _reached(found, one, uniform)
    kind, score = found.network["divergence_name"], found.network["score_name"]
    return (
        f"- {name}: {reached} in {kind} ({method} 8: {one.divergence.value:.2g}, uniform 16: "
        f"{uniform.divergence.value:.2g}); {scored} in {score} ({one.score:.4g}, {uniform.score:.4g})"
    )


def _reached(found: Evaluation, one: Measurement, other: Measurement) -> str:
    """Return whether a score reaches another, or is below it by no more than its interval."""
    short = (other.score - one.score) * (1.0 if found.network["higher_is_better"] else -1.0)
    spread = 0.5 * (one.difference.high - one.difference.low)
    return "true within its interval" if 0.0 < short <= spread else told(short <= 0.0)


def _target(found: Evaluation, segments: int, divergence: float, change: float | None) -> str:
    """Return whether a table keeps to a divergence, and among these one to a relative change of the score."""
    name, kind = found.network["name"], found.network["divergence_name"]
    known = placed_tables(found, segments)
    if not known:
        return f"- {name}, {segments} segments: not measured"
    method, value = min(((key, one.divergence.value) for key, one in known.items()), key=lambda pair: pair[1])
    line = f"- {name}, {segments} segments: {kind} at most {divergence:g}: {told(value <= divergence)}"
    line += f" ({method}: {value:.2g})"
    changes = {
        key: one.score / found.exact.value - 1.0
        for key, one in known.items()
        if one.divergence.value <= divergence or key == method
    }
    if change is None:
        return line
    nearest = min(changes, key=lambda key: abs(changes[key]))
    holds = told(abs(changes[nearest]) <= change)
    return f"{line}; {found.network['score_name']} within {change:.0%}: {holds} ({nearest}: {changes[nearest]:+.2%})"


def _sensitivity(found: Sequence[Evaluation]) -> Iterator[str]:
    """Yield for each network whether sensitivity beats minimax and dp at 6 and 8 segments, and the sum."""
    for method in ("sensitivity", "sensitivity-range"):
        counted = [each for each in found if each.network["name"] not in REPEATED]
        outcomes = {each.network["name"]: _beats(each, method) for each in counted}
        known = {name: outcome for name, outcome in outcomes.items() if outcome is not None}
        wins = sum(all(won for won, _ in outcome) for outcome in known.values())
        line = f"- **{method}** beats both at 6 and 8 segments in {wins} of {len(known)} networks"
        yield f"{line}; at least {ENOUGH}: {told(wins >= ENOUGH)}"
        for name, outcome in known.items():
            yield f"  - {name}: {told(all(won for won, _ in outcome))}; {'; '.join(text for _, text in outcome)}"


def _beats(found: Evaluation, method: str) -> list[tuple[bool, str]] | None:
    """Return for 6 and 8 segments whether a method's divergence is below those of minimax and dp, and the figures."""
    outcome = []
    for segments in (6, 8):
        one = measured(found, method, segments)
        others = {name: measured(found, name, segments) for name in WEIGHTED_ALIKE}
        if one is None or any(other is None for other in others.values()):
            return None
        figures = {name: other.divergence.value for name, other in others.items() if other is not None}
        text = ", ".join(f"{name} {figure:.2g}" for name, figure in figures.items())
        outcome.append(
            (one.divergence.value < min(figures.values()), f"{segments}: {one.divergence.value:.2g} against {text}")
        )
    return outcome


def told(holds: bool) -> str:
    """Return whether a statement holds, in a word."""
    return "true" if holds else "**false**"
