"""Checks of the pages' scripts by Node.js: their tests, and the types that their comments tell. Where it is missing they are left out."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from launcher import home
from launcher.speech import Refusal, say, step

OLDEST = 18
HOW_TO_GET = f"install Node.js {OLDEST} or later (apt install nodejs npm, dnf install nodejs npm, brew install node)"
PINNED = ("package.json", "package-lock.json")
PATIENCE_SECONDS = 180


def checks() -> Mapping[str, Sequence[str]]:
    """Name → words of what can run here; what cannot is said. Raises Refusal without Node.js when REQUIRE_BROWSER=1."""
    node = find()
    if node is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            raise Refusal(f"Tests of scripts are required and there is no Node.js: {HOW_TO_GET}.")
        say(f"  Scripts are not tested and their types not checked: {HOW_TO_GET}.")
        return {}
    tests = sorted(str(path.relative_to(home.ROOT)) for path in home.ROOT.glob("tests/js/*.test.js"))
    found = {"scripts": [node, "--test", *tests]}
    compiler = find_compiler()
    if compiler:
        found["script types"] = [node, str(compiler), "--project", "tsconfig.json"]
    return found


def find() -> str | None:
    """The path of a Node.js that is new enough, or None."""
    node = shutil.which("node")
    is_old = f"process.exit(parseInt(process.versions.node) < {OLDEST} ? 1 : 0)"
    return node if node and subprocess.run([node, "--eval", is_old]).returncode == 0 else None


def find_compiler() -> Path | None:
    """TypeScript's compiler in the version of package-lock.json, fetched once into ``.local``; None when it cannot be fetched."""
    folder = home.LOCAL / "node" / fingerprint(home.ROOT)
    compiler = folder / "node_modules" / "typescript" / "bin" / "tsc"
    if not compiler.exists():
        with step("script types", "fetching TypeScript") as now:
            now.outcome = "TypeScript is there" if fetch(folder) else "left out: npm could not fetch TypeScript"
    return compiler if compiler.exists() else None


def fingerprint(root: Path) -> str:
    return hashlib.sha256(b"".join((root / name).read_bytes() for name in PINNED)).hexdigest()[:16]


def fetch(folder: Path) -> bool:
    """``npm ci`` of the pinned files into a folder; npm's words are in the log."""
    npm = shutil.which("npm")
    if npm is None:
        return False
    folder.mkdir(parents=True, exist_ok=True)
    for name in PINNED:
        shutil.copy(home.ROOT / name, folder)
    words = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=0"]
    with (home.LOG / "npm.log").open("ab") as log:
        try:
            return not subprocess.run(words, cwd=folder, stdout=log, stderr=log, timeout=PATIENCE_SECONDS).returncode
        except subprocess.TimeoutExpired:
            return False
