"""The processes of the system under ``supervisor``: its configuration, its life, and its log in plain words."""

import contextlib
import json
import os
import re
import shlex
import socket
from collections.abc import Mapping
from pathlib import Path
from subprocess import Popen

from launcher import home, processes

QUEUES = "core,workorders,dispatch,outages,customers"
CONFIG = home.LOCAL / "supervisord.conf"
PID_FILE = home.LOCAL / "supervisord.pid"
LOG = home.LOG / "supervisord.log"
CHILDREN = home.LOCAL / "processes.json"
RETRIES = 30
# Started when the web answers: the simulator calls it, and neither needs to slow the others' start down.
WAITING = {"beat", "simulator", "phones"}


def programs(host: str, port: int, *, simulate: bool, phones_port: int = 8070) -> dict[str, str]:
    """Name → command, run in the checkout with the environment's Python. ``phones_port``: where the demo's phones stand; they are there without
    the simulator too: whoever plays a case by hand receives its messages and codes on them.
    """
    python = shlex.quote(str(home.PYTHON)).replace("%", "%%")
    web = f"-m uvicorn command_center.asgi:application --host {host} --port {port}"
    wanted = {
        # No access log of its own, which would hold links and searches; the forwarded address is counted by Django (PROXIES).
        "web": f"{python} {web} --ws-max-size 65536 --timeout-graceful-shutdown 10 --no-access-log --no-proxy-headers",
        "worker": f"{python} -m celery -A command_center worker --concurrency 2 --without-gossip --without-mingle -Q {QUEUES}",
        "beat": f"{python} -m celery -A command_center beat -s .local/beat/schedule",
        "relay": f"{python} manage.py relay",
        "simulator": f"{python} manage.py simulate",
        "phones": f"{python} manage.py receive_messages --port {phones_port}",
    }
    return {name: command for name, command in wanted.items() if simulate or name != "simulator"}


def configuration(commands: Mapping[str, str]) -> str:
    """The text of supervisord.conf. One group, so that all of them are asked to stop at the same moment."""
    head = {
        "supervisord": {
            "nodaemon": "true",
            "pidfile": _escaped(PID_FILE),
            "logfile": _escaped(LOG),
            "logfile_maxbytes": "5MB",
            "logfile_backups": "1",
            "childlogdir": _escaped(home.LOG),
            "directory": _escaped(home.ROOT),
            "umask": "022",
            **({"user": "root"} if os.geteuid() == 0 else {}),
        },
        "unix_http_server": {"file": _escaped(_socket()), "chmod": "0700"},
        "supervisorctl": {"serverurl": f"unix://{_escaped(_socket())}"},
        "rpcinterface:supervisor": {
            "supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"
        },
        "group:all": {"programs": ",".join(commands)},
    }
    sections = head | {f"program:{name}": _program(name, command) for name, command in commands.items()}
    return "\n".join(
        f"[{title}]\n" + "".join(f"{k} = {v}\n" for k, v in body.items()) for title, body in sections.items()
    )


def _program(name: str, command: str) -> dict[str, str]:
    return {
        "command": command,
        "autostart": "false" if name in WAITING else "true",
        "autorestart": "true",
        "startsecs": "2",
        "startretries": str(RETRIES),
        "stopwaitsecs": "15",
        "stopasgroup": "true",
        "killasgroup": "true",
        "redirect_stderr": "true",
        "stdout_logfile": _escaped(home.LOG / f"{name}.log"),
        "stdout_logfile_maxbytes": "10MB",
        "stdout_logfile_backups": "2",
    }


def _socket() -> Path:
    return home.socket_path("supervisor.sock")


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")


# --- life ------------------------------------------------------------------------------------------------------------
def start(commands: Mapping[str, str], env: Mapping[str, str]) -> "Popen[bytes]":
    """supervisord as our child, in a session of its own."""
    (home.LOCAL / "beat").mkdir(exist_ok=True)
    CONFIG.write_text(configuration(commands))
    # Celery ends softly on SIGTERM only when told so: running tasks finish, waiting ones go back.
    words = [str(home.PYTHON), "-m", "supervisor.supervisord", "-c", str(CONFIG)]
    return processes.start_apart(words, log=home.LOG / "supervisor-start.log", env={**env, "REMAP_SIGTERM": "SIGQUIT"})


def start_waiting(commands: Mapping[str, str], env: Mapping[str, str]) -> None:
    """Start the programs that were not started at once."""
    names = [f"all:{name}" for name in commands if name in WAITING]
    control = [str(home.PYTHON), "-m", "supervisor.supervisorctl", "-c", str(CONFIG)]
    processes.wait_until(lambda: _listening(_socket()), seconds=10)
    # Not waited for: it returns when they have stayed up, and the log tells us that too.
    processes.start_apart([*control, "start", *names], log=home.LOG / "supervisor-start.log", env=env)


def _listening(path: Path) -> bool:
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
        line.connect(str(path))
        return True
    return False


def stop(pid: int) -> None:
    """Stop supervisord, which stops its processes; whatever is left of them afterwards is stopped too."""
    processes.stop(pid, patience_seconds=25)
    stop_orphans()


def leftover() -> int | None:
    """The id of a supervisord of this checkout that is alive, whoever started it."""
    try:
        pid = int(PID_FILE.read_text())
    except (FileNotFoundError, ValueError):
        return None
    return pid if str(CONFIG) in processes.command_line(pid) else None


def note_children(pids: Mapping[str, int]) -> None:
    """Write down who runs, with the time of birth, so that a later start recognises them as ours."""
    CHILDREN.write_text(json.dumps({name: [pid, processes.birth(pid)] for name, pid in pids.items()}))


def stop_orphans() -> list[str]:
    """Stop processes that outlived their supervisord; returns their names."""
    if not CHILDREN.exists():
        return []
    found = json.loads(CHILDREN.read_text() or "{}")
    alive = {name: pid for name, (pid, born) in found.items() if born and processes.birth(pid) == born}
    for pid in alive.values():
        processes.stop(pid, patience_seconds=5, group=True)
    CHILDREN.unlink()
    return sorted(alive)


# --- the log in plain words --------------------------------------------------------------------------------------------
EXITED = re.compile(r"exited: (\w+) \((.+?); (?:not )?expected\)")
SPAWNED = re.compile(r"spawned: '(\w+)' with pid (\d+)")
GAVE_UP = re.compile(r"gave up: (\w+) entered FATAL state")
SPAWN_ERROR = re.compile(r"spawnerr: (.+)")


def plain(line: str) -> str | None:
    """What a line of supervisord's log means for the reader, or None."""
    if found := EXITED.search(line):
        name, cause = found.groups()
        return f"{name} stopped by itself ({_cause(cause)}) and is being started again; see .local/log/{name}.log"
    if found := GAVE_UP.search(line):
        return f"{found[1]} does not stay up and was given up after {RETRIES} tries; see .local/log/{found[1]}.log"
    if found := SPAWN_ERROR.search(line):
        return f"a process could not be started: {found[1]}"
    return None


def spawned(line: str) -> tuple[str, int] | None:
    """``spawned: 'web' with pid 12`` → ("web", 12)."""
    found = SPAWNED.search(line)
    return (found[1], int(found[2])) if found else None


def _cause(words: str) -> str:
    return words.replace("exit status", "exit code").replace("terminated by", "killed by")
