"""What can be said about the look without a browser: contrast of the tokens, origin of vendored files."""

import hashlib
import json
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "static"
SURFACES = ["bg0", "bg1", "bg2", "bg3"]
TEXTS = ["fg0", "fg1", "fg2", "acc", "p1", "p2", "p3", "p4", "ok", "site", "plan"]


def themes() -> dict[str, dict[str, str]]:
    css = (STATIC / "css/tokens.css").read_text()
    blocks = re.split(r"\n +color-scheme:", css)[1:]
    light, dark, system_dark = (dict(re.findall(r"--([\w-]+): (#\w{6})", block)) for block in blocks)
    assert dark == system_dark
    return {"light": light, "dark": dark}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_is_readable_on_every_surface(theme):
    tokens = themes()[theme]
    weak = {
        (text, surface): round(contrast(tokens[text], tokens[surface]), 2)
        for text in TEXTS
        for surface in SURFACES
        if contrast(tokens[text], tokens[surface]) < 4.5
    }
    assert weak == {}
    assert contrast(tokens["onacc"], tokens["accbg"]) >= 4.5
    assert all(contrast(tokens["line2"], tokens[surface]) >= 3 for surface in SURFACES)


def test_vendored_files_are_those_of_the_manifest():
    manifest = json.loads((STATIC / "vendor/manifest.json").read_text())
    sums = {path: hashlib.sha256((STATIC / "vendor" / path).read_bytes()).hexdigest() for path in manifest["sha256"]}
    assert sums == manifest["sha256"]
    present = {str(path.relative_to(STATIC / "vendor")) for path in (STATIC / "vendor").rglob("*") if path.is_file()}
    assert present == {*manifest["sha256"], "manifest.json"}
