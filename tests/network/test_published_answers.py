"""``check_network`` against answers of other programs (pandapower, OpenDSS): every device, tie and zone, exactly."""

import json
import shutil

import pytest
from django.core.management import CommandError, call_command

from tests.data import HERE, SHARED

NETWORKS = HERE / "networks"


def answers(folder, tmp_path):
    # A copy of the three tables alone: the command must not need the answers that lie beside them.
    for name in ("nodes.csv", "edges.csv", "loads.csv"):
        shutil.copy(folder / name, tmp_path / name)
    call_command("check_network", network=tmp_path, out=tmp_path / "out.json")
    return json.loads((tmp_path / "out.json").read_text())


def expected(folder):
    return {kind: json.loads((folder / f"expected_{kind}.json").read_text()) for kind in ("open_device", "zone_fault")}


@pytest.mark.parametrize("name", ["cigre_mv", "simbench_semiurb"])
def test_published_network(name, tmp_path):
    assert answers(NETWORKS / name, tmp_path) == expected(NETWORKS / name)


def test_the_feeder_of_9500_nodes(tmp_path):
    folder = SHARED / "networks" / "ieee9500"
    if not folder.is_dir():
        pytest.skip("shared/data/networks/ieee9500 is not here; it may be read but not copied")
    assert answers(folder, tmp_path) == expected(folder)


def test_a_bad_folder_is_one_sentence(tmp_path):
    with pytest.raises(CommandError, match=r"is not a network: nodes\.csv: the file is missing or cannot be read"):
        call_command("check_network", network=tmp_path, out=tmp_path / "out.json")


def test_an_unwritable_answer_is_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("check_network", network=NETWORKS / "cigre_mv", out=tmp_path / "no such folder" / "out.json")
