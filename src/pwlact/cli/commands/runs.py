"""`pwlact runs`: list, show, compare, resume and roll out runs."""

from __future__ import annotations

from collections.abc import Sequence

from pwlact.cli.console import say
from pwlact.cli.records import ACTIONS, module_of
from pwlact.errors import ConfigError, did_you_mean

USAGE = """usage: pwlact runs ACTION [OPTIONS]

actions:
{actions}

`pwlact runs ACTION --help` shows an action's options. RUN is a run folder, its name, or a result.json."""


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    if not argv or argv[0] in {"-h", "--help", "--help-all"}:
        lines = (f"  {f'{name} {words}':<17}{text}" for name, (words, text) in ACTIONS.items())
        say(USAGE.format(actions="\n".join(lines)))
        return 0
    if argv[0] not in ACTIONS:
        hint = did_you_mean(argv[0], ACTIONS)
        raise ConfigError(f"an action is one of {', '.join(ACTIONS)}, got {argv[0]!r}; {hint}see `pwlact runs --help`")
    code: int = module_of(f"runs_{argv[0]}").run(argv[1:])
    return code
