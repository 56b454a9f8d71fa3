"""work-orders.csv and .xlsx: the list as it is asked, masked or in full for a reason; never a formula, never cut."""

import csv
import io
import zipfile
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils.timezone import localtime, now

from command_center.ground.core.models import AuditEntry
from command_center.ground.organisation import look_ups
from command_center.screens import sheets
from command_center.screens.order_list import export_api, export_rows
from tests.door.counting import counted
from tests.grid import IN_LAIFENG, make_held_order, make_order
from workorders.models import WorkOrder

CSV, XLSX = "/api/v1/work-orders.csv", "/api/v1/work-orders.xlsx"
COLUMNS = "columns=number,kind,state,caller,phone,place,reported_at,hazard,crew"
IN_SHEET = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def lines(answer):
    assert answer.status_code == 200, answer.data
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))


def sheet(answer):
    """(text or number, type) of every cell, line by line."""
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as book:
        root = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert root.find(".//s:f", IN_SHEET) is None, "a formula"
    found = []
    for row in root.iterfind(".//s:row", IN_SHEET):
        cells = row.findall("s:c", IN_SHEET)
        found.append(["".join(cell.itertext()) for cell in cells])
    return found


@pytest.fixture
def orders(province):
    """One in the hands of a crew, an older one, one of another county."""
    return [
        make_held_order("R1"),
        make_order("R2", at=now() - timedelta(days=3), reporter_name="王建国", description="电线冒火"),
        make_order("R3", latitude=IN_LAIFENG[0], longitude=IN_LAIFENG[1]),
    ]


def test_the_list_as_it_is_asked_in_the_readers_words(mei, orders):
    head, first, second = lines(mei.get(f"{CSV}?{COLUMNS}"))
    assert head == ["编号", "类型", "状态", "来电人", "电话", "地点", "受理时间", "险情", "抢修班组"]
    moment = f"{localtime(orders[0].reported_at):%Y-%m-%d %H:%M:%S}"
    assert first[:3] == [orders[0].number, "故障报修", "已接单"] and first[6:] == [moment, "否", "丁寨 01 班"]
    assert second[0] == orders[1].number and second[7] == "是"


def test_filters_and_ordering_are_those_of_the_list(lin, orders):
    numbers = [line[0] for line in lines(lin.get(f"{CSV}?ordering=reported_at&open=true"))[1:]]
    assert numbers == [order.number for order in (orders[1], orders[0], orders[2])]
    assert len(lines(lin.get(f"{CSV}?centre=422827"))) == 2
    for wrong, pointer in (("kind=FALUT", "/kind"), ("columns=number,colour", "/columns"), ("ordering=x", "/ordering")):
        answer = lin.get(f"{CSV}?{wrong}")
        assert (answer.status_code, answer.data["errors"][0]["pointer"]) == (422, pointer)


def test_people_are_masked(mei, orders):
    line = lines(mei.get(f"{CSV}?{COLUMNS}"))[1]
    assert line[3:6] == ["冉**", "138****5612", "咸丰县 旋坨村***"]


def test_in_full_for_a_reason_that_is_written_down(mei, orders):
    assert mei.post(f"{CSV}?{COLUMNS}", {"reason": "x"}, format="json").status_code == 422
    line = lines(mei.post(f"{CSV}?{COLUMNS}&place=旋坨村", {"reason": "停电回访名单"}, format="json"))[1]
    assert line[3:6] == ["冉小明", "13800135612", "咸丰县 旋坨村三组"]
    entry = AuditEntry.objects.get(action="orders_exported_revealed")
    assert (entry.detail["reason"], entry.detail["rows"], entry.detail["form"]) == ("停电回访名单", 2, "csv")


def test_a_confidential_order_hides_who_told_it_whatever_the_reason(mei, orders):
    WorkOrder.objects.update(confidential=True)
    for line in lines(mei.post(f"{CSV}?{COLUMNS}", {"reason": "停电回访名单"}, format="json"))[1:]:
        assert line[3:5] == ["", ""]


def test_every_file_is_in_the_audit_trail_without_whom_it_was_about(mei, orders):
    lines(mei.get(f"{CSV}?phone=5612&open=true"))
    entry = AuditEntry.objects.get(action="orders_exported")
    assert entry.detail["asked"] == {"phone": "…", "open": "true"} and entry.detail["rows"] == 1


@pytest.mark.parametrize("said", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1+1"])
def test_no_cell_is_a_formula(mei, orders, said):
    WorkOrder.objects.update(description=said, reporter_name=said)
    assert lines(mei.get(f"{CSV}?columns=title,caller"))[1][0] == f"'{said}"
    first = sheet(mei.get(f"{XLSX}?columns=title"))[1]
    assert first in ([said], [said.strip()])


def test_a_workbook_has_moments_as_moments(mei, orders):
    head, first, _ = sheet(mei.get(f"{XLSX}?{COLUMNS}"))
    assert head[0] == "编号" and first[0] == orders[0].number
    local = localtime(orders[0].reported_at)
    days = (local.replace(tzinfo=None) - type(local)(1899, 12, 30)).total_seconds() / 86400
    assert float(first[6]) == pytest.approx(days, abs=1e-6)


@pytest.mark.parametrize("address", [CSV, XLSX])
def test_too_much_is_refused_and_not_cut(mei, orders, monkeypatch, address):
    monkeypatch.setattr(export_api, "MOST", {"csv": 1, "xlsx": 1})
    monkeypatch.setattr(export_api, "MOST_REVEALED", 1)
    assert mei.get(address).data["most"] == 1
    assert mei.post(address, {"reason": "停电回访名单"}, format="json").status_code == 422
    assert not AuditEntry.objects.filter(action__startswith="orders_exported").exists()


def test_a_long_list_comes_in_pieces_and_each_row_once(lin, province, monkeypatch):
    monkeypatch.setattr(export_rows, "CHUNK", 2)
    monkeypatch.setattr(sheets, "LINES_A_PIECE", 1)
    for n in range(7):
        make_order(f"L{n}", at=now() - timedelta(days=n // 3))
    WorkOrder.objects.filter(pk__in=WorkOrder.objects.order_by("pk")[:3]).update(closed_at=now())
    for ordering in ("-reported_at", "grade", "closed_at", "-closed_at", "-next_due_at,grade"):
        answer = lin.get(f"{CSV}?ordering={ordering}&columns=number")
        pieces = list(answer.streaming_content)
        numbers = b"".join(pieces).decode().split()[1:]
        assert len(pieces) > 4 and sorted(numbers) == sorted(WorkOrder.objects.values_list("number", flat=True)), (
            ordering
        )


def test_rows_cost_no_queries_of_their_own(lin, province):
    take = lambda: lines(lin.get(f"{CSV}?{COLUMNS}"))  # noqa: E731
    make_held_order("R1")
    few = counted(take)
    for n in range(2, 6):
        make_order(f"R{n}")
    assert counted(take) == few <= 12


def test_rights_and_ceilings(mei, eva, omar, auditor, signed_in, cast, orders, monkeypatch):
    assert omar.get(CSV).status_code == auditor.get(CSV).status_code == 403
    assert len(lines(eva.get(CSV))) == 2, "her own county's"
    rates = {**look_ups.ExportThrottle.THROTTLE_RATES, "export": "2/hour", "export_revealed": "1/day"}
    for throttle in (look_ups.ExportThrottle, look_ups.RevealedExportThrottle):
        monkeypatch.setattr(throttle, "THROTTLE_RATES", rates)
    assert [mei.get(CSV).status_code for _ in range(3)] == [200, 200, 429]
    full = lambda: mei.post(CSV, {"reason": "停电回访名单"}, format="json").status_code  # noqa: E731
    assert [full(), full()] == [200, 429]
    assert AuditEntry.objects.filter(action="reveal_ceiling").count() == 1


@pytest.mark.parametrize("reason", ["important_customer", "life_support", "unlocated,life_support"])
def test_no_list_of_the_important_leaves_the_system(mei, orders, reason):
    """Scenario 20 of the domain reference; asked for by its filter, or as a column of everything."""
    for ask, body in ((mei.get, None), (mei.post, {"reason": "市政府要求核对名单"})):
        refused = ask(f"{CSV}?attention={reason}", body, format="json")
        assert refused.status_code == 403 and "名单" in refused.data["detail"]
    assert AuditEntry.objects.filter(action="export_refused").count() == 2
    WorkOrder.objects.filter(pk=orders[0].pk).update(attention=reason.rpartition(",")[2])
    WorkOrder.objects.filter(pk=orders[1].pk).update(attention="unlocated")
    told = dict(lines(mei.get(f"{CSV}?columns=number,attention"))[1:])
    assert told[orders[0].number] == "" and told[orders[1].number] != ""
