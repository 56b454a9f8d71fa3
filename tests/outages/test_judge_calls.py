"""``manage.py judge_calls``: thin; a bad file is one clear sentence."""

import json

import pytest
from django.core.management import CommandError, call_command

from tests.data import HERE

NETWORK = HERE / "networks" / "simbench_semiurb"


def run(calls, out, network=NETWORK):
    call_command("judge_calls", network=network, calls=calls, out=out)


def test_it_writes_groups_by_case(tmp_path):
    run(NETWORK / "calls.json", tmp_path / "out.json")
    answers = json.loads((tmp_path / "out.json").read_text())
    cases = json.loads((NETWORK / "calls.json").read_text())["cases"]
    assert list(answers) == [case["case_id"] for case in cases]
    (outage,) = answers["simbench_semiurb-11-003"]
    assert outage["device"] in ("E00130", "E00131")
    assert outage["call_ids"] == ["C001"]


CALL = {"call_id": "C1", "load_id": "L00001", "t_s": 0}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "is not JSON"),
        ("[]", 'The file has no list "cases".'),
        ({"cases": [7]}, "Case 1 needs"),
        ({"cases": [{"case_id": "a", "calls": [7]}]}, "Call 1 of case a is no object."),
        (
            {"cases": [{"case_id": "a", "calls": [CALL | {"load_id": "L9"}]}]},
            "a load that the network does not have: 'L9'",
        ),
        ({"cases": [{"case_id": "a", "calls": [CALL | {"t_s": "soon"}]}]}, 'needs a number "t_s"'),
        ({"cases": [{"case_id": "a", "calls": [CALL | {"t_s": float("nan")}]}]}, 'needs a number "t_s"'),
        ({"cases": [{"case_id": "a", "calls": [CALL, CALL]}]}, "Case a has a call id twice."),
        ({"cases": [{"case_id": "a", "calls": []}] * 2}, "Case a appears twice."),
    ],
)
def test_a_bad_file_is_one_sentence(tmp_path, content, sentence):
    calls = tmp_path / "calls.json"
    calls.write_text(content if isinstance(content, str) else json.dumps(content))
    with pytest.raises(CommandError) as caught:
        run(calls, tmp_path / "out.json")
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out.json").exists()


def test_missing_files_are_named(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.json: No such file"):
        run(tmp_path / "nowhere.json", tmp_path / "out.json")
    with pytest.raises(CommandError, match=r"nodes\.csv"):
        run(NETWORK / "calls.json", tmp_path / "out.json", network=tmp_path)
