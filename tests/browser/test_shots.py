"""``./run shots``: pictures of pages in every theme and language, and what a look would find told in words."""

import os
import subprocess
import sys

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def photographed(live_server, tmp_path):
    """``photographed(site)`` → exit code, what was said, names of the pictures, of pages that need no account, on a phone."""

    def run(site, *screens):
        words = ["--site", site, "--browser", os.environ["CHROMIUM"], "--out", str(tmp_path)]
        only = ["--only", *screens, "--size", "390x844"]
        done = subprocess.run(
            [sys.executable, "-m", "demo.shots", *words, *only], capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout, sorted(path.name for path in tmp_path.glob("*.png"))

    return run


def test_every_page_in_both_themes_and_languages(photographed, live_server):
    code, said, pictures = photographed(live_server.url, "sign-in", "status")
    assert (code, len(pictures)) == (0, 8), said
    assert pictures[0] == "sign-in-390x844-dark-en.png" and "0 findings" in said


def test_a_page_that_is_not_there_is_told(photographed, live_server):
    code, said, _pictures = photographed(f"{live_server.url}/nowhere", "status")
    assert code == 1
    assert "status-390x844-light-zh-hans.png: 404 " in said and "4 findings" in said
