"""A random walk over the link and the orders and outages behind it: every answer comes to what the tables say it should.

The oracle (``link_oracle.py``) reads SQL and shares no code with the product. ``--long`` walks a thousand seeds.
"""

import random
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now
from rest_framework.test import APIClient

from tests.flows import link_oracle
from tests.flows.test_walk_orders_outages import Night, story, sweep
from tests.grid import XUANTUO, make_network, make_order
from tests.leads import breaches
from tests.workorders.test_photos import upload
from workorders.asking.services import ask_again
from workorders.models import CustomerAnswer, FaultReport, WorkOrder
from workorders.services.tracking_links import url_of

pytestmark = pytest.mark.django_db

STEPS = 25
PLACES = [XUANTUO, (29.6722, 109.1411), (29.68, 109.15), (29.75, 109.25), (29.6, 109.4), (10.0, 10.0), (120.0, 10.0)]


class AnsweringNight(Night):
    def __init__(self, *who: Any) -> None:
        super().__init__(*who)
        self.said_last: dict[Any, dict[str, Any]] = {}
        self.dark_places: set[str] = set()

    def call_from_nowhere(self) -> str:
        order = make_order(f"lost-{len(self.told)}", latitude=None, longitude=None, reporter_phone="", address="")
        return str(order.number)

    def answer(self) -> str:
        """Several answers of one customer in a row; half of them say again what was said last."""
        order = self.order()
        told = []
        for _ in range(self.dice.choice([1, 2, 3])):
            if self.dice.random() < 0.5 or order.pk not in self.said_last:
                self.said_last[order.pk] = self._said()
            told.append(self._answer(order, self.said_last[order.pk]))
        return " / ".join(told)

    def _answer(self, order: Any, said: dict[str, Any]) -> str:
        order.refresh_from_db()
        url = url_of(order)
        token = url.rstrip("/").rsplit("/", 1)[-1]
        if not url or APIClient().get(f"/api/v1/track/{token}/").status_code == 404:
            return "no link"
        verdict, place = link_oracle.expected(order.pk, said)
        before, count = link_oracle.rows(link_oracle.FINGERPRINT), CustomerAnswer.objects.count()
        dark_place, reports = link_oracle.is_dark_place(order.pk, said), link_oracle.new_reports(order.pk, said)
        reports += FaultReport.objects.count()
        body = {name: value for name, value in said.items() if name != "picture"}
        if said["question"] == "PHOTO":
            content = upload().getvalue() if said["picture"] else b"no picture"
            body["photo"] = SimpleUploadedFile("a.jpg", content, "image/jpeg")
        done = APIClient().post(f"/track/{token}/answer/", body, format="multipart")
        if done.status_code == 409:
            assert CustomerAnswer.objects.filter(order=order).count() >= 12
            return "enough"
        self._compare(order, said, verdict, place, before, count)
        assert FaultReport.objects.count() == reports, (order.number, said, story(self))
        self.dark_places |= {order.number} if dark_place else set()
        return f"{order.number} {said} {verdict}"

    def _compare(self, order: Any, said: Any, verdict: str, place: Any, before: Any, count: int) -> None:
        row = CustomerAnswer.objects.latest("pk")
        told = (said, row.rule, order.number, order.status)
        assert CustomerAnswer.objects.count() == count + 1, told
        assert row.verdict == verdict, told
        after = WorkOrder.objects.get(pk=order.pk)
        assert ((after.latitude, after.longitude) if after.located else None) == place, told
        if verdict == "UNREADABLE":
            assert link_oracle.rows(link_oracle.FINGERPRINT) == before, told
        if said.get("said") == "ON":
            assert after.status == order.status, "nobody is called off by a word on a page"

    def _said(self) -> dict[str, Any]:
        question = self.dice.choice(["PLACE", "PHOTO", "EXTENT", "EXTENT", "SUPPLY"])
        if question == "PHOTO":
            return {"question": question, "picture": self.dice.random() < 0.7}
        if question == "PLACE":
            if self.dice.random() < 0.2:
                return {"question": question, "words": self.dice.choice(["", "村口"])}
            lat, lon = self.dice.choice(PLACES)
            return {"question": question, "lat": str(lat), "lon": str(lon), "accuracy": self.dice.choice(["10", "900"])}
        choices = (
            ["ONLY_US", "NEIGHBOURS", "NEIGHBOURS", "UNKNOWN", "?"]
            if question == "EXTENT"
            else ["ON", "OFF", "OFF", "?"]
        )
        return {"question": question, "said": self.dice.choice(choices)}

    ACTS = Night.ACTS | {call_from_nowhere: 3, answer: 60}


@pytest.mark.seeds(6)
def test_every_answer_comes_to_what_the_tables_say(seed, province, cast, relayed, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    night = AnsweringNight(make_network(province), province, cast, random.Random(seed))
    night.call()
    for _ in range(STEPS):
        night.step()
        relayed()
        sweep()
        relayed()
        assert breaches() == {}, story(night)
        told = dict(link_oracle.rows(link_oracle.HEARSAY))
        assert told == dict.fromkeys(night.dark_places, 1), ("what is said twice is one dark place", story(night))
    ask_again(at=now() + timedelta(minutes=16))
    assert link_oracle.rows(link_oracle.UNWATCHED) == [], story(night)
