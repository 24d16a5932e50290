"""The certified maximum error against Sollya's supnorm, which proves an enclosure by interval arithmetic."""

from __future__ import annotations

import re
import shutil
import subprocess
from fractions import Fraction

import numpy as np
import pytest
from strategies import PAPER

from pwlact.fit import Pins
from pwlact.functions import Line, get
from pwlact.metrics import exact_errors
from pwlact.pwl import PWL
from pwlact.search import Problem, make_evaluator
from pwlact.search.methods.minimax import MINIMAX, MinimaxConfig
from pwlact.search.problem import OBJECTIVES, tail_pins

pytestmark = pytest.mark.skipif(shutil.which("sollya") is None, reason="sollya is missing: apt-get install sollya")

# As Sollya writes them; sigmoid and silu without overflow.
FUNCTIONS = {
    "gelu": "0.5 * x * (1 + erf(x / sqrt(2)))",
    "silu": "x / (1 + exp(-x))",
    "sigmoid": "1 / (1 + exp(-x))",
    "tanh": "tanh(x)",
    "exp": "exp(x)",
}
ACCURACY = 2.0**-40  # of supnorm's enclosure, relative


def exact(number: float) -> str:
    """Return a double in Sollya's language, exactly: a whole number times a power of two."""
    fraction = Fraction(float(number))
    return f"({fraction.numerator} * 2^(-{fraction.denominator.bit_length() - 1}))"


def supnorms(formula: str, pwl: PWL) -> list[tuple[Fraction, Fraction]]:
    """Return per segment the interval that holds max |p - f|; p's lines are Sollya's own exact ones."""
    lines = [f"prec = 120; f = {formula};"]
    for (a, c), (v, w) in zip(
        zip(pwl.breakpoints[:-1], pwl.breakpoints[1:], strict=True),
        zip(pwl.values[:-1], pwl.values[1:], strict=True),
        strict=True,
    ):
        # Rounded to 120 bits, by no more than 1e-35 of the values.
        lines.append(
            f"a = {exact(a)}; c = {exact(c)}; v = {exact(v)}; w = {exact(w)};"
            f"s = round((w - v) / (c - a), 120, RN); i = round(v - s * a, 120, RN);"
            f'r = supnorm(i + s * x, f, [a; c], absolute, 2^(-40)); print("=", inf(r), sup(r));'
        )
    done = subprocess.run(
        ["sollya", "--noprompt", "--nocolor"],
        input="display = dyadic!;\n" + "\n".join(lines) + "\nquit;\n",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    found = [line.split()[1:3] for line in done.stdout.splitlines() if line.startswith("=")]
    assert len(found) == pwl.segments, done.stdout + done.stderr
    return [(rational(low), rational(high)) for low, high in found]


def rational(text: str) -> Fraction:
    """Read a dyadic number m b e, m times 2^e, as Sollya writes it."""
    match = re.fullmatch(r"(-?\d+)(?:b(-?\d+))?", text)
    assert match, f"Sollya must give a number, got {text!r}"
    return Fraction(int(match[1])) * Fraction(2) ** int(match[2] or 0)


def check(name: str, pwl: PWL) -> None:
    claimed = exact_errors(get(name), pwl).max
    enclosures = supnorms(FUNCTIONS[name], pwl)
    low, high = max(low for low, _ in enclosures), max(high for _, high in enclosures)
    assert high <= low * (1 + 4 * Fraction(ACCURACY))
    rounding = Fraction(4e-16 * float(np.max(np.abs(pwl.values))))
    assert low - rounding - low / 10**11 <= Fraction(claimed) <= high + rounding + high / 10**11


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize(("segments", "pinned"), [(9, False), (4, True)])
def test_the_maximum_error_of_optimal_approximations(name: str, segments: int, pinned: bool) -> None:
    activation = get(name)
    pins: Pins = tail_pins(activation, PAPER) if pinned else (None, None)
    evaluator = make_evaluator(
        Problem(
            activation=activation,
            interval=PAPER,
            segments=segments,
            fit="minimax",
            objective=OBJECTIVES["max"],
            pins=pins,
        )
    )
    placement = MINIMAX.search(evaluator, MinimaxConfig(), 0)
    found = evaluator.candidate(placement.points, placement.values)
    assert found.objective == found.errors.exact.max
    check(name, found.pwl)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_maximum_error_of_other_approximations(name: str) -> None:
    activation = get(name)
    rng = np.random.default_rng(5)
    for interval in ((-0.5, 0.25), (2.0, 10.0)):
        evaluator = make_evaluator(Problem(activation=activation, interval=interval, segments=4))
        check(name, evaluator.candidate(np.sort(rng.uniform(*interval, 3))).pwl)


def test_a_maximum_error_in_closed_form() -> None:
    """Sollya agrees on the chord of exp on [-1, 0], so that the test itself is tested."""
    line = Line(0.0, 0.0)
    pwl = PWL(breakpoints=np.array([-1.0, 0.0]), values=np.exp([-1.0, 0.0]), left_tail=line, right_tail=line)
    slope = 1.0 - np.exp(-1.0)
    wanted = 1.0 + slope * np.log(slope) - slope
    ((low, high),) = supnorms("exp(x)", pwl)
    assert float(low) - 1e-15 <= wanted <= float(high) + 1e-15
