"""What customers of the invented past were told in the last half year: of crews, complaints, connections, and of their supply."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import F
from django.utils.translation import override

from customers.messages.catalogue import ZH, PromiseKind
from customers.messages.models import MessageState
from customers.messages.promises import Pledge
from demo.past.book import ANSWERED, Book, Said, To
from demo.past.played import Played
from demo.past.world import World
from outages.models import Interruption, OutageKind
from workorders.kinds import label_of
from workorders.kinds.connection.models import Appointment, AppointmentStatus, Purpose
from workorders.kinds.connection.telling import MOVED_BY, chain_of
from workorders.models import Survey, WorkOrder
from workorders.surveys.services import url_of

HALF_A_YEAR = timedelta(days=180)
MOVED = 0.08
MINUTE, SHORT = timedelta(minutes=1), timedelta(minutes=10)


def told(world: World, plays: Iterable[Played]) -> Book:
    """The messages of these orders and of the outages of the sample's supplies."""
    book, since = Book(world), world.midnight - HALF_A_YEAR
    with override(ZH):
        for play in plays:
            order = play.order
            tell = OF_KIND.get(order.kind)
            if tell and order.received_at >= since and order.parent is None and not order.confidential:
                tell(book, play)
            of_survey(book, play)
        of_supplies(book)
    return book


def of_order(order: WorkOrder) -> To:
    return To(
        subject_kind="order", subject_id=order.pk, ref=order.number, org_path=order.org_path, customer_id=order.customer_id,
        phone=order.reporter_phone,
    )  # fmt: skip


def of_crew(book: Book, play: Played) -> None:
    """On its way and when it should be there; some come later than was said, some say so before."""
    order, chain = play.order, f"order:{play.order.pk}"
    at = {change.new: change.at for change in play.changes}
    if "EN_ROUTE" not in at or "ON_SITE" not in at:
        return
    drive = at["ON_SITE"] - at["EN_ROUTE"]
    until = at["EN_ROUTE"] + max(drive * book.world.between(0.92, 1.6), 4 * MINUTE)
    said = [crew_sent(order, at["EN_ROUTE"], until, chain)]
    if book.world.chance(MOVED) and drive > 10 * MINUTE:
        later = until + timedelta(minutes=round(book.world.between(15, 30)))
        said.append(crew_sent(order, at["EN_ROUTE"] + drive * 0.6, later, chain, reason="eta_renewed"))
    variables = {"at": at["ON_SITE"].isoformat(), "address": order.address}
    said.append(Said(kind="CREW_ARRIVED", at=at["ON_SITE"], event="arrived", variables=variables))
    book.tell(of_order(order), said)
    book.came_true(chain, at["ON_SITE"])


def crew_sent(order: WorkOrder, at: datetime, until: datetime, chain: str, reason: str = "") -> Said:
    return Said(
        kind="CREW_SENT", at=at, event=f"sent-{reason}", chain=chain, reason=reason,
        variables={"until": until.isoformat(), "address": order.address},
        pledge=Pledge(kind=PromiseKind.ARRIVAL, until_at=until),
    )  # fmt: skip


COMPLAINT_WORDS = {"CONTACTED": "COMPLAINT_CONTACTED", "ANSWERED": "COMPLAINT_ANSWERED"}


def of_complaint(book: Book, play: Played) -> None:
    said = [
        Said(kind=COMPLAINT_WORDS[change.new], at=change.at, event=f"{change.new}-{n}", variables={})
        for n, change in enumerate(play.changes)
        if change.new in COMPLAINT_WORDS
    ]
    book.tell(of_order(play.order), said)


def of_connection(book: Book, play: Played) -> None:
    """Every step, every appointment with its moves and its reminder."""
    visits = [row for row in play.rows if isinstance(row, Appointment)]
    steps = [
        Said(
            kind="STAGE_CHANGED",
            at=row.at,
            event=f"{n}-{row.new}",
            variables={"stage": label_of("CONNECTION", row.new)},
        )
        for n, row in enumerate(play.changes)
        if row.old
    ]
    said = [*steps, *(each for n, row in enumerate(visits) for each in of_visit(book.world, row, visits[:n], n))]
    book.tell(of_order(play.order), sorted(said, key=lambda each: each.at))
    for row in visits:
        if row.arrived_at is not None:
            book.came_true(chain_of(row), row.arrived_at)


def of_visit(world: World, row: Appointment, before: list[Appointment], n: int) -> Iterator[Said]:
    last = next((each for each in reversed(before) if each.purpose == row.purpose), None)
    moved = last is not None and last.status != AppointmentStatus.CANCELLED
    said: dict[str, Any] = {
        "chain": chain_of(row),
        "reason": MOVED_BY.get(last.ended_by, "visit_moved") if last else "",
        "pledge": Pledge(kind=PromiseKind.SLOT, from_at=row.starts_at, until_at=row.ends_at),
        "variables": {
            "what": str(Purpose(row.purpose).label), "from": row.starts_at.isoformat(), "until": row.ends_at.isoformat(),
            "person": world.names.get(row.person_id or 0, "台区经理"), "phone": "95598",
        },
    }  # fmt: skip
    yield Said(kind="APPOINTMENT_MOVED" if moved else "APPOINTMENT_MADE", at=row.made_at, event=f"made-{n}", **said)
    if row.reminded_at is not None:
        yield Said(kind="APPOINTMENT_REMINDER", at=row.reminded_at, event=f"near-{n}", **said)


def of_survey(book: Book, play: Played) -> None:
    """How did we do, once the file was closed."""
    for row in play.rows:
        if isinstance(row, Survey):
            said = Said(kind="SURVEY", at=row.asked_at, event="survey", variables={"url": url_of(row)})
            book.tell(of_order(play.order), [said])


OF_KIND = {"FAULT": of_crew, "COMPLAINT": of_complaint, "CONNECTION": of_connection}


class Dark(NamedTuple):
    """One supply in one outage that is over."""

    point_id: int
    outage_id: int
    off_at: datetime
    on_at: datetime
    number: str
    cause: str
    etr_at: datetime


def of_supplies(book: Book) -> None:
    """Out and until when, another time and why, back: to the customers of the sample. One query."""
    world = book.world
    points = {point.pk: point for point in world.points}
    over = Interruption.objects.filter(
        service_point__in=list(points), off_at__gte=world.midnight - HALF_A_YEAR, on_at__gte=F("off_at") + SHORT,
        outage__kind=OutageKind.FAULT, outage__etr_at__isnull=False,
    )  # fmt: skip
    columns = ("service_point", "outage", "off_at", "on_at", "outage__number", "outage__cause", "outage__etr_at")
    for row in over.order_by("service_point", "off_at").values_list(*columns):
        dark = Dark(*row)
        point, chain = points[dark.point_id], f"supply:{dark.point_id}"
        to = To(
            subject_kind="outage", subject_id=dark.outage_id, ref=dark.number, org_path=point.org_path,
            customer_id=point.customer_id, phone=world.phones.get(point.customer_id, ""),
        )  # fmt: skip
        book.tell(to, list(of_dark(world, dark, point.address, chain)))
        book.came_true(chain, dark.on_at)
        last = book.messages[-1] if book.messages else None
        if last and last.state == MessageState.DELIVERED and last.kind == "RESTORED" and world.chance(ANSWERED):
            book.answer(last, *world.one_of((("来电了", "IS_BACK"), ("来了，谢谢", "UNREAD"))))


def of_dark(world: World, dark: Dark, address: str, chain: str) -> Iterator[Said]:
    """Until when; where it took longer mostly another time before that one had passed; that it is over."""
    about = {"address": address, "cause": dark.cause, "since": dark.off_at.isoformat()}

    def back_by(at: datetime, until: datetime, event: str, reason: str = "") -> Said:
        pledge = Pledge(kind=PromiseKind.BACK_BY, until_at=until, since_at=dark.off_at)
        variables = about | {"until": until.isoformat()}
        return Said(kind="ETR_SET", at=at, event=event, chain=chain, pledge=pledge, variables=variables, reason=reason)

    known_at = dark.off_at + minutes(world, 3, 12)
    if known_at < min(dark.on_at, dark.etr_at):
        yield back_by(known_at, dark.etr_at, f"etr-1-{dark.point_id}")
        changed_at = dark.etr_at - minutes(world, 5, 25)
        if known_at < changed_at and dark.on_at > dark.etr_at and world.chance(0.7):
            yield back_by(changed_at, dark.on_at + minutes(world, 15, 60), f"etr-2-{dark.point_id}", "crew_on_site")
    yield Said(
        kind="RESTORED", at=dark.on_at + minutes(world, 1, 6), event=f"back-{dark.point_id}", chain=chain,
        pledge=Pledge(kind=PromiseKind.BACK, since_at=dark.on_at), variables={"address": address, "at": dark.on_at.isoformat()},
    )  # fmt: skip


def minutes(world: World, fewest: float, most: float) -> timedelta:
    return timedelta(minutes=round(world.between(fewest, most)))
