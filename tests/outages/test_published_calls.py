"""The judgement against the published call cases and against made nights of the same recipe, other networks included."""

import json
from functools import cache
from pathlib import Path

import pytest

from command_center.ground.network.tables import read_tables
from command_center.ground.network.tracing import Topology, Trace
from outages.judging.call_cases import judge_cases
from outages.judging.judgement import device_tree
from tests.data import HERE, SHARED
from tests.outages import scoring
from tests.outages.recipe import nights, random_radial

FOLDERS = {
    "simbench_semiurb": HERE / "networks" / "simbench_semiurb",
    "ieee9500": SHARED / "networks" / "ieee9500",
    "cigre_mv": HERE / "networks" / "cigre_mv",
}
# What a predictor reached that only compares the share of callers with a threshold, in the best of its scores.
PLAIN_RATIO = {
    ("ieee9500", "single_sparse"): 0.42,
    ("ieee9500", "single_noise"): 0.83,
    ("ieee9500", "multi"): 0.84,
    ("simbench_semiurb", "multi"): 0.63,
}


def folder(network: str) -> Path:
    path = FOLDERS[network]
    if not path.is_dir():
        pytest.skip(f"no shared data: {network}")
    return path


@cache
def published(network: str) -> dict[str, dict[str, float]]:
    path = folder(network)
    predicted = judge_cases(read_tables(path), json.loads((path / "calls.json").read_text()))
    return scoring.table(predicted, json.loads((path / "calls_answers.json").read_text())["answers"])


@pytest.mark.parametrize("network", ["simbench_semiurb", "ieee9500"])
class TestPublishedCases:
    def test_clean_nights_are_wholly_right(self, network):
        row = published(network)["single_clean"]
        assert (row["cases"], row["device"], row["pairs"], row["groups"], row["extra"]) == (16, 1.0, 1.0, 1.0, 0)

    @pytest.mark.parametrize("kind", ["single_sparse", "single_noise", "multi"])
    def test_other_nights_name_every_device_and_pair_every_call(self, network, kind):
        row = published(network)[kind]
        assert row["cases"] == 8
        assert row["device"] == row["pairs"] == 1.0 > PLAIN_RATIO.get((network, kind), 0)

    def test_at_most_a_lone_stranger_on_a_line_of_his_own_is_taken_for_an_outage(self, network):
        """One call that is alone below its device cannot be told from a small fault; two of them are noise."""
        assert published(network)["single_noise"]["extra"] <= 3


@pytest.mark.parametrize("network", ["simbench_semiurb", "ieee9500"])
@pytest.mark.parametrize("kind", ["one_wrong_meter", "outside_meters", "mixed"])
def test_meters_that_answer_are_evidence_and_no_veto(network, kind):
    path = SHARED / "networks" / network
    if not path.is_dir():
        pytest.skip(f"no shared data: {network}")
    predicted = judge_cases(read_tables(path), json.loads((path / "calls_meters.json").read_text()))
    answers = json.loads((path / "calls_meters_answers.json").read_text())["answers"]
    row = scoring.table(predicted, answers)[kind]
    assert (row["cases"], row["device"] >= 0.95, row["pairs"] >= 0.95) == (20, True, True)


# Lower bounds, some way below what the judgement reaches: (device share, pairing F1).
FLOORS = {"single_clean": (0.97, 0.97), "single_sparse": (0.9, 0.9), "single_noise": (0.75, 0.85), "multi": (0.9, 0.95)}


def made(network: str):
    return random_radial(int(network[6:]), 800) if network.startswith("radial") else read_tables(folder(network))


@pytest.mark.parametrize("network", ["simbench_semiurb", "ieee9500", "cigre_mv", "radial1", "radial2"])
def test_made_nights_of_the_same_recipe(network):
    tables = made(network)
    tree = device_tree(Trace.build(Topology.build(tables)))
    cases, answers = nights(tables, tree, seed=20, count=100)
    rows = scoring.table(judge_cases(tables, {"cases": cases}), answers)
    reached = {kind: (row["device"], row["pairs"]) for kind, row in rows.items()}
    # Eighteen loads are too few to tell strangers from neighbours.
    floors = FLOORS | ({"single_noise": (0.75, 0.75)} if network == "cigre_mv" else {})
    assert {kind: row for kind, row in reached.items() if row[0] < floors[kind][0] or row[1] < floors[kind][1]} == {}
