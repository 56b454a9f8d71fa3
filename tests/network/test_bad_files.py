"""Spoiled files: every mistake told by file and line, no crash, nothing changed."""

import pytest
from django.utils.timezone import now
from django.utils.translation import override

from command_center.ground.network.columns import SENTENCES, TableError
from command_center.ground.network.importing.words import WORDS, told
from command_center.ground.network.models import Branch, ConnectivityNode, ModelImport
from command_center.ground.network.selectors.model import model_version
from command_center.ground.network.services.importing import import_network
from tests.network.files import EDGES, HEAD, LOADS, NODES, TAIL, cim_text, equipment, thing, write_cim, write_csv

LONG = "x" * 10_000_000
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    "<r>&c;</r>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]><r>&e;</r>'
DTD = '<?xml version="1.0"?><!DOCTYPE r SYSTEM "http://example.invalid/r.dtd"><r/>'
CYCLE = (
    thing("VoltageLevel", "v1", VoltageLevel__Substation="#_v2")
    + thing("VoltageLevel", "v2", VoltageLevel__Substation="#_v1")
    + thing("ConnectivityNode", "loose", ConnectivityNode__ConnectivityNodeContainer="#_v1")
)


@pytest.fixture
def run(province, tmp_path):
    """Imports a good network first, then what the test has spoiled; nothing may have changed by it."""
    write_csv(tmp_path)
    write_cim(tmp_path)

    def refused(form):
        good = import_network(path=tmp_path, format="csv", unit=province.dingzhai, at=now())
        assert good.errors == []
        return good

    def spoiled(form, path=None):
        before = (model_version(), Branch.objects.count(), ConnectivityNode.objects.count())
        report = import_network(path=path or tmp_path, format=form, unit=province.dingzhai, at=now())
        assert (model_version(), Branch.objects.count(), ConnectivityNode.objects.count()) == before
        assert not report.applied and report.added == report.changed == report.retired == 0
        kept = ModelImport.objects.latest("pk")
        assert not kept.applied and len(kept.errors) == min(len(report.errors), 200) > 0
        return [(error.file, error.line, error.column, error.code) for error in report.errors]

    spoiled.good = refused
    return spoiled


@pytest.mark.parametrize(
    "spoiled, wanted",
    [
        ({"edges": None}, ("edges.csv", 0, "", "file_missing")),
        ({"nodes": ""}, ("nodes.csv", 1, "node_id", "column_missing")),
        ({"edges": EDGES[:-9]}, ("edges.csv", 7, "", "row_truncated")),
        ({"edges": EDGES + "CB1,,line,a,b,ABC,1,,,0,,,0\n"}, ("edges.csv", 8, "edge_id", "id_twice")),
        ({"nodes": NODES + "a,,1,1,0,10,\n"}, ("nodes.csv", 8, "node_id", "id_twice")),
        ({"nodes": NODES.encode("utf-16")}, ("nodes.csv", 1, "", "wrong_encoding")),
        ({"edges": EDGES.encode("gb18030")}, ("edges.csv", 2, "", "wrong_encoding")),
        ({"edges": EDGES + f"{LONG},,line,a,b,ABC,1,,,0,,,0\n"}, ("edges.csv", 8, "", "line_too_long")),
        ({"edges": EDGES.replace("switch,b,c", "switch,b,b")}, ("edges.csv", 4, "to_node", "self_loop")),
        ({"edges": EDGES.replace("line,a,b", "rope,a,b")}, ("edges.csv", 3, "kind", "kind_unknown")),
        ({"edges": EDGES.replace("0,F1,,0", "0,F7,,0", 1)}, ("edges.csv", 3, "feeder", "equipment_unknown")),
        ({"edges": EDGES.replace("F1,T1,0", "F1,F1,0")}, ("edges.csv", 5, "transformer", "equipment_unknown")),
        ({"edges": EDGES.replace("F1,T2,0", "F1,T1,0")}, ("edges.csv", 6, "transformer", "transformer_twice")),
        ({"edges": EDGES.replace("L1,", "L" * 90 + ",")}, ("edges.csv", 3, "", "code_too_long")),
        ({"edges": EDGES.replace("L1,", "L\x001,")}, ("edges.csv", 3, "", "text_unusable")),
        (
            {"nodes": NODES.replace("0,10,S1", "0,much,S1").replace("1,10,S1", "1,much,S1")},
            ("nodes.csv", 2, "kv", "number_bad"),
        ),
        ({"edges": EDGES.replace("0,F1,,1", "0,F1,,yes")}, ("edges.csv", 2, "telemetered", "flag_bad")),
        ({"loads": LOADS.replace("lv2", "lv7")}, ("loads.csv", 3, "node_id", "node_unknown")),
        ({"nodes": NODES.replace("1,10,S1", "0,10,S1")}, ("nodes.csv", 0, "is_source", "source_missing")),
    ],
    ids=lambda value: value[-1] if isinstance(value, tuple) else "",
)
def test_spoiled_tables(run, tmp_path, spoiled, wanted):
    run.good("csv")
    write_csv(tmp_path, **spoiled)
    assert wanted in run("csv")


@pytest.mark.parametrize(
    "text, code, line",
    [
        ("", "xml_bad", 1),
        (cim_text()[:-30], "xml_bad", None),
        (cim_text()[:2000], "xml_bad", None),
        (BOMB, "xml_forbidden", 1),
        (OUTSIDE, "xml_forbidden", 1),
        (DTD, "xml_forbidden", 1),
        (cim_text().encode("utf-16"), "xml_bad", None),
        (cim_text(thing("Substation", "s9", IdentifiedObject__name="咸丰")).encode("gb18030"), "xml_bad", None),
        (cim_text().replace("UTF-8", "klingon"), "xml_bad", 1),
        (b"\x00\x01\x02PK\x03\x04", "xml_bad", 1),
        ("<html><body/></html>", "not_cim", 1),
        (HEAD + TAIL, "source_missing", 0),
        (cim_text(thing("Substation", "s9", IdentifiedObject__name=LONG)), "text_too_long", None),
        (cim_text(thing("Feeder", "f1")), "id_twice", None),
        (cim_text("<cim:Fuse/>"), "id_empty", None),
        (cim_text(CYCLE), "containment_cyclic", None),
        (cim_text(equipment("Fuse", "FX", "a", "nowhere")), "node_outside", None),
        (cim_text(thing("Fuse", "FX")), "terminals_wrong", None),
        (cim_text(thing("PowerTransformer", "TX")), "terminals_wrong", None),
        (cim_text(equipment("Fuse", "FX", "a", "a")), "self_loop", None),
        (cim_text(equipment("Fuse", "F" * 90, "a", "b")), "code_too_long", None),
    ],
    ids=lambda value: str(value) if isinstance(value, str) and len(value) < 30 else "",
)
def test_spoiled_cim(run, tmp_path, text, code, line):
    run.good("cim")
    write_cim(tmp_path, text)
    found = run("cim")
    assert [row for row in found if row[0] == "network.xml" and row[3] == code and (line is None or row[1] == line)], (
        found
    )


def test_a_line_number_leads_to_the_mistake(run, tmp_path):
    text = cim_text(equipment("Fuse", "FX", "a", "a"))
    write_cim(tmp_path, text)
    ((_, line, _, _),) = run("cim")
    assert 'rdf:ID="_FX"' in text.splitlines()[line - 1]


def test_every_mistake_is_listed(run, tmp_path):
    write_csv(tmp_path, edges=EDGES + "".join(f"Z{n},,line,a,zz,ABC,1,,,0,,,0\n" for n in range(40)))
    assert len(run("csv")) == 40


def test_an_empty_folder(run, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run("cim", empty) == [("empty", 0, "", "nothing_to_read")]
    assert {row[3] for row in run("csv", empty)} == {"file_missing"}


def test_a_mistake_is_a_sentence_in_the_readers_language():
    error = TableError("edges.csv", 3, "to_node", "node_unknown")
    with override("en"):
        assert told(error) == "edges.csv, line 3, to_node: There is no such node."
        assert told(TableError("nodes.csv", 0, "", "source_missing")) == "nodes.csv: No node is a source of supply."
    with override("zh-hans"):
        assert "第 3 行" in told(error)
    assert SENTENCES.keys() <= WORDS.keys()
