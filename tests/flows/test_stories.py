"""``manage.py play_stories``: a night from a file through the real services; what it says is compared step by step."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db

NODES = "node_id,source_name,lon,lat,is_source\nN1,,,,1\nN2,,,,0\nN3,,,,0\n"
EDGES = (
    "edge_id,source_name,kind,from_node,to_node,phases,length_m,rating_kva,device,normally_open\n"
    "E1,,switch,N1,N2,ABC,,,breaker,0\nE2,,switch,N2,N3,ABC,,,switch,0\n"
)
LOADS = "load_id,source_name,node_id,kw,customers\nL1,,N2,3,2\nL2,,N3,3,4\n"


@pytest.fixture
def played(tmp_path, monkeypatch):
    """``played(*steps)`` plays one story on a breaker, a switch behind it, two customers before that and four behind."""
    from contextlib import nullcontext

    from command_center.trials.management.commands import play_stories

    # The test's own database is scratch enough: its transaction is rolled back too.
    monkeypatch.setattr(play_stories, "scratch_database", lambda purpose: nullcontext())
    for name, text in (("nodes", NODES), ("edges", EDGES), ("loads", LOADS)):
        (tmp_path / f"{name}.csv").write_text(text)

    def play(*steps):
        stories, out = tmp_path / "stories.json", tmp_path / "out.json"
        stories.write_text(json.dumps({"stories": [{"story_id": "S", "steps": steps}]}))
        call_command("play_stories", network=tmp_path, stories=stories, out=out, stdout=StringIO())
        return json.loads(out.read_text())["S"]

    return play


def switch(t_s, device, is_open):
    return {"t_s": t_s, "do": "switch", "device": device, "open": is_open}


def call(t_s, call_id, load_id, number):
    return {"t_s": t_s, "do": "call", "call_id": call_id, "load_id": load_id, "customer_no": number}


def test_a_night_is_told_step_by_step(played):
    steps = played(
        switch(60, "E2", True),
        call(100, "C1", "L2", 1),
        call(200, "C2", "L2", 3),
        switch(900, "E2", False),
    )
    assert [step["dark"] for step in steps] == [{"L2": 4}, {"L2": 4}, {"L2": 4}, {}]
    assert steps[2]["outages"] == [{"device": "E2", "customers_out": 4, "leader": "live"}]
    assert steps[2]["orders"]["C2"] == {"state": "MERGED", "crew": None, "leader": "C1"}
    assert steps[2]["orders"]["C1"]["crew"] is not None


def test_the_customers_button_withdraws(played):
    steps = played(call(5, "C1", "L1", 1), {"t_s": 6, "do": "withdraw", "call_id": "C1"})
    assert [step["orders"]["C1"]["state"] for step in steps[1:]] == ["CANCELLED"] or steps[1]["orders"]["C1"]["crew"]


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        ({"t_s": 1, "do": "switch", "device": "E9", "open": True}, 'Step 1 of story S needs a "device" of the network'),
        ({"t_s": 1, "do": "call", "call_id": "C", "load_id": "L1", "customer_no": 3}, 'a "customer_no" that it has'),
        ({"t_s": "1", "do": "withdraw", "call_id": "C"}, 'needs a number "t_s"'),
        ({"t_s": 1, "do": "dance"}, 'has to "do" switch, call or withdraw'),
    ],
)
def test_a_story_that_cannot_be_is_refused_in_one_sentence(step, sentence, played):
    with pytest.raises(CommandError, match=sentence):
        played(step)
