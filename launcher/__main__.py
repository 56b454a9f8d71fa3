"""``./run``: which words lead where. Every way out that is not a program error is one sentence."""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence

from launcher import backups, checks, commands, home, packages, stack
from launcher.speech import Refusal, say

COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "test": checks.run,
    "manage": commands.manage,
    "bench": commands.bench,
    "shots": commands.shots,
    "backup": backups.backup,
    "restore": backups.restore,
    "reset": commands.reset,
}


def main(words: Sequence[str]) -> int:
    if sys.version_info < packages.OLDEST_PYTHON:
        raise Refusal("Python 3.11 or later is needed; set PYTHON=/path/to/python3.11 if it is not on the PATH.")
    if words and words[0] in {"help", "-h", "--help"}:
        print(commands.HELP)
        return 0
    home.open_home()
    if words and words[0] in COMMANDS:
        return COMMANDS[words[0]](words[1:])
    options = read_options(words)
    return stack.run(host=options.host, port=options.port, simulate=not options.no_sim)


def read_options(words: Sequence[str]) -> argparse.Namespace:
    """The options of a plain ./run. Raises Refusal for a word it does not know."""
    parser = argparse.ArgumentParser(prog="./run", add_help=False, exit_on_error=False)
    parser.add_argument("--no-sim", action="store_true")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", default=os.environ.get("PORT"))
    try:
        options, unknown = parser.parse_known_args(words)
    except argparse.ArgumentError as error:
        raise Refusal(f"{error}. ./run help lists the commands.") from error
    if unknown:
        raise Refusal(f"./run does not know “{unknown[0]}”. ./run help lists the commands.")
    return options


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    try:
        sys.exit(main(sys.argv[1:]))
    except Refusal as refusal:
        say(str(refusal))
        sys.exit(1)
    except KeyboardInterrupt:
        say("Stopped.")
        sys.exit(130)
