"""Starting, recognising and stopping processes; a process id alone proves nothing, it may have been given out again."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path


def command_line(pid: int) -> str:
    """The words a running process was started with, or an empty text."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    return "" if _has_proc() else _ps(pid, "command=")


def birth(pid: int) -> str:
    """When a process began, in the machine's own words: with the id it names one process for ever."""
    with contextlib.suppress(OSError, IndexError):
        # The command in brackets may hold spaces; start time is the 20th word after it, state the first.
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return "" if words[0] == "Z" else words[19]
    return "" if _has_proc() else _ps(pid, "lstart=")


def wait_until(done: Callable[[], bool], *, seconds: float, pause: float = 0.05) -> bool:
    """True as soon as ``done`` says so, False when the time is over."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if done():
            return True
        time.sleep(pause)
    return done()


def stop(pid: int, *, patience_seconds: float = 15, group: bool = False) -> None:
    """Ask a process (or its whole group) to end, and end it when it does not."""
    born, send = birth(pid), os.killpg if group else os.kill
    for signal_number, seconds in ((signal.SIGTERM, patience_seconds), (signal.SIGKILL, 5.0)):
        if not born or birth(pid) != born:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            send(pid, signal_number)
        wait_until(lambda: birth(pid) != born, seconds=seconds)


def start_apart(words: Sequence[str], *, log: Path, env: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """A process in a session of its own: Ctrl-C in the terminal reaches ./run only, which stops things in order."""
    with log.open("ab") as output:
        return subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=dict(env), start_new_session=True
        )


def run_in_front(words: Sequence[str], env: Mapping[str, str]) -> int:
    """Run a command on this terminal and return its exit code; Ctrl-C and SIGTERM are the command's to answer."""
    child = subprocess.Popen(words, env=dict(env))
    before = {name: signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM)}
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to the child as well
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    try:
        code = child.wait()
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
    return 128 - code if code < 0 else code


def _has_proc() -> bool:
    return sys.platform.startswith("linux")


def _ps(pid: int, column: str) -> str:
    return subprocess.run(["ps", "-o", column, "-p", str(pid)], capture_output=True, text=True).stdout.strip()
