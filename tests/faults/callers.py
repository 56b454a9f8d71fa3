"""People who report faults over HTTP, and crews that restore power and put off their paper."""

from concurrent.futures import ThreadPoolExecutor

import httpx
from django.utils.timezone import now

from command_center.ground.core.errors import DomainError
from dispatch.models import Offer
from dispatch.services import fieldwork
from dispatch.services.offering import accept_offer
from tests.faults.ledger import offences, reports_kept
from tests.grid import XUANTUO

AT_ONCE = 4
PROBLEM = "application/problem+json"


class Callers:
    """A few who report at the same time; ``accepted`` are the ids that were answered with 201."""

    def __init__(self, url: str, token: str) -> None:
        self.accepted: set[str] = set()
        self.client = httpx.Client(base_url=url, headers={"Authorization": f"Token {token}"}, timeout=30)

    def report(self, first: int, last: int) -> None:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            answers = list(pool.map(self.report_one, range(first, last)))
        assert {answer.status_code for answer in answers} <= {201}, [answer.text for answer in answers]

    def report_one(self, number: int) -> httpx.Response:
        body = {
            "source": "HOTLINE_95598",
            "source_id": f"call-{number}",
            "description": "家里没电",
            "lat": XUANTUO[0] + number / 10_000,
            "lon": XUANTUO[1],
            "reporter": {"phone": f"1390000{number:04d}"},
            "address": f"旋坨村{number}号",
        }
        answer = self.client.post("/api/v1/fault-reports/", json=body, headers={"Idempotency-Key": body["source_id"]})
        if answer.status_code == 201:
            self.accepted.add(str(body["source_id"]))
        return answer

    def is_taken(self, number: int) -> bool:
        try:
            return self.report_one(number).status_code == 201
        except httpx.TransportError:
            return False

    def are_served(self) -> bool:
        return self.accepted <= reports_kept() and not offences()

    def readiness(self) -> int:
        """The status of ``/readyz``; 0 when nobody answers."""
        try:
            return self.client.get("/readyz").status_code
        except httpx.TransportError:
            return 0


def restore_without_reply() -> int:
    """Every crew that is asked goes, restores and writes no reply; how many did."""
    done = 0
    for offer in Offer.objects.open().order_by("pk"):
        try:
            _restore(offer)
        except DomainError:  # it ran out meanwhile
            continue
        done += 1
    return done


def _restore(offer: Offer) -> None:
    at = now()
    held = {"order_id": offer.order_id, "crew_id": offer.crew_id, "at": at, "actor": None}
    accept_offer(offer_id=offer.pk, at=at, actor=None)
    fieldwork.depart(**held)
    fieldwork.arrive(**held)
    fieldwork.start_repair(**held, permit_number="抢修单-1", etr_at=None)
    fieldwork.restore(**held)
