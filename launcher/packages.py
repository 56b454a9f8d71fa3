"""The environment in ``.local/venv``, with exactly the versions that the requirements files name."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from launcher import home, system
from launcher.speech import Refusal, step

OLDEST_PYTHON = (3, 11)


def prepare(requirements: str = "requirements.txt") -> None:
    """Make the environment and install what the file names; nothing is done while the files stay the same."""
    with home.alone("packages.lock"):
        stamp = home.VENV / f"{requirements}.installed"
        wanted = fingerprint(home.ROOT / requirements)
        if home.PYTHON.exists() and _read(stamp) == wanted:
            return
        make_environment()
        with step("packages", f"installing {requirements}") as now:
            install(["-r", str(home.ROOT / requirements)])
            now.outcome = f"installed from {requirements}"
        stamp.write_text(wanted)


def fingerprint(requirements: Path) -> str:
    """Changes with the file, with a file it includes by ``-r``, and with the Python that runs us."""
    text = requirements.read_text()
    for line in text.splitlines():
        if line.startswith("-r "):
            text += (requirements.parent / line[3:].strip()).read_text()
    return hashlib.sha256(f"{text}{sys.version_info[:2]}".encode()).hexdigest()


def install(words: Sequence[str]) -> None:
    """``uv pip install`` where uv is present, else pip; uv does not read pip's settings, so pip is tried after it."""
    if shutil.which("uv") and _works(["uv", "pip", "install", "--quiet", "--python", str(home.PYTHON), *words]):
        return
    _ensure_pip()
    pip = [str(home.PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *words]
    answer = subprocess.run(pip, capture_output=True, text=True)
    (home.LOG / "packages.log").write_text(answer.stdout + answer.stderr)
    if answer.returncode:
        raise Refusal(
            f"The packages could not be installed: {_last_line(answer.stderr)} (all of it: .local/log/packages.log)"
        )


def download(requirement: str, *, python: str, to: Path) -> None:
    """The wheel for this machine and another Python than ours, into a folder. Raises Refusal when there is none."""
    _ensure_pip()
    words = ["download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:"]
    asked = [str(home.PYTHON), "-m", "pip", *words, "--python-version", python, "--dest", str(to), requirement]
    answer = subprocess.run(asked, capture_output=True, text=True)
    if answer.returncode:
        raise Refusal(f"{requirement} could not be fetched: {_last_line(answer.stderr)}")


def make_environment() -> None:
    """``.local/venv`` of this Python; one that is broken or of an older Python is made anew."""
    version = f"import sys; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])})"
    if home.PYTHON.exists() and _works([str(home.PYTHON), "-c", version]):
        return
    shutil.rmtree(home.VENV, ignore_errors=True)
    with step("environment", "making .local/venv") as now:
        if not _works([sys.executable, "-m", "venv", str(home.VENV)]):
            _make_without_ensurepip()
        now.outcome = f"Python {sys.version_info.major}.{sys.version_info.minor} in .local/venv"


def _make_without_ensurepip() -> None:
    """Debian keeps half of the ``venv`` module in a package of its own."""
    shutil.rmtree(home.VENV, ignore_errors=True)
    if shutil.which("uv") and _works(["uv", "venv", "--quiet", "--seed", "--python", sys.executable, str(home.VENV)]):
        return
    if system.can_install() and system.install("python3-venv"):
        shutil.rmtree(home.VENV, ignore_errors=True)
        if _works([sys.executable, "-m", "venv", str(home.VENV)]):
            return
    raise Refusal(
        "This Python cannot make an environment: install python3-venv (Debian, Ubuntu) or uv, then ./run again."
    )


def _ensure_pip() -> None:
    if not _works([str(home.PYTHON), "-m", "pip", "--version"]):
        _works([str(home.PYTHON), "-m", "ensurepip"])


def _works(words: Sequence[str]) -> bool:
    env = {**os.environ, "UV_NO_PROGRESS": "1"}
    return subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env).returncode == 0


def _read(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")]
    return (errors or lines or ["pip gave no reason"])[0]
