"""A word to a crew: its phone shows it, somebody there reads it, and what nobody reads is somebody's matter."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from command_center.ground.alarms.models import Alarm
from command_center.ground.custody.models import Custody
from dispatch.crew_messages.services import alarm_for_unread
from dispatch.models import CrewMessage

DESK, WORK = "/api/v1/shift-desk/", "/api/v1/me/work/"


@pytest.fixture
def send(mei, province):
    def sent(text="带上绝缘梯", **changes):
        answer = mei.post(f"/api/v1/crews/{province.dingzhai_crew.pk}/messages/", {"text": text})
        assert answer.status_code == 200, answer.data
        CrewMessage.objects.filter(pk=answer.data["id"]).update(**changes)
        return answer.data["id"]

    return sent


def read(person, message_id):
    return person.post(f"/api/v1/crew-messages/{message_id}/acknowledge/")


def unread(mei, crew):
    return next(line["unread"] for line in mei.get(DESK).data["crews"] if line["id"] == crew.pk)


def test_the_crews_phone_shows_it_until_somebody_there_has_read_it(mei, omar, send, province):
    message_id = send()
    (told,) = omar.get(WORK).data["messages"]
    assert (told["text"], told["by"]) == ("带上绝缘梯", "Mei") and unread(mei, province.dingzhai_crew) == 1
    assert read(omar, message_id).data["read_by"] == "Omar"
    assert omar.get(WORK).data["messages"] == [] and unread(mei, province.dingzhai_crew) == 0
    (kept,) = mei.get(f"/api/v1/crews/{province.dingzhai_crew.pk}/").data["messages"]
    assert kept["read_by"] == "Omar" and kept["read_at"]


def test_boards_and_the_phone_hear_of_both(send, omar, relayed):
    message_id = send()
    read(omar, message_id)
    assert [event.name for event in relayed()] == ["crew.messaged", "crew.message_read"]


def test_who_read_it_first_stands_in_the_record(send, omar):
    message_id = send()
    first = read(omar, message_id).data["read_at"]
    assert read(omar, message_id).data["read_at"] == first


def test_nobody_writes_to_or_reads_for_a_crew_of_others(send, eva, tao, omar, agent, province):
    message_id = send()
    url = f"/api/v1/crews/{province.dingzhai_crew.pk}/messages/"
    assert eva.post(url, {"text": "…"}).status_code == 404
    assert agent.post(url, {"text": "…"}).status_code == omar.post(url, {"text": "…"}).status_code == 403
    assert read(tao, message_id).status_code == 404
    assert eva.get(DESK).data["crews"][0]["unread"] == 0


def test_nothing_but_spaces_is_no_message(mei, province):
    url = f"/api/v1/crews/{province.dingzhai_crew.pk}/messages/"
    assert mei.post(url, {"text": "  "}).status_code == 422
    assert mei.post(url, {"text": "字" * 301}).status_code == 422


def test_sent_again_with_the_same_key_it_is_one_message(mei, province):
    url = f"/api/v1/crews/{province.dingzhai_crew.pk}/messages/"
    answers = [mei.post(url, {"text": "回电"}, headers={"Idempotency-Key": "k1"}).data for _ in range(2)]
    assert answers[0] == answers[1] and CrewMessage.objects.count() == 1


def test_what_nobody_reads_is_an_alarm_in_somebodys_name_and_ends_when_it_is_read(send, mei, omar, province):
    at = now()
    message_id = send(sent_at=at - timedelta(minutes=4))
    assert alarm_for_unread(at=at) == 0
    assert alarm_for_unread(at=at + timedelta(minutes=2)) == 1
    assert alarm_for_unread(at=at + timedelta(minutes=3)) == 0  # once
    alarm = Alarm.objects.get()
    assert (alarm.code, alarm.subject_name, alarm.grade) == ("crew_message_unread", "丁寨 01 班", 2)
    assert Custody.objects.live().filter(item_kind="alarm", item_id=alarm.pk).exists()
    assert [row["code"] for row in mei.get("/api/v1/alarms/?open=true").data["results"]] == ["crew_message_unread"]
    read(omar, message_id)
    assert not Alarm.objects.open().exists()


def test_it_stays_open_while_an_older_one_is_unread(send, omar):
    at = now()
    ids = [send(text, sent_at=at - timedelta(minutes=10)) for text in ("一", "二")]
    alarm_for_unread(at=at)
    read(omar, ids[1])
    assert Alarm.objects.open().exists()
    read(omar, ids[0])
    assert not Alarm.objects.open().exists()
