"""``./run test``: every check, all of them even when one fails; the tests last, so that their count closes the page."""

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from launcher import chromium, environment, home, node, packages, processes, redis_server
from launcher.engines import Engines, running_engines
from launcher.redis_server import Redis
from launcher.speech import Refusal, duration, line, say, step

CHECKS: Mapping[str, Sequence[str]] = {
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "lint": ["ruff", "check", "--quiet", "."],
    "types": ["mypy", "."],
    "django check": ["python", "manage.py", "check", "--fail-level", "WARNING"],
    "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
    "imports": ["lint-imports"],
}


def run(arguments: Sequence[str]) -> int:
    """Exit code 0 when all is well. With arguments for pytest only pytest runs."""
    packages.prepare("requirements.txt")
    packages.prepare("requirements-dev.txt")
    with _one_run_at_a_time(), running_engines(brief=bool(arguments)) as engines, _own_redis(engines) as tested:
        env = environment.build(tested)
        failed = [] if arguments else failed_checks(env)
        tell_failed(failed)
        if not run_tests(arguments, env):
            failed.append("tests")
        tell_failed(failed)
    return 1 if failed else 0


def failed_checks(env: Mapping[str, str]) -> list[str]:
    """Run all checks beside each other, for the types take as long as all the rest; they are told in their order."""
    started = {name: start_check(words, env) for name, words in {**CHECKS, **node.checks()}.items()}
    try:
        return [name for name, process in started.items() if not has_passed(name, process)]
    finally:
        for process in started.values():
            process.kill()  # only where we were interrupted: the others have ended


def start_check(words: Sequence[str], env: Mapping[str, str]) -> "subprocess.Popen[str]":
    program, pipe = home.VENV / "bin" / words[0], subprocess.PIPE  # one with a whole path is that one
    return subprocess.Popen([program, *words[1:]], env=dict(env), stdout=pipe, stderr=pipe, text=True, cwd=home.ROOT)


def has_passed(name: str, process: "subprocess.Popen[str]") -> bool:
    """Wait for one check; its words are shown only when it fails. The time is how long we waited for it."""
    with step(name, "checking") as now:
        output, errors = process.communicate()
        now.outcome = "ok" if process.returncode == 0 else "failed"
    if process.returncode:
        say((output + errors).rstrip())
    return process.returncode == 0


def run_tests(arguments: Sequence[str], env: Mapping[str, str]) -> bool:
    """The whole suite; browser tests where there is a browser or where REQUIRE_BROWSER=1 asks for them."""
    browser = chromium.find_or_install()
    env = {**env, **({"CHROMIUM": browser} if browser else {})}
    if arguments:
        return pytest("pytest", [*([] if browser else without_browser()), *arguments], env)
    # What kills processes has the machine to itself; all the rest, browsers too, shares its cores.
    beside = "not processes" if browser else without_browser()[1] + " and not processes"
    alone = "processes" if browser else without_browser()[1] + " and processes"
    most = pytest("pytest, two processes", ["-n", "2", "--dist", "loadfile", "-m", beside], env)
    return pytest("pytest, killed processes", ["-m", alone], env) and most


def pytest(doing: str, words: Sequence[str], env: Mapping[str, str]) -> bool:
    started = time.monotonic()
    say(line("tests", doing))
    code = processes.run_in_front([str(home.PYTHON), "-m", "pytest", *words], env)
    say(line("tests", f"{'failed' if code else 'ok'}, {duration(time.monotonic() - started)}"))
    return code == 0


def tell_failed(failed: Sequence[str]) -> None:
    if failed:
        say(f"\nFailed: {', '.join(failed)}.\n")


def without_browser() -> list[str]:
    """What pytest is told where there is no browser. Raises Refusal when REQUIRE_BROWSER=1."""
    if os.environ.get("REQUIRE_BROWSER") == "1":
        raise Refusal(f"Browser tests are required and there is no browser: {chromium.HOW_TO_GET}.")
    say(f"  Browser tests are skipped: to run them, {chromium.HOW_TO_GET}.")
    return ["-m", "not browser"]


@contextmanager
def _one_run_at_a_time() -> Iterator[None]:
    """The test database has one name."""
    lock = home.take_lock("test.lock", wait=False)
    if lock is None:
        say("  Another ./run test is at work in this checkout; waiting for it to end.")
        lock = home.take_lock("test.lock")
    assert lock is not None
    with lock:
        yield


@contextmanager
def _own_redis(engines: Engines) -> Iterator[Engines]:
    """A Redis for the tests alone: pushes know no database number and would reach the boards of a running system."""
    if engines.redis is None:
        yield engines
        return
    redis = Redis(home.LOCAL / "redis-test", redis_server.find_program(), keep=False)
    redis.start(brief=True)
    try:
        yield Engines(engines.cluster, redis)
    finally:
        redis.stop()
