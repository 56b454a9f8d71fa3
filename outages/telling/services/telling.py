"""One function says what the customers of outages are to know now; every event of an outage calls it.

It looks at how things stand and not at what happened: whatever was told, left out or came twice before, afterwards everybody
who has to know something new has it on its way, and nobody anything that is no longer true.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from customers.messages.catalogue import SUPPLY, PromiseKind
from customers.messages.models import MessageChannel
from customers.messages.promises import Pledge
from customers.messages.services import Recipient, Subject, Word, book, tell, withdraw
from outages.estimates.models import RestorationEstimate
from outages.life.choices import PREARRANGED, CauseClass, OutageKind
from outages.life.models import Outage
from outages.life.states import DARK, SET_ASIDE, Status
from outages.telling.selectors import Standing, points_that_asked, standing_points
from outages.telling.services.planned import carry_notices, windows_kept

OTHER_REASON = "estimate_renewed"


@transaction.atomic
def tell_of_outages(*, outage_ids: Collection[int], at: datetime) -> int:
    """Tell the customers of these outages how they stand; how many messages are new. The same statements for any number.

    A prediction tells nobody: from *probable* on its customers stand in the ledger. Of one that was merged the other speaks.
    """
    others = Outage.objects.filter(pk__in=list(outage_ids), status=Status.MERGED).values("parent")
    meant = Outage.objects.filter(Q(pk__in=list(outage_ids)) | Q(pk__in=others))
    outages = list(meant.exclude(status=Status.PREDICTED).order_by("pk"))
    if not outages:
        return 0
    _take_back_unsent(outages, at=at)
    stands = standing_points([outage.pk for outage in outages], at=at)
    reasons = _reasons(outages)
    carry_notices(outages, stands, at=at)
    asked = points_that_asked(outage.pk for outage in outages)
    words = [
        word
        for outage in outages
        for word in _words(outage, stands.get(outage.pk, []), reasons.get(outage.pk, ""), asked)
    ]
    told = tell(words, at=at)
    _keep_book(stands, at=at)
    _tell_everybody(outages, reasons, at=at)
    return told


def _take_back_unsent(outages: Sequence[Outage], *, at: datetime) -> None:
    """Nobody was dark, or another outage speaks for them: what has not left does not go."""
    aside = [("outage", outage.pk) for outage in outages if Status(outage.status) in SET_ASIDE]
    if aside:
        withdraw(aside, [SUPPLY], at=at, why="outage_set_aside")


def _words(outage: Outage, stands: Sequence[Standing], reason: str, asked: set[int]) -> list[Word]:
    subject = Subject(kind="outage", id=outage.pk, ref=outage.number, org_path=outage.org_path)
    dark: dict[datetime, list[Recipient]] = defaultdict(list)
    back: dict[datetime, list[Recipient]] = defaultdict(list)
    for each in stands:
        recipient = Recipient(point_id=each.point_id, is_owed=each.on_at is not None and each.point_id in asked)
        (dark[each.off_at] if each.on_at is None else back[each.on_at]).append(recipient)
    words = [_out(outage, subject, off_at, to, reason) for off_at, to in sorted(dark.items())]
    return words + [_back(subject, on_at, to) for on_at, to in sorted(back.items())]


def _out(outage: Outage, subject: Subject, off_at: datetime, to: list[Recipient], reason: str) -> Word:
    until_at = outage.etr_at or outage.planned_end_at
    variables = {"since": off_at.isoformat(), "until": until_at.isoformat() if until_at else ""}
    return Word(
        kind="ETR_SET" if until_at else "POWER_OUT",
        subject=subject,
        event=f"back-by-{outage.etr_revision}",
        to=to,
        variables={**variables, "cause": _cause(outage)},
        pledge=Pledge(kind=PromiseKind.BACK_BY, until_at=until_at, since_at=off_at),
        reason=reason,
    )


def _cause(outage: Outage) -> object:
    return OutageKind(outage.kind).label if outage.kind in PREARRANGED else CauseClass(outage.cause_class).label


def _back(subject: Subject, on_at: datetime, to: list[Recipient]) -> Word:
    return Word(
        kind="RESTORED",
        subject=subject,
        event=f"back-{on_at:%Y%m%d%H%M%S}",
        to=to,
        variables={"at": on_at.isoformat()},
        pledge=Pledge(kind=PromiseKind.BACK, since_at=on_at),
    )


def _reasons(outages: Sequence[Outage]) -> dict[int, str]:
    """Outage id → why its present estimate is another than the one before: the code kept with it. One query."""
    rows = RestorationEstimate.objects.filter(outage__in=outages).order_by("outage_id", "-revision")
    found = dict(rows.distinct("outage_id").values_list("outage_id", "reason"))
    return {outage.pk: "still_dark" if outage.nested_in_id else _code(found.get(outage.pk, "")) for outage in outages}


def _code(reason: str) -> str:
    return reason if reason and reason != "first" else OTHER_REASON


def _keep_book(stands: dict[int, list[Standing]], *, at: datetime) -> None:
    """What was promised came true, or what was said of the return of power was wrong."""
    rows = [each for standing in stands.values() for each in standing]
    back = {f"supply:{each.point_id}": each.on_at for each in rows if each.on_at is not None}
    book.came_true(PromiseKind.BACK_BY, back)
    windows_kept(stands)
    dark = {f"supply:{each.point_id}": each.off_at for each in rows if each.on_at is None}
    book.turned_out_wrong(dark, at=at)


def _tell_everybody(outages: Sequence[Outage], reasons: dict[int, str], *, at: datetime) -> None:
    """The status page and the customers' links show the present estimate: that is a word to everybody."""
    shown = [outage for outage in outages if Status(outage.status) in DARK and outage.etr_at is not None]
    over = {f"outage:{outage.pk}": outage.restored_at for outage in outages if outage.restored_at is not None}
    book.note_told([_shown(outage, reasons.get(outage.pk, "")) for outage in shown], at=at)
    book.came_true(PromiseKind.BACK_BY, over)


def _shown(outage: Outage, reason: str) -> book.Entry:
    return book.Entry(
        chain=f"outage:{outage.pk}",
        pledge=Pledge(kind=PromiseKind.BACK_BY, until_at=outage.etr_at, since_at=outage.started_at),
        channel=MessageChannel.PAGE,
        subject_kind="outage",
        subject_id=outage.pk,
        subject_ref=outage.number,
        org_path=outage.org_path,
        reason=reason,
    )
