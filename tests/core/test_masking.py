"""Whatever a library writes: no link, token or number leaves in a log line."""

import pytest

from command_center.masking import mask_event, masked

TOKEN = "3PyKyPaZs_nwRSyrIg1Ii5ozODCHJHF1"


@pytest.mark.parametrize(
    "line, secret",
    [
        (f"Forbidden (CSRF cookie not set.): /track/{TOKEN}/", TOKEN),
        (f'"WebSocket /ws/track/{TOKEN}/" [accepted]', TOKEN),
        (f"GET /gps/t/{TOKEN}?id=1&lat=29.6", TOKEN),
        ("GET /api/v1/customers/?q=13812345678 HTTP/1.1", "13812345678"),
        ("GET /api/v1/customers/?q=%E5%86%89%E5%90%AF", "%E5%86%89"),
        ("called +86 138-1234-5678 back", "1234-5678"),
        (f"Authorization: Token {TOKEN}", TOKEN),
        ("duplicate key\nDETAIL:  Key (name)=(冉小明) already exists.", "冉小明"),
    ],
)
def test_what_is_secret_is_gone(line, secret):
    assert secret not in masked(line)


@pytest.mark.parametrize(
    "line",
    ["20261128422826F006087 took 13 ms", "/api/v1/work-orders/20261128422826F006087/", "2026-11-28T17:27:30.637287Z"],
)
def test_the_rest_stays_as_it_was(line):
    assert masked(line) == line


def test_the_same_link_gets_the_same_mark_wherever_it_is_written():
    assert masked(f"/track/{TOKEN}/").removeprefix("/track/") == masked(f"/ws/track/{TOKEN}/").removeprefix(
        "/ws/track/"
    )


def test_values_within_values_are_masked_too():
    event = mask_event(
        None, "", {"event": "x", "ids": [1, {"phone": "13812345678"}], "error": ValueError("13812345678")}
    )
    assert "13812345678" not in str(event) and event["ids"][0] == 1
