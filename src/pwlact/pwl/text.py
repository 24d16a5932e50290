"""A PWL as text: equations with correct signs, for tables, legends and the converter."""

from __future__ import annotations

from pwlact.pwl.piecewise import PWL


def number(value: float, digits: int) -> str:
    """Return a number's text, without a negative zero.

    Parameters
    ----------
    value : float
        The number.
    digits : int
        Decimals to which it is rounded.
    """
    return f"{round(value, digits) + 0.0:.{digits}f}"


def line_text(slope: float, intercept: float, digits: int) -> str:
    """Return a line's equation, as in "0.25 x - 1.5".

    Parameters
    ----------
    slope, intercept : float
        The line s x + c.
    digits : int
        Decimals of both.
    """
    offset = number(abs(intercept), digits)
    sign = "-" if float(number(intercept, digits)) < 0 else "+"
    return f"{number(slope, digits)} x {sign} {offset}"


def cases(pwl: PWL, digits: int = 5, name: str = "f") -> str:
    """Return the segment form over several lines: f(x) = { s x + c, b_k <= x < b_{k+1} ... }.

    Parameters
    ----------
    pwl : PWL
        The function, tails included.
    digits : int
        Decimals of all numbers.
    name : str
        Its name in the text.
    """
    slopes, intercepts = pwl.slopes, pwl.intercepts
    low, high = (number(bound, digits) for bound in pwl.interval)
    rows = [(line_text(*pwl.left_tail, digits), f"x < {low}")]
    for k in range(pwl.segments):
        start, stop = (number(b, digits) for b in pwl.breakpoints[k : k + 2])
        end = "<=" if k == pwl.segments - 1 else "<"
        rows.append((line_text(slopes[k], intercepts[k], digits), f"{start} <= x {end} {stop}"))
    rows.append((line_text(*pwl.right_tail, digits), f"x > {high}"))
    width = max(len(line) for line, _ in rows)
    body = "\n".join(f"  {line:<{width}}  if {where}" for line, where in rows)
    return f"{name}(x) = {{\n{body}\n}}"
