"""What a forward was seen to call, and the names of the sites there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from pwlact.models.torch.calls import LEFT_WITH_SOFTMAX, SOFTMAX, Call, reason_left
from pwlact.models.torch.known import NOT_ASKED


@dataclass(slots=True)
class Seen:
    """What a recording met in a module's forward.

    Parameters
    ----------
    calls : dict
        Of each site's key, the function; in order.
    covered : dict
        Of a sigmoid's key, the key of the SiLU that it is a part of.
    left : dict
        Names of calls that are left, and why.
    """

    calls: dict[str, str] = field(default_factory=dict)
    covered: dict[str, str] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)

    def add(self, key: str, call: Call, covers: str | None) -> None:
        """Note a call at a site, and the key of the sigmoid that it is more than."""
        self.calls[key] = call.function
        if covers is not None:
            self.covered[covers] = key

    def functions(self, softmax: bool) -> list[tuple[str, str]]:
        """Return the keys of the sites with their functions; those of softmax only if they are asked for."""
        return [(key, name) for key, name in self.calls.items() if softmax or not key.startswith(SOFTMAX)]

    def reasons(self, softmax: bool) -> list[tuple[str, str]]:
        """Return the calls that are left, and why."""
        fused = [] if softmax else list(LEFT_WITH_SOFTMAX.values())
        left = [(name, why) for name, why in self.left.items() if why not in fused]
        asked = softmax or not any(key.startswith(SOFTMAX) for key in self.calls)
        return left if asked else [*left, (SOFTMAX, NOT_ASKED)]

    def leave(self, func: Any) -> None:
        """Note any other call, if it is one of an activation."""
        reason = reason_left(func)
        if reason is not None:
            self.left[getattr(func, "__name__", str(func))] = reason


class Keys:
    """Names of the sites of one forward, in order: silu_0, silu_1, ..."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def next(self, kind: str) -> str:
        """Return the key of the next call of a kind."""
        self._counts[kind] += 1
        return f"{kind}_{self._counts[kind] - 1}"
