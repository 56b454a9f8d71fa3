"""Files made in the background: the same file as at once, its owner's alone, made to the end whatever becomes of a worker."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils.timezone import now
from kombu.exceptions import OperationalError

from command_center.celery import app
from command_center.ground.core.models import AuditEntry
from command_center.ground.exports import services
from command_center.ground.exports.models import Export
from command_center.ground.exports.services import ClaimLost, claim_export, drop_exports, keep_file
from command_center.screens.exports import making, offered
from command_center.screens.exports.making import make_next
from command_center.screens.exports.tasks import drop_old_exports, make_exports
from tests.figures.facts import DAYS, july, repaired
from tests.grid import IN_LAIFENG, make_order
from workorders.models import WorkOrder

pytestmark = pytest.mark.django_db
URL = "/api/v1/exports/"
COLUMNS = "number,kind,state,caller,phone,place,title"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def orders(province):
    """Three of Xianfeng and one of another county."""
    made = [make_order(f"R{n}", at=now() - timedelta(days=n)) for n in range(3)]
    return [*made, make_order("L", latitude=IN_LAIFENG[0], longitude=IN_LAIFENG[1])]


def asked(who, table="work-orders", form="csv", **query):
    answer = who.post(URL, {"table": table, "form": form, "query": query or {"columns": COLUMNS}}, format="json")
    assert answer.status_code == 201, answer.data
    return answer.data["id"]


def fetched(who, export_id):
    answer = who.get(f"{URL}{export_id}/file/")
    assert answer.status_code == 200, getattr(answer, "data", answer)
    return b"".join(answer.streaming_content)


def lines(content):
    return list(csv.reader(io.StringIO(content.decode().removeprefix("\ufeff"))))


class Killed(BaseException):
    """As if the process had been ended: nothing of ours catches it."""


def files_in(media):
    return sorted(path.name for path in media.rglob("*") if path.is_file())


def later(minutes):
    return time_machine.travel(now() + timedelta(minutes=minutes), tick=False)


def test_it_is_the_file_that_comes_at_once(mei, orders):
    at_once = b"".join(mei.get(f"/api/v1/work-orders.csv?columns={COLUMNS}").streaming_content)
    export_id = asked(mei)
    waiting = mei.get(f"{URL}{export_id}/").data
    assert (waiting["file"], waiting["rows"], waiting["rows_done"]) == ("", 3, 0)
    assert mei.get(f"{URL}{export_id}/file/").status_code == 409
    make_exports()
    assert fetched(mei, export_id) == at_once
    [told] = mei.get(URL).data["files"]
    assert (told["rows_done"], told["size"], told["problem"]) == (3, len(at_once), "")
    assert "冉**" in at_once.decode() and "冉小明" not in at_once.decode(), "masked"


def test_the_rows_behind_a_figure(mei, province):
    for number in range(5):
        repaired(f"F{number}", at=july(2 + number), arrival=20 + number)
    at_once = b"".join(mei.get("/api/v1/figures/arrival_minutes/rows.csv", DAYS).streaming_content)
    export_id = asked(mei, "figures/arrival_minutes/rows", **DAYS)
    assert make_next(now()) and not make_next(now())
    assert fetched(mei, export_id) == at_once and len(lines(at_once)) == 6


def test_a_workbook_in_the_language_in_which_it_was_asked(mei, orders):
    answer = mei.post(
        f"{URL}?lang=en", {"table": "work-orders", "form": "xlsx", "query": {"columns": "number"}}, format="json"
    )
    make_exports()
    with zipfile.ZipFile(io.BytesIO(fetched(mei, answer.data["id"]))) as book:
        text = book.read("xl/worksheets/sheet1.xml").decode()
    assert "Number" in text and orders[0].number in text and "<f>" not in text


@pytest.mark.parametrize("said", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1+1"])
def test_no_cell_is_a_formula(mei, orders, said):
    WorkOrder.objects.update(description=said)
    export_id = asked(mei, columns="title")
    make_exports()
    assert lines(fetched(mei, export_id))[1] == [f"'{said}"]


def test_it_is_its_owners_alone(mei, eva, lin, orders):
    export_id = asked(mei)
    make_exports()
    for other in (eva, lin):
        assert other.get(URL).data["files"] == []
        assert other.get(f"{URL}{export_id}/").status_code == other.get(f"{URL}{export_id}/file/").status_code == 404
        assert other.post(f"{URL}{export_id}/remove/", {}, format="json").status_code == 404
    assert fetched(mei, export_id)


def test_who_has_another_area_since_then_does_not_get_it(mei, cast, province, orders):
    export_id = asked(mei)
    make_exports()
    cast.mei.home = province.laifeng
    cast.mei.save()
    mei.force_authenticate(cast.mei)
    assert mei.get(f"{URL}{export_id}/file/").status_code == 409
    assert not AuditEntry.objects.filter(action="export_downloaded").exists()


def test_who_was_somebody_else_when_it_was_made_does_not_read_what_was_chosen_then(mei, cast, province, orders):
    """Away to another county and back: rows of there would lie in a file of here."""
    first, second = asked(mei), asked(mei)
    cast.mei.home = province.laifeng
    cast.mei.save()
    assert make_next(now())
    cast.mei.home, cast.mei.role = province.xianfeng, "FIELD_CREW"
    cast.mei.save()
    assert make_next(now())
    cast.mei.role = "DISPATCHER"
    cast.mei.save()
    for each in (first, second):
        told = mei.get(f"{URL}{each}/").data
        assert "权限" in told["problem"], told
        assert not told["file"] and mei.get(f"{URL}{each}/file/").status_code == 409


def test_a_file_whose_days_are_over_is_gone_before_anybody_drops_it(mei, cast, orders, settings):
    export_id = asked(mei)
    make_exports()
    with time_machine.travel(now() + timedelta(days=settings.KEEP_EXPORTS_DAYS, minutes=1), tick=False):
        mei.force_login(cast.mei)
        assert mei.get(f"{URL}{export_id}/file/").status_code == 404
        assert mei.get(URL).data["files"] == [] and Export.objects.count() == 1


def test_a_file_that_is_not_where_it_was_kept_is_said(mei, orders):
    export_id = asked(mei)
    make_exports()
    default_storage.delete(Export.objects.get().file.name)
    assert mei.get(f"{URL}{export_id}/file/").status_code == 409
    assert not AuditEntry.objects.filter(action="export_downloaded").exists()


def test_a_worker_killed_while_it_keeps_what_nobody_wants_any_more_leaves_nothing(
    mei, orders, media, monkeypatch, django_capture_on_commit_callbacks
):
    asked(mei)
    slow = claim_export(now())
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_export(owner=slow.owner, export_id=slow.pk)

    def die(_):
        raise Killed

    monkeypatch.setattr(services, "_mine", die)
    with pytest.raises(Killed):
        keep_file(slow, io.BytesIO(b"of people"))
    assert len(files_in(media)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        drop_old_exports()
    assert files_in(media) == []


def test_asking_and_fetching_are_in_the_trail(mei, orders):
    export_id = asked(mei, columns="number", open="true")
    make_exports()
    fetched(mei, export_id)
    entry = AuditEntry.objects.get(action="orders_exported")
    assert entry.detail["later"] and entry.detail["asked"] == {"columns": "number", "open": "true"}
    assert AuditEntry.objects.get(action="export_downloaded").object_ref == str(export_id)


def killed_after(monkeypatch, rows):
    """The next try dies when it has told of so many rows."""
    told, carry_on = [], services._carry_on
    monkeypatch.setattr(services, "ROWS_A_REPORT", 1)

    def die(export, done):
        carry_on(export, done)
        told.append(done)
        if done == rows:
            raise Killed

    monkeypatch.setattr(services, "_carry_on", die)
    with pytest.raises(Killed):
        make_next(now())
    monkeypatch.setattr(services, "_carry_on", carry_on)


def test_a_worker_killed_in_the_middle_costs_time_and_nothing_else(mei, orders, monkeypatch):
    export_id = asked(mei)
    killed_after(monkeypatch, 2)
    told = mei.get(f"{URL}{export_id}/").data
    assert (told["rows_done"], told["finished_at"]) == (2, None)
    assert not make_next(now()), "its claim still stands"
    with later(2):
        assert make_next(now())
        assert len(lines(fetched(mei, export_id))) == 4
    assert Export.objects.get().tries == 2


def test_a_worker_that_lost_its_claim_keeps_nothing(mei, orders, media):
    asked(mei)
    slow = claim_export(now())
    with later(2):
        assert make_next(now())
        with pytest.raises(ClaimLost):
            keep_file(slow, io.BytesIO(b"half"))
        with pytest.raises(ClaimLost):
            list(services.carrying_on(slow, [1]))
    assert len(files_in(media)) == 1 and default_storage.size(Export.objects.get().file.name) > 10


def test_a_worker_that_lost_its_claim_keeps_nothing_beside_the_one_at_work(mei, orders, media):
    asked(mei)
    slow = claim_export(now())
    with later(2):
        assert claim_export(now()).tries == 2
        with pytest.raises(ClaimLost):
            list(services.carrying_on(slow, [1]))
        with pytest.raises(ClaimLost):
            keep_file(slow, io.BytesIO(b"half"))
    assert files_in(media) == [] and Export.objects.get().finished_at is None


def test_what_never_succeeds_ends_with_a_problem(mei, orders, monkeypatch):
    export_id = asked(mei)
    monkeypatch.setattr(making, "sheet_of", lambda *_: 1 / 0)
    for minutes in range(services.MOST_TRIES + 1):
        with later(2 * minutes):
            make_exports()
    told = mei.get(f"{URL}{export_id}/").data
    assert told["problem"] and told["finished_at"] and Export.objects.get().tries == services.MOST_TRIES


def test_one_file_at_a_time(mei, lin, orders):
    asked(mei), asked(lin)
    with later(0):
        first = claim_export(now())
        assert claim_export(now()) is None
        list(services.carrying_on(first, [1]))
        keep_file(first, io.BytesIO(b"x"))
        assert claim_export(now()).owner.username == "lin"


def test_a_lost_message_is_no_loss(mei, orders, monkeypatch, django_capture_on_commit_callbacks):
    def lost(*_, **__):
        raise OperationalError("Redis is away")

    monkeypatch.setattr(services.current_app, "send_task", lost)
    with django_capture_on_commit_callbacks(execute=True) as rung:
        asked(mei)
    assert len(rung) == 1 and app.conf.beat_schedule["make-exports"]["task"] == make_exports.name


def test_removed_while_it_is_made(mei, orders, media, monkeypatch, django_capture_on_commit_callbacks):
    export_id = asked(mei)
    claimed = claim_export(now())
    with django_capture_on_commit_callbacks(execute=True):
        assert mei.post(f"{URL}{export_id}/remove/", {}, format="json").status_code == 204
    with pytest.raises(ClaimLost):
        keep_file(claimed, io.BytesIO(b"late"))
    assert files_in(media) == [] and not Export.objects.exists()


@pytest.mark.parametrize("drop", [drop_old_exports, lambda: call_command("keep_house")])
def test_after_its_days_it_goes_with_its_folder(mei, orders, media, settings, drop, django_capture_on_commit_callbacks):
    asked(mei)
    make_exports()
    left = default_storage.save(f"exports/{Export.objects.get().pk}/half.csv", io.BytesIO(b"of a killed try"))
    assert default_storage.exists(left) and len(files_in(media)) == 2
    with time_machine.travel(now() + timedelta(days=settings.KEEP_EXPORTS_DAYS + 1), tick=False):
        call_command("keep_house", dry_run=True)
        assert Export.objects.count() == 1 and len(files_in(media)) == 2
        with django_capture_on_commit_callbacks(execute=True):
            drop()
    assert not Export.objects.exists() and files_in(media) == []
    assert drop_exports(before=now()) == 0


@pytest.mark.parametrize(
    ("table", "query", "status"),
    [
        ("work-orders", {"kind": "FALUT"}, 422),
        ("work-orders", {"columns": "number,colour"}, 422),
        ("work-orders", {"phone": "5612"}, 422),
        ("work-orders", {"attention": "life_support"}, 403),
        ("figures/nothing/rows", {}, 404),
        ("figures/arrival_minutes/rows", {"unit": "422827"}, 404),
        ("users", {}, 422),
        ("../me", {}, 422),
    ],
)
def test_what_cannot_be_had_is_refused_when_it_is_asked(mei, orders, table, query, status):
    answer = mei.post(URL, {"table": table, "form": "csv", "query": query}, format="json")
    assert answer.status_code == status and not Export.objects.exists()


def test_too_much_and_too_many(mei, orders, monkeypatch):
    monkeypatch.setattr(offered, "MOST", {"csv": 2, "xlsx": 2})
    answer = mei.post(URL, {"table": "work-orders", "form": "csv"}, format="json")
    assert (answer.status_code, answer.data["most"]) == (422, 2)
    monkeypatch.undo()
    for _ in range(services.MOST_WAITING):
        asked(mei)
    assert mei.post(URL, {"table": "work-orders", "form": "csv"}, format="json").status_code == 422
