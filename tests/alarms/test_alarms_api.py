"""The door to alarms: everybody of the area sees the same ones, a person acknowledges them by name."""

import pytest
from django.utils.timezone import now

from command_center.ground.alarms.models import Alarm
from dispatch.events import CrewSos
from dispatch.handlers import alarm_for_help
from tests.grid import make_waiting_order
from workorders.engine.writing import raise_attention

pytestmark = pytest.mark.django_db
URL = "/api/v1/alarms/"


@pytest.fixture
def alarm(province):
    order = make_waiting_order()
    raise_attention([order], "no_crew")
    return Alarm.objects.get()


def test_an_alarm_is_acknowledged_once_and_shown_with_the_name(mei, lin, eva, cast, alarm):
    (row,) = mei.get(URL, {"open": "true", "acknowledged": "false"}).data["results"]
    assert (row["code"], row["grade"], row["subject"], row["acknowledged_by"]) == ("no_crew", 1, "order", None)
    answer = mei.post(f"{URL}acknowledge/", {"ids": [alarm.pk]}, format="json")
    assert answer.status_code == 200
    assert answer.data["alarms"][0]["acknowledged_by"] == str(cast.mei)
    assert lin.post(f"{URL}acknowledge/", {"ids": [alarm.pk]}, format="json").data["alarms"][0][
        "acknowledged_by"
    ] == str(cast.mei)
    assert lin.get(URL, {"acknowledged": "true"}).data["results"][0]["acknowledged_by"] == str(cast.mei)
    assert eva.get(URL).data["results"] == []
    assert eva.post(f"{URL}acknowledge/", {"ids": [alarm.pk]}, format="json").data == {"alarms": []}


def test_nothing_to_acknowledge_is_refused(mei, alarm):
    assert mei.post(f"{URL}acknowledge/", {"ids": []}, format="json").status_code == 422


def test_a_call_for_help_is_an_alarm_of_grade_1_with_the_last_fix(mei, province):
    crew, at = province.dingzhai_crew, now().isoformat()
    place = {"lat": 29.67, "lon": 109.14, "fixed_at": at}
    alarm_for_help([CrewSos.of(crew, position=place, at=at, device="T1")])
    (row,) = mei.get(URL, {"grade": "1"}).data["results"]
    assert (row["code"], row["subject"], row["subject_name"]) == ("crew_sos", "crew", crew.name)
    assert row["detail"] == {**place, "device": "T1", "called_at": at}
