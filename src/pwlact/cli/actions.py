"""Commands with actions, as `pwlact runs list`: the list of them, and the one that is asked for."""

from __future__ import annotations

from collections.abc import Sequence

from pwlact.cli.console import say
from pwlact.cli.records import ACTIONS, module_of
from pwlact.errors import ConfigError, did_you_mean

USAGE = """usage: pwlact {command} ACTION [OPTIONS]

actions:
{actions}

`pwlact {command} ACTION --help` shows an action's options. {note}"""


def run_action(command: str, note: str, argv: Sequence[str]) -> int:
    """Run the action that `argv` names; without one, list them, with a note on their arguments.

    Raises
    ------
    ConfigError
        If there is no such action.
    """
    actions = ACTIONS[command]
    if not argv or argv[0] in {"-h", "--help", "--help-all"}:
        width = max(len(f"{name} {words}") for name, (words, _) in actions.items()) + 2
        lines = (f"  {f'{name} {words}':<{width}}{text}" for name, (words, text) in actions.items())
        say(USAGE.format(command=command, actions="\n".join(lines), note=note))
        return 0
    if argv[0] not in actions:
        hint = did_you_mean(argv[0], actions)
        raise ConfigError(
            f"an action is one of {', '.join(actions)}, got {argv[0]!r}; {hint}see `pwlact {command} --help`"
        )
    code: int = module_of(f"{command}_{argv[0]}").run(argv[1:])
    return code
