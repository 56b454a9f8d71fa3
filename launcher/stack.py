"""``./run``: bring everything up, say where it is, keep it up, and take all of it down again."""

import contextlib
import http.client
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from subprocess import Popen
from typing import IO

from launcher import environment, home, packages, ports, preparing, supervision
from launcher.engines import running_engines, tell_outside_engines
from launcher.speech import Refusal, say, step
from launcher.watching import Watch

READY_SECONDS = 120
PATIENCE_TROUBLES = 3
LOOK_SECONDS = 0.5


def run(*, host: str, port: str | None, simulate: bool) -> int:
    """Stay in the foreground until Ctrl-C or SIGTERM. Exit code 0 when asked to stop."""
    with _only_one() as note:
        say(f"Command centre in {home.ROOT}")
        packages.prepare()
        _clear_leftovers()
        with running_engines() as engines:
            tell_outside_engines(engines)
            chosen = _web_port(host, port)
            phones = _phones_port()
            env = environment.build(engines, host=host, port=chosen, phones_port=phones)
            preparing.prepare(engines, env)
            note.seek(0)
            note.write(env["SITE_URL"])
            note.flush()
            programs = supervision.programs(host, chosen, simulate=simulate, phones_port=phones)
            with _stack(programs, env) as stack:
                _wait_until_ready(stack, host, chosen)
                _greet(env["SITE_URL"], environment.address("127.0.0.1", phones))
                with contextlib.suppress(KeyboardInterrupt):
                    stack.watch(
                        Watch(engines, lambda: readiness(host, chosen)),
                        lambda: environment.build(engines, host=host, port=chosen, phones_port=phones),
                    )
                say()
    say("Stopped.")
    return 0


@contextlib.contextmanager
def _only_one() -> Iterator[IO[str]]:
    """Hold the lock of this checkout; its file tells the address to whoever comes second."""
    lock = home.take_lock("run.lock", wait=False)
    if lock is None:
        where = (home.LOCAL / "run.lock").read_text().strip()
        raise Refusal(
            f"It is running already: {where}" if where else "Another ./run of this checkout is just starting."
        )
    with lock:
        lock.truncate(0)
        yield lock
        lock.truncate(0)


def _clear_leftovers() -> None:
    """Processes of a ./run that was killed: they serve the old code, so they are stopped, not adopted."""
    left = supervision.leftover()
    if left:
        with step("leftovers", "stopping what an earlier ./run left behind") as now:
            supervision.stop(left)
            now.outcome = "stopped what an earlier ./run left behind"
    elif names := supervision.stop_orphans():
        say(f"  Stopped {', '.join(names)}, left behind by an earlier ./run.")


def _web_port(host: str, asked: str | None) -> int:
    remembered = home.recall("web_port")
    port = ports.choose(
        asked=asked, remembered=remembered, among=ports.WEB_PORTS, free=lambda number: ports.is_free(number, host)
    )
    if remembered and not asked and str(port) != remembered:
        say(f"  Port {remembered} is in use by another program, so this time it is {port}.")
    if not asked:
        home.remember("web_port", str(port))
    return port


def _phones_port() -> int:
    """Where the demo's phones stand; where they stood last, if that is free."""
    port = ports.choose(asked=None, remembered=home.recall("phones_port"), among=ports.PHONES_PORTS)
    home.remember("phones_port", str(port))
    return port


class _Stack:
    """supervisord, and how far we have read its log."""

    def __init__(self, commands: dict[str, str], env: dict[str, str]) -> None:
        self.commands, self.env = commands, env
        self.children: dict[str, int] = {}
        self.position = 0
        self.daemon = self._start()

    def _start(self) -> "Popen[bytes]":
        self.position = supervision.LOG.stat().st_size if supervision.LOG.exists() else 0
        return supervision.start(self.commands, self.env)

    def start_the_rest(self) -> None:
        """The processes that wait until the web answers."""
        supervision.start_waiting(self.commands, self.env)

    def news(self) -> list[str]:
        """What happened since the last look, as sentences."""
        sentences = []
        for line in self._new_lines():
            if child := supervision.spawned(line):
                self.children[child[0]] = child[1]
                supervision.note_children(self.children)
            elif sentence := supervision.plain(line):
                sentences.append(sentence)
        return sentences

    def _new_lines(self) -> list[str]:
        if not supervision.LOG.exists():
            return []
        if supervision.LOG.stat().st_size < self.position:  # a new file was begun
            self.position = 0
        with supervision.LOG.open(errors="replace") as file:
            file.seek(self.position)
            lines = file.readlines()
            self.position = file.tell()
        return lines

    def watch(self, watch: Watch, environment_now: Callable[[], dict[str, str]]) -> None:
        """Tell what happens, and start again what has died, for ever."""
        while True:
            for sentence in self.news():
                tell(sentence)
            if self.daemon.poll() is not None:
                tell("The supervisor itself was stopped; everything is being started again.")
                supervision.stop_orphans()
                self._begin_again()
            for sentence in watch.look(time.monotonic()):
                tell(sentence)
            if watch.revived and (env := environment_now()) != self.env:
                tell("An engine has another address now; all processes are started again with it.")
                self.env = env
                supervision.stop(self.daemon.pid)
                self.daemon.wait()
                self._begin_again()
            watch.revived = False
            time.sleep(LOOK_SECONDS)

    def _begin_again(self) -> None:
        self.daemon = self._start()
        self.start_the_rest()

    def stop(self) -> None:
        with step("processes", "stopping") as now:
            self.news()
            supervision.stop(self.daemon.pid)
            self.daemon.wait()
            now.outcome = "stopped"


@contextlib.contextmanager
def _stack(commands: dict[str, str], env: dict[str, str]) -> Iterator[_Stack]:
    stack = _Stack(commands, env)
    try:
        yield stack
    finally:
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, signal.SIG_IGN)  # stopping takes some seconds and is not to be cut short
        stack.stop()


def _wait_until_ready(stack: _Stack, host: str, port: int) -> None:
    """Until ``/readyz`` answers 200: database, Redis and relay are all there."""
    first = ", ".join(name for name in stack.commands if name not in supervision.WAITING)
    with step("processes", f"starting {first}") as now:
        until, answer = time.monotonic() + READY_SECONDS, ""
        troubles: list[str] = []
        while (answer := readiness(host, port)) != "200":
            troubles += stack.news()
            if stack.daemon.poll() is not None:
                raise Refusal(f"The supervisor did not start: {_tail(home.LOG / 'supervisor-start.log')}")
            if len(troubles) > PATIENCE_TROUBLES:
                raise Refusal(f"Not all processes stay up: {troubles[-1]}")
            if time.monotonic() > until:
                raise Refusal(f"Not ready after {READY_SECONDS} s ({answer}); the logs are in .local/log.")
            time.sleep(0.2)
        stack.start_the_rest()
        now.outcome = f"{', '.join(stack.commands)} are up"


def readiness(host: str, port: int) -> str:
    """The status code of ``/readyz`` as a text, or why there was none."""
    target = "127.0.0.1" if host in {"0.0.0.0", "::"} else host
    line = http.client.HTTPConnection(target, port, timeout=5)
    try:
        line.request("GET", "/readyz", headers={"Host": "127.0.0.1"})
        answer = line.getresponse()
        body = answer.read(200).decode(errors="replace").strip()
        return "200" if answer.status == 200 else f"/readyz says {answer.status} {body}"
    except (OSError, http.client.HTTPException) as error:
        return f"the web server does not answer: {error}"
    finally:
        line.close()


def _greet(site: str, phones: str) -> None:
    say("\nThe command centre is running.\n")
    for name, path in _pages():
        say(f"  {name:<14}{site}{path}")
    say(f"  {'Demo phones':<14}{phones}/")
    logins = home.LOCAL / "demo-logins.txt"
    if logins.exists() and logins.stat().st_size:
        say("\n" + logins.read_text().rstrip())
    say("\nLogs: .local/log/   Stop: Ctrl-C\n")


def _pages() -> Sequence[tuple[str, str]]:
    return (("Console", "/"), ("Crew phone", "/crew/"), ("Back office", "/admin/"), ("API", "/api/docs/"))


def tell(sentence: str) -> None:
    """Something that happened while we watched, with the time of day."""
    say(f"  {time.strftime('%H:%M:%S')}  {sentence}")


def _tail(log: Path) -> str:
    lines = log.read_text(errors="replace").split("\n") if log.exists() else []
    return next((line for line in reversed(lines) if line.strip()), "no reason given")
