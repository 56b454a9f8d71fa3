"""Who was called to what, and who has not said yet that they know."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from workorders.models import EscalationCall
from workorders.selectors.timeline import Entry


def open_calls() -> "QuerySet[EscalationCall]":
    calls = EscalationCall.objects.filter(acknowledged_at=None)
    return calls.select_related("person", "escalation__order", "escalation__rule", "escalation__unit").order_by("pk")


def open_escalations() -> set[int]:
    """Ids of the orders that somebody was called to who has not answered."""
    calls = EscalationCall.objects.filter(acknowledged_at=None)
    return set(calls.values_list("escalation__order_id", flat=True))


def escalation_timeline(order_id: int) -> list[Entry]:
    """Escalated to whom, because of what; and when they said that they knew."""
    calls = EscalationCall.objects.filter(escalation__order_id=order_id)
    entries: list[Entry] = []
    for call in calls.select_related("person", "acknowledged_by", "escalation__rule", "escalation__unit"):
        escalation = call.escalation
        words = {"to": call.person or escalation.unit, "rule": escalation.rule.name, "because": escalation.because}
        said = _("Escalated to %(to)s: %(rule)s (%(because)s)") % words
        entries.append(Entry(at=escalation.at, kind="escalation", code="escalated", text=said, actor=""))
        if call.acknowledged_at:
            answer = f": {call.answer}" if call.answer else ""
            entries.append(
                Entry(
                    at=call.acknowledged_at,
                    kind="escalation",
                    code="escalation_known",
                    text=_("Knows of the escalation") + answer,
                    actor=str(call.acknowledged_by),
                )
            )
    return entries
