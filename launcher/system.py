"""What this machine may give us: packages by apt where we are root on Debian or Ubuntu, and nothing elsewhere."""

import os
import shutil
import subprocess

from launcher import home
from launcher.speech import step


def can_install() -> bool:
    """True as root on a machine with apt."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(*names: str) -> bool:
    """Install system packages without a question; False when apt could not (its words are in the log)."""
    with step("system", f"installing {' '.join(names)} with apt") as now:
        done = _apt("update") and _apt("install", "--yes", "--no-install-recommends", *names)
        now.outcome = f"{' '.join(names)} installed" if done else "apt could not; see .local/log/apt.log"
    return done


def _apt(*words: str) -> bool:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with (home.LOG / "apt.log").open("ab") as log:
        return subprocess.run(["apt-get", "-q", *words], env=env, stdout=log, stderr=log).returncode == 0
