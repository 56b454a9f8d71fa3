"""Finding the browser of the browser tests: the system's Chromium or Chrome, or apt where that is possible."""

import shutil
from pathlib import Path

from launcher import system

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Without a CJK font every Chinese word on a screenshot is a box.
PACKAGES = ("chromium", "fonts-noto-cjk")
HOW_TO_GET = (
    "install Chromium (apt install chromium fonts-noto-cjk, dnf install chromium, brew install --cask chromium)"
)


def find() -> str | None:
    """The path of a browser, or None."""
    found = (shutil.which(name) for name in NAMES)
    return next((path for path in found if path), None) or next((path for path in PLACES if Path(path).exists()), None)


def find_or_install() -> str | None:
    """The path of a browser; installed first where we may."""
    return find() or (find() if system.can_install() and system.install(*PACKAGES) else None)
