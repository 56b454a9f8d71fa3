"""Who brought an order to where it stands: for whoever comes too late, with a step that it no longer takes."""

from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from workorders.models import StatusChange


def words_of_last_step(order_id: int, *, reader: Any) -> str:
    """The sentence; empty where the last step was nobody's, or the reader's own. One query."""
    last = (
        StatusChange.objects.filter(order_id=order_id).select_related("actor", "order").order_by("-at", "-pk").first()
    )
    if last is None or last.actor is None or last.actor == reader:
        return ""
    label = last.order.process.states[last.new].label
    words = {"who": str(last.actor), "what": label, "at": f"{localtime(last.at):%H:%M}"}
    return _("%(who)s was before you: “%(what)s” at %(at)s.") % words
