"""Finding the browser of the browser tests: the system's Chromium or Chrome, or apt where that is possible."""

import shutil
from pathlib import Path

from launcher import home, system

# Chromium without windows of its own: the same pages at half the processor time.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Without a CJK font every Chinese word on a screenshot is a box.
FONTS = "fonts-noto-cjk"
HOW_TO_GET = (
    "install Chromium (apt install chromium fonts-noto-cjk, dnf install chromium, brew install --cask chromium)"
)


def find() -> str | None:
    """The path of a browser, or None."""
    found = (shutil.which(name) for name in NAMES)
    return next((path for path in found if path), None) or next((path for path in PLACES if Path(path).exists()), None)


def find_or_install() -> str | None:
    """The path of a browser; installed first where we may."""
    if system.can_install():
        _try_for_the_shell()
        if not find():
            system.install("chromium", FONTS)
    return find()


def _try_for_the_shell() -> None:
    """Once a checkout: Ubuntu and old Debians have none, and each look takes a while."""
    if not shutil.which(SHELL) and not home.recall("asked_for_shell"):
        system.install(SHELL, FONTS)
        home.remember("asked_for_shell", "yes")
