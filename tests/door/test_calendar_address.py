"""A calendar program subscribes to planned work: no sign-in, one person's area, an end at any time, nothing in a log."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from command_center.ground.core.models import AuditEntry
from command_center.ground.organisation.models import CalendarKey, User
from command_center.ground.organisation.roles import Role
from tests.grid import make_network
from tests.outages.plans import make_announced
from tests.people import give_password

ADDRESS = "/api/v1/planned-outages/calendar-address/"


@pytest.fixture
def plan(province):
    return make_announced(make_network(province).fu1, start=now() + timedelta(days=20))


def address_of(client, verb=""):
    answer = client.post(f"{ADDRESS}{verb}")
    assert answer.status_code == 200, answer.data
    return answer.data["url"].removeprefix("http://testserver")


def read(url):
    """As Outlook does: no cookie, no header but the form it wants."""
    return Client().get(url[url.index("/api/") :], headers={"Accept": "text/calendar"})


def test_it_shows_what_its_person_may_see(mei, eva, plan):
    here, elsewhere = read(address_of(mei)), read(address_of(eva))
    assert (here.status_code, here["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert plan.number in here.content.decode()
    assert elsewhere.status_code == 200 and plan.number not in elsewhere.content.decode()


def test_it_stays_the_same_until_it_is_renewed(mei, plan):
    first = address_of(mei)
    assert address_of(mei) == first
    second = address_of(mei, "renew/")
    assert read(first).status_code == 401 and read(second).status_code == 200


def test_revoked_it_opens_nothing(mei, plan):
    url = address_of(mei)
    assert mei.post(f"{ADDRESS}revoke/").data == {"url": ""}
    assert (read(url).status_code, read(url).json()["code"]) == (401, "authentication_failed")


def change(**fields):
    def make_so(person):
        User.objects.filter(pk=person.pk).update(**fields)

    return make_so


@pytest.mark.parametrize(
    ("happens", "code"),
    [(give_password, 401), (change(is_active=False), 401), (change(role=Role.AUDITOR), 403)],
    ids=["a new password", "dismissed", "another role"],
)
def test_it_ends_with(mei, cast, plan, happens, code):
    url = address_of(mei)
    happens(cast.mei)
    assert read(url).status_code == code


def test_an_area_that_changed_counts_at_once(mei, cast, plan, province):
    url = address_of(mei)
    change(home=province.laifeng)(cast.mei)
    assert plan.number not in read(url).content.decode()


def test_it_opens_the_calendar_alone(mei, plan):
    key = address_of(mei).partition("?")[2]
    for path in (
        "planned-outages/",
        "planned-outages.geojson",
        f"planned-outages/{plan.number}/",
        "me/",
        "work-orders/",
    ):
        assert Client().get(f"/api/v1/{path}?{key}").status_code == 401, path
    assert Client().get("/api/v1/planned-outages.ics?key=guessed").status_code == 401
    assert Client().get("/api/v1/planned-outages.ics").status_code == 401


def test_each_step_is_in_the_audit_trail_and_the_key_nowhere(mei, cast, plan):
    urls = [address_of(mei), address_of(mei, "renew/")]
    mei.post(f"{ADDRESS}revoke/")
    rows = AuditEntry.objects.filter(object_ref=cast.mei.username, action__startswith="calendar_address")
    assert list(rows.order_by("pk").values_list("action", flat=True)) == [
        "calendar_address_copied", "calendar_address_renewed", "calendar_address_revoked",
    ]  # fmt: skip
    assert all(url.partition("key=")[2] not in str(row.__dict__) for row in rows for url in urls)
    address_of(mei)
    assert CalendarKey.objects.get().token_hash not in address_of(mei)


def test_unchanged_it_is_not_sent_again(mei, plan):
    url = address_of(mei)
    again = Client().get(url[url.index("/api/") :], headers={"If-None-Match": read(url)["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_who_sees_no_outages_gets_none(auditor, omar):
    assert auditor.post(ADDRESS).status_code == omar.post(ADDRESS).status_code == 403
