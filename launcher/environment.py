"""The environment that every process of the project gets. What the caller has set already is left as it is."""

import contextlib
import os
import socket
from collections.abc import Mapping

from launcher import home
from launcher.engines import Engines


def build(
    engines: Engines, *, host: str = "127.0.0.1", port: int | None = None, phones_port: int | None = None
) -> dict[str, str]:
    """Variables for manage.py, the tests and the processes; names are listed in docs/operations.md.

    With ``phones_port`` messages to customers go to the demo's phones on this machine, which send them nowhere.
    """
    defaults = {
        "DATABASE_URL": engines.database_url,
        "REDIS_URL": engines.redis_url,
        "SECRET_KEY": home.remembered_secret("secret_key"),
        "DEBUG": "0",
        "SITE_URL": address(host, port) if port else running_site(),
        "ALLOWED_HOSTS": ",".join(allowed_hosts(host)),
        "STATIC_ROOT": str(home.LOCAL / "static"),
        "MEDIA_ROOT": str(home.LOCAL / "media"),
        "PYTHONUNBUFFERED": "1",
    }
    if phones_port:
        defaults |= to_demo_phones(phones_port)
    path = [str(home.VENV / "bin"), os.environ.get("PATH", os.defpath)]
    if engines.cluster:
        path.insert(1, str(engines.cluster.binaries))
        defaults |= {"PGHOST": str(engines.cluster.sockets), "PGUSER": "postgres"}
    if engines.redis:
        defaults["REDIS_SERVER"] = engines.redis.program
    return {**defaults, **without_python_home(os.environ), "PATH": os.pathsep.join(path), "VIRTUAL_ENV": str(home.VENV)}


def to_demo_phones(port: int) -> dict[str, str]:
    """The settings of the messages that lead to ``manage.py receive_messages``."""
    return {
        "SMS_GATEWAY": "http-sms",
        "SMS_GATEWAY_URL": f"http://127.0.0.1:{port}/sms",
        "WECHAT_GATEWAY": "wechat",
        "WECHAT_GATEWAY_URL": f"http://127.0.0.1:{port}/wechat",
        "MESSAGES_SECRET": home.remembered_secret("messages_secret"),
    }


def running_site() -> str:
    """Where the ./run of this checkout serves, whatever ``--port`` it was given; else where the next one will, most likely."""
    return home.said_by_holder("run.lock") or address("127.0.0.1", int(home.recall("web_port") or 8000))


def address(host: str, port: int) -> str:
    """Where a browser on this machine finds us: ``http://127.0.0.1:8000``."""
    shown = "127.0.0.1" if host in {"0.0.0.0", "::", "localhost"} else host
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def allowed_hosts(host: str) -> list[str]:
    """Names that requests may be addressed to: this machine's own, and its network ones only when it listens there."""
    names = ["localhost", "127.0.0.1", "[::1]"]
    if host in names:
        return names
    return [*names, socket.gethostname(), network_address() or host, host]


def network_address() -> str | None:
    """The address under which a phone in the same network finds this machine."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # a documentation address: UDP connect sends nothing
        return str(probe.getsockname()[0])
    return None


def without_python_home(variables: Mapping[str, str]) -> dict[str, str]:
    """PYTHONHOME and PYTHONPATH of the caller would mix another Python's packages into ours."""
    return {name: value for name, value in variables.items() if name not in {"PYTHONHOME", "PYTHONPATH"}}
