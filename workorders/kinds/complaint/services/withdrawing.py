"""撤诉: only the complainant, by the link and a code that comes to the phone they told us of; never somebody at a desk.

People are pressed to withdraw (domain reference §2.6): the phone is the one of the first report, whatever was told since.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict
from customers.phones import normalise_phone
from customers.verification.services import is_code, send_code
from workorders.engine.advance import advance, refusal
from workorders.kinds import verb_of
from workorders.models.orders import WorkOrder
from workorders.selectors.contacts import contacts_of
from workorders.services.tracking_links import keep_until_after

PURPOSE = "withdraw-complaint"


def may_withdraw(order: WorkOrder) -> bool:
    """Whether the page offers it: a complaint that is not answered yet."""
    return order.kind == "COMPLAINT" and order.status in verb_of("COMPLAINT", "withdraw").frm


@transaction.atomic
def ask_code(*, order_id: int, at: datetime) -> datetime:
    """Send the code to the complainant's phone; until when it is good. Raises ``Conflict`` where none can be reached."""
    order = WorkOrder.objects.lock(order_id)
    _refuse_ended(order)
    phone = normalise_phone(contacts_of([order])[order.pk]["phone"])
    if not phone:
        raise Conflict(_("We know no phone of yours for this complaint. Please call 95598."))
    words = _(
        "[Power service] {code} is the code for withdrawing your complaint %(number)s. Nobody of ours will ask you for it."
    )
    return send_code(
        phone=phone, purpose=PURPOSE, reference=order.number, words=words % {"number": order.number}, at=at
    )


@transaction.atomic
def withdraw(*, order_id: int, code: str, reason: str, at: datetime) -> bool:
    """The complaint is withdrawn; False where the code was wrong, which is then counted. It stays in the figures as withdrawn."""
    order = WorkOrder.objects.lock(order_id)
    _refuse_ended(order)
    if not is_code(code=code, purpose=PURPOSE, reference=order.number, at=at):
        return False
    advance([order], "withdraw", at=at, detail=reason.strip())
    keep_until_after(order.pk, closed_at=at)
    return True


def _refuse_ended(order: WorkOrder) -> None:
    if not may_withdraw(order):
        raise refusal(order, "withdraw")
