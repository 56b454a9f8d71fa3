"""Filing in advance, marking orders with it, and taking it back when it was abused."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core import audit
from command_center.ground.core.errors import Conflict, Invalid, NotFound, require_reason
from command_center.ground.core.values import china_day
from command_center.ground.organisation.models import OrgUnit
from command_center.ground.organisation.scope import scoped
from customers.models import Customer
from workorders.filings.models import Filing, FilingPause
from workorders.models.orders import WorkOrder

# Source: assumed. What is known for longer is no filing in advance but a matter to be settled.
LONGEST = timedelta(days=180)
MOST_MONTHS, MONTH = 3, timedelta(days=30)


@transaction.atomic
def file_in_advance(
    *,
    unit: str,
    customer_number: str,
    kind: str,
    reason: str,
    evidence: str,
    from_on: date,
    until_on: date,
    at: datetime,
    actor: Any,
) -> Filing:
    """A unit of the actor's area files for one of its customers. Raises ``Conflict`` while its right to file rests."""
    filed_by = _unit(unit, actor)
    customer = _customer(customer_number, actor)
    if not (reason.strip() and evidence.strip()):
        raise Invalid(
            _("A filing has a reason and its evidence."), pointer="/evidence" if reason.strip() else "/reason"
        )
    if not from_on <= until_on <= from_on + LONGEST or until_on < china_day(at):
        raise Invalid(_("From a day until a later one, half a year at most, and not over yet."), pointer="/until_on")
    pause = FilingPause.objects.filter(unit=filed_by, until_on__gt=china_day(at)).order_by("-until_on").first()
    if pause is not None:
        raise Conflict(_("%(unit)s files nothing until %(day)s.") % {"unit": filed_by.name, "day": pause.until_on})
    return Filing.objects.create(
        unit=filed_by, org_path=filed_by.path, customer=customer, kind=kind, reason=reason.strip(),
        evidence=evidence.strip(), from_on=from_on, until_on=until_on, author=actor, at=at,
    )  # fmt: skip


def _unit(code: str, actor: Any) -> OrgUnit:
    unit = scoped(OrgUnit.objects.filter(active=True), actor, field="path").defer("area").filter(code=code).first()
    if unit is None:
        raise Invalid(_("There is no unit with this code in your area."), pointer="/unit")
    return unit


def _customer(number: str, actor: Any) -> Customer:
    """A customer of the actor's area, as the desk sees them."""
    found = scoped(Customer.objects.filter(number=number), actor, field="service_points__org_path").first()
    if found is None:
        raise Invalid(_("There is no customer with this number in your area."), pointer="/customer_number")
    return found


@transaction.atomic
def revoke(*, filing_id: int, reason: str, months: int, at: datetime, actor: Any) -> Filing:
    """It should not have been filed; for abuse the unit files nothing for one to ``MOST_MONTHS`` months. In the audit trail."""
    filing = scoped(Filing.objects.select_for_update(no_key=True), actor).filter(pk=filing_id).first()
    if filing is None:
        raise NotFound()
    if filing.revoked_at is not None:
        raise Conflict(_("It was taken back already."))
    require_reason(reason)
    if not 0 <= months <= MOST_MONTHS:
        raise Invalid(_("None, or one to three months."), pointer="/months")
    filing.revoked_at, filing.revoked_by, filing.revoked_reason = at, actor, reason.strip()
    filing.save(update_fields=["revoked_at", "revoked_by", "revoked_reason"])
    if months:
        until_on = china_day(at) + months * MONTH
        FilingPause.objects.create(unit_id=filing.unit_id, from_on=china_day(at), until_on=until_on, filing=filing)
    audit.record(
        actor=actor, action="filing_revoked", object_kind="filing", object_ref=str(filing.pk), reason=reason.strip(),
        months=months,
    )  # fmt: skip
    return filing


def filings_of(orders: Sequence[WorkOrder]) -> dict[int, list[Filing]]:
    """Order id → what was filed in advance about its customer and in force when it was told. One query, none without customers."""
    customers = {order.customer_id for order in orders if order.customer_id}
    rows = Filing.objects.filter(customer_id__in=customers, revoked_at=None).select_related("unit") if customers else []
    found: dict[int, list[Filing]] = {order.pk: [] for order in orders}
    for order in orders:
        told_on = china_day(order.reported_at)
        found[order.pk] = [
            row
            for row in rows
            if row.customer_id == order.customer_id
            and row.kind in ("", order.kind)
            and row.from_on <= told_on <= row.until_on
        ]
    return found
