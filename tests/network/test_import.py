"""A network from files: what is new, changed and gone; once more changes nothing; history stays."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from command_center.ground.core.models import EventRecord
from command_center.ground.network.models import Branch, ConnectivityNode, ModelImport, OperationSource, SwitchOperation
from command_center.ground.network.selectors.model import model_version, network_model
from command_center.ground.network.services.importing import import_network
from command_center.ground.network.services.switching import operate
from tests.data import SHARED
from tests.door.counting import counted
from tests.grid import make_branch, make_customer
from tests.network.files import (
    CIM,
    EDGES,
    HEAD,
    NODES,
    TAIL,
    cim_objects,
    cim_text,
    equipment,
    terminal,
    thing,
    write_cim,
    write_csv,
)

FORMS = ["csv", "cim"]


@pytest.fixture
def run(province, tmp_path):
    """``run("csv")`` imports what lies in the folder for Dingzhai, the unit of F1."""

    def imported(form, **options):
        return import_network(path=tmp_path, format=form, unit=province.dingzhai, at=now(), **options)

    return imported


@pytest.fixture
def csv(tmp_path):
    return write_csv(tmp_path)


@pytest.fixture
def cim(tmp_path, province):
    return write_cim(tmp_path)


def counts(report):
    return (report.added, report.changed, report.retired)


def live():
    return set(Branch.objects.live().values_list("code", flat=True))


def test_csv_becomes_rows(csv, run, province):
    report = run("csv")
    assert report.errors == [] and report.applied and counts(report) == (12, 0, 0)
    assert (report.loads, report.customers) == (2, 7)
    cb1, tie, tr1 = (Branch.objects.get(code=code) for code in ("CB1", "TIE", "TR1"))
    assert (cb1.name, cb1.kind, cb1.device, cb1.telemetered, cb1.feeder) == (
        "出线开关", "SWITCH", "BREAKER", True, province.f1,
    )  # fmt: skip
    assert (tie.is_open, tie.normally_open, tie.feeder, tie.org_path) == (True, True, None, province.dingzhai.path)
    assert (tr1.transformer, tr1.rating_kva, tr1.operating_org) == (province.t1, 200, province.dingzhai)
    bus = ConnectivityNode.objects.get(code="bus")
    assert (bus.is_source, bus.kv, bus.longitude, bus.container) == (True, 10, 109.10, province.substation)


def test_cim_becomes_rows(cim, run, province):
    report = run("cim")
    assert report.errors == [] and counts(report) == (5 + 5, 0, 0) and (report.loads, report.customers) == (1, 3)
    devices = dict(Branch.objects.values_list("code", "device"))
    assert devices == {"CB1": "BREAKER", "L1": "", "SW1": "SWITCH", "TIE": "FUSE", "T1": "TRANSFORMER"}
    t1, l1 = Branch.objects.get(code="T1"), Branch.objects.get(code="L1")
    assert (t1.transformer, t1.rating_kva, t1.kind, t1.to_node.code, t1.to_node.kv) == (
        province.t1, 200, "TRANSFORMER", "lv1", 0.4,
    )  # fmt: skip
    assert (l1.length_m, l1.phases, l1.feeder, l1.name) == (900, "ABC", province.f1, "name of L1")
    places = dict(ConnectivityNode.objects.values_list("code", "longitude"))
    assert (places["a"], places["b"], places["c"], places["bus"]) == (109.11, 109.12, 109.13, None)
    assert set(Branch.objects.filter(telemetered=True).values_list("code", flat=True)) == {"CB1"}
    assert Branch.objects.get(code="TIE").is_open
    assert set(ConnectivityNode.objects.filter(is_source=True).values_list("code", flat=True)) == {"bus"}


@pytest.mark.parametrize("form", FORMS)
def test_the_same_again_changes_nothing(form, csv, run, province):
    write_cim(csv)
    first = run(form)
    version = model_version()
    again = run(form)
    assert counts(again) == (0, 0, 0) and model_version() == version
    assert [row.applied for row in ModelImport.objects.order_by("pk")] == [True, True]
    assert again.digest == first.digest and len(again.digest) == 64


def test_changes_are_told_by_field_and_written(csv, run):
    run("csv")
    write_csv(
        csv, edges=EDGES.replace("a,b,ABC,900", "a,c,ABC,950"), nodes=NODES.replace("109.13,29.60", "109.14,29.60")
    )
    report = run("csv")
    assert counts(report) == (0, 2, 0)
    assert report.diff["branches"]["changed"] == {"L1": ["end", "length_m"]}
    assert report.diff["nodes"]["changed"] == {"c": ["longitude"]}
    l1 = Branch.objects.get(code="L1")
    assert (l1.to_node.code, l1.length_m) == ("c", 950) and ConnectivityNode.objects.get(code="c").longitude == 109.14
    assert ModelImport.objects.latest("pk").diff == report.diff


def test_what_is_gone_is_retired_and_may_come_back(csv, run):
    run("csv")
    fewer = "".join(line for line in EDGES.splitlines(keepends=True) if not line.startswith(("TIE", "TR2")))
    write_csv(csv, edges=fewer)
    assert counts(run("csv")) == (0, 0, 2) and live() == {"CB1", "L1", "SW1", "TR1"}
    assert Branch.objects.get(code="TIE").retired_at is not None
    write_csv(csv)
    report = run("csv")
    assert counts(report) == (0, 2, 0) and "TIE" in live()
    assert report.diff["branches"]["changed"]["TIE"] == ["retired_at"]


def test_only_the_prefix_of_the_unit_is_retired(csv, run, province):
    run("csv")
    write_csv(csv, edges=EDGES.replace(",T1,", ",,").replace(",T2,", ",,"))
    assert counts(run("csv", prefix="x:")) == (12, 0, 0) and live() >= {"x:TIE", "TIE"}
    write_csv(csv, edges=EDGES.partition("TR1")[0])
    assert counts(run("csv", prefix="x:")) == (0, 0, 3) and {"x:TIE", "TIE"} & live() == {"TIE"}


def test_a_transformer_of_another_file_is_not_taken_over(csv, run):
    run("csv")
    assert {error.code for error in run("csv", prefix="x:").errors} == {"transformer_twice"}
    assert {"TR1", "TR2"} <= live()


def test_another_units_network_is_left_alone(csv, run, province):
    a, b = (ConnectivityNode.objects.create(code=code, org_path=province.baifusi.path) for code in ("y1", "y2"))
    fields = {"feeder": None, "operating_org": province.baifusi, "serving_org": province.baifusi}
    a.container = province.f1
    make_branch("Y", "LINE", a, b, org_path=province.baifusi.path, **fields)
    run("csv")
    assert "Y" in live()
    write_csv(csv, edges=EDGES.replace("L1,主干线", "Y,主干线"))
    report = run("csv")
    assert [(e.file, e.line, e.code) for e in report.errors] == [("edges.csv", 3, "code_elsewhere")]
    assert "L1" in live()


def test_an_import_never_moves_a_switch(csv, run):
    run("csv")
    sw1 = Branch.objects.get(code="SW1")
    operate(branch_id=sw1.pk, opened=True, at=now(), source=OperationSource.SCADA)
    write_csv(csv, edges=EDGES.replace("tie,1", "tie,0"))
    run("csv")
    positions = dict(Branch.objects.filter(code__in=["SW1", "TIE"]).values_list("code", "is_open"))
    assert positions == {"SW1": True, "TIE": True} and not Branch.objects.get(code="TIE").normally_open


def test_a_switch_that_has_become_a_line_is_closed_and_says_so(csv, run):
    run("csv")
    write_csv(csv, edges=EDGES.replace("tie,1", ",0").replace("TIE,,switch", "TIE,,line"))
    assert counts(run("csv")) == (0, 1, 0)
    assert not Branch.objects.get(code="TIE").is_open
    assert list(SwitchOperation.objects.values_list("branch__code", "opened", "source")) == [("TIE", False, "IMPORT")]
    assert EventRecord.objects.filter(name="device.operated").count() == 1


def test_two_branches_swap_their_transformers(csv, run, province):
    run("csv")
    write_csv(csv, edges=EDGES.replace("T1,0", "T9,0").replace("T2,0", "T1,0").replace("T9,0", "T2,0"))
    assert counts(run("csv")) == (0, 2, 0)
    assert Branch.objects.get(code="TR1").transformer == province.t2


def test_a_dry_run_tells_and_changes_nothing(csv, run):
    version = model_version()
    report = run("csv", dry_run=True)
    assert counts(report) == (12, 0, 0) and not report.applied and report.diff["branches"]["added"][0] == "CB1"
    assert not Branch.objects.exists() and not ModelImport.objects.exists() and model_version() == version


def test_a_transformer_ends_on_its_low_voltage_side(csv, run):
    run("csv")
    assert set(Branch.objects.filter(kind="TRANSFORMER").values_list("to_node__code", flat=True)) == {"lv1", "lv2"}


def test_drawing_units_are_no_places(csv, run):
    run("csv", drawing=True)
    assert not ConnectivityNode.objects.filter(latitude__isnull=False).exists()


def test_places_off_the_earth_are_no_places(csv, run):
    write_csv(csv, nodes=NODES.replace("109.10,29.60", "38500000,3300000"))
    run("csv")
    assert ConnectivityNode.objects.get(code="bus").latitude is None


def test_cim_takes_split_windings_and_third_windings(province, tmp_path, run):
    ends = [
        thing(
            "TransformerTankEnd", f"w{n}", TransformerTankEnd__TransformerTank="#_tank",
            TransformerEnd__Terminal=f"#_X-t{n}", TransformerEnd__endNumber=str(n),
        )
        for n in (1, 2, 3, 4)
    ]  # fmt: skip
    nodes = ["b", "lv1", "lv1", "third"]
    more = [
        thing("ConnectivityNode", "third"),
        thing("PowerTransformer", "X"),
        thing("TransformerTank", "tank", TransformerTank__PowerTransformer="#_X"),
        *ends,
        *(terminal("X", node, n) for n, node in enumerate(nodes, start=1)),
    ]
    write_cim(tmp_path, cim_text(*more))
    report = run("cim")
    assert report.errors == []
    found = Branch.objects.filter(code__startswith="X").values_list("code", "from_node__code", "to_node__code")
    assert set(found) == {("X", "b", "lv1"), ("X#3", "b", "third")}
    assert report.diff["unlinked"] == ["X"]


def test_cim_phases(province, tmp_path, run):
    one = equipment("ACLineSegment", "LB", "a", "b").replace("PhaseCode.ABCN", "PhaseCode.BN")
    two = equipment("ACLineSegment", "LAC", "a", "b") + "".join(
        thing(
            "ACLineSegmentPhase", f"LAC-{letter}", ACLineSegmentPhase__ACLineSegment="#_LAC",
            ACLineSegmentPhase__phase=f"http://iec.ch/TC57/CIM100#SinglePhaseKind.{letter}",
        )
        for letter in "CA"
    )  # fmt: skip
    write_cim(tmp_path, cim_text(one, two))
    run("cim")
    assert dict(Branch.objects.filter(code__in=["LB", "LAC"]).values_list("code", "phases")) == {"LB": "B", "LAC": "AC"}


def test_cim_may_come_in_several_files(province, tmp_path, run):
    objects = cim_objects()
    write_cim(tmp_path, HEAD + "".join(objects[:12]) + TAIL, "a.xml")
    about = '<cim:Breaker rdf:about="#_CB1"><cim:IdentifiedObject.name>渔峡口</cim:IdentifiedObject.name></cim:Breaker>'
    write_cim(tmp_path, HEAD + "".join(objects[12:]) + about + TAIL, "b.rdf")
    report = run("cim")
    assert report.errors == [] and Branch.objects.get(code="CB1").name == "渔峡口"


def test_statements_do_not_grow_with_rows(province, tmp_path, run):
    write_csv(tmp_path)
    few = counted(lambda: run("csv", prefix="a:"))
    lines = "".join(f"N{n},,line,a,b,ABC,{n},,,0,F1,,0\n" for n in range(300))
    write_csv(tmp_path, edges=EDGES + lines)
    assert counted(lambda: run("csv", prefix="b:")) <= few + 2


def test_the_command_tells_what_changed(csv, province):
    out = StringIO()
    call_command("import_network", csv, "--unit", "422826T01", "--dry-run", stdout=out)
    text = out.getvalue()
    assert "branches: 6 new, 0 changed, 0 retired" in text and "  + CB1" in text and "dry run" in text
    assert not Branch.objects.exists()
    call_command("import_network", csv, stdout=out)
    assert Branch.objects.count() == 6 and "done" in out.getvalue()


def test_the_command_lists_every_mistake(csv, province):
    write_csv(csv, edges=EDGES.replace("switch,b,c", "switch,b,zz").replace("breaker", "lever"))
    err = StringIO()
    with pytest.raises(CommandError, match="2 mistakes; nothing was changed"):
        call_command("import_network", csv, stderr=err)
    assert "edges.csv" in err.getvalue() and len(err.getvalue().splitlines()) == 2
    with pytest.raises(CommandError, match="does not exist"):
        call_command("import_network", csv / "nowhere")
    with pytest.raises(CommandError, match="no unit"):
        call_command("import_network", csv, "--unit", "999")


@pytest.mark.parametrize(
    "name, nodes, edges", [("cigre_mv", 23, 25), ("simbench_semiurb", 363, 371), ("ieee9500", 5302, 5328)]
)
def test_published_networks_come_in_and_stay(name, nodes, edges, province):
    folder = SHARED / "networks" / name
    if not folder.is_dir():
        pytest.skip("the published networks are not here")
    options = {"path": folder, "format": "csv", "unit": province.dingzhai, "at": now(), "prefix": f"{name}:"}
    report = import_network(**options)
    assert report.errors == [] and counts(report) == (nodes + edges, 0, 0)
    assert counts(import_network(**options)) == (0, 0, 0)


def test_customers_hang_on_an_imported_transformer(csv, run, province):
    make_customer("7", "x", province.t2)
    run("csv")
    tables = network_model().tables
    assert dict(zip(tables.load_ids, tables.load_customers.tolist(), strict=True)) == {"lv1": 1, "lv2": 1}


def test_cim_phases_of_a_transformer_are_those_of_its_tanks(province, tmp_path, run):
    """A centre tap on phase B: one primary winding, the customers' side has no letter of its own."""
    ends = [
        thing(
            "TransformerTankEnd", f"w{n}", TransformerTankEnd__TransformerTank="#_tank", TransformerEnd__Terminal=f"#_X-t{n}",
            TransformerEnd__endNumber=str(n), TransformerTankEnd__orderedPhases=f"{CIM}OrderedPhaseCodeKind.{phases}",
        )
        for n, phases in ((1, "BN"), (2, "s1N"), (3, "Ns2"))
    ]  # fmt: skip
    more = [
        thing("ConnectivityNode", "lv9"),
        thing("PowerTransformer", "X"),
        thing("TransformerTank", "tank", TransformerTank__PowerTransformer="#_X"),
        *ends,
        *(terminal("X", node, n) for n, node in enumerate(("b", "lv9", "lv9"), start=1)),
    ]
    write_cim(tmp_path, cim_text(*more))
    assert run("cim").errors == []
    assert Branch.objects.get(code="X").phases == "B"


@pytest.mark.parametrize(("low", "kind", "device"), [("mv", "REGULATOR", ""), ("lv", "TRANSFORMER", "TRANSFORMER")])
def test_a_tap_changer_between_equal_voltages_is_a_regulator(low, kind, device, province, tmp_path, run):
    ends = [
        thing(
            "PowerTransformerEnd", f"R-e{n}", PowerTransformerEnd__PowerTransformer="#_R", TransformerEnd__Terminal=f"#_R-t{n}",
            TransformerEnd__endNumber=str(n), TransformerEnd__BaseVoltage=f"#_{base}",
        )
        for n, base in ((1, "mv"), (2, low))
    ]  # fmt: skip
    changer = thing("RatioTapChanger", "tap", RatioTapChanger__TransformerEnd="#_R-e2")
    write_cim(
        tmp_path,
        cim_text(thing("ConnectivityNode", "r2"), equipment("PowerTransformer", "R", "c", "r2"), *ends, changer),
    )
    assert run("cim").errors == []
    regulator = Branch.objects.get(code="R")
    assert (regulator.kind, regulator.device) == (kind, device)


def test_what_was_left_out_and_who_has_no_supply_is_said(province, tmp_path, run):
    lonely = (
        thing("ConnectivityNode", "x1") + thing("ConnectivityNode", "x2") + equipment("Conductor", "LX", "x1", "x2")
    )
    write_cim(tmp_path, cim_text(lonely, equipment("DCLineSegment", "DC", "c", "x1")))
    report = run("cim", dry_run=True)
    assert (report.skipped, sorted(report.unfed)) == ({"DCLineSegment": 1}, ["x1", "x2"])
    assert run("cim", dry_run=True, sources=["x1"]).unfed == []
    assert [error.thing for error in run("cim", sources=["nowhere"]).errors] == ["nowhere"]


def test_a_terminal_whose_node_is_in_no_file_names_its_equipment(province, tmp_path, run):
    write_cim(tmp_path, cim_text(equipment("ACLineSegment", "LZ", "a", "beyond")))
    (error,) = run("cim").errors
    assert (error.code, error.thing) == ("node_outside", "name of LZ")


def test_a_file_in_a_chinese_encoding_is_read_as_it_says(province, tmp_path, run):
    text = cim_text(equipment("ACLineSegment", "LC", "a", "b").replace("name of LC", "丁寨支线"))
    write_cim(tmp_path, text.replace("UTF-8", "gb2312").encode("gb18030"))
    assert run("cim").errors == []
    assert Branch.objects.get(code="LC").name == "丁寨支线"


def test_supply_can_be_named_for_tables_too(csv, run):
    write_csv(
        csv,
        nodes=NODES.replace("bus,,109.10,29.60,1", "bus,,109.10,29.60,0").replace(
            "lv2,,109.13,29.61,0", "lv2,,109.13,29.61,1"
        ),
    )
    assert run("csv", sources=["bus"], dry_run=True).unfed == []
