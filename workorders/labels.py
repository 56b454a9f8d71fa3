"""The people's words for the codes of the order engine."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workorders.states import Status

STATUS: dict[Status, str | Promise] = {
    Status.RECEIVED: _("Received"),
    Status.JUDGED: _("Judged"),
    Status.PENDING_DISPATCH: _("Pending dispatch"),
    Status.DISPATCHED: _("Dispatched"),
    Status.ACCEPTED: _("Accepted"),
    Status.EN_ROUTE: _("En route"),
    Status.ON_SITE: _("On site"),
    Status.REPAIRING: _("Repairing"),
    Status.RESTORED: _("Restored"),
    Status.REPLIED: _("Replied"),
    Status.REVIEWED: _("Reviewed"),
    Status.CALLED_BACK: _("Called back"),
    Status.ARCHIVED: _("Archived"),
    Status.MERGED: _("Merged"),
    Status.SUSPENDED: _("Suspended"),
    Status.REWORK: _("Rework"),
    Status.RETURNED_UPSTREAM: _("Returned upstream"),
    Status.CANCELLED: _("Cancelled"),
    Status.FALSE_ALARM: _("False alarm"),
}

# Why the customer's clocks may stand still: the codes of ``services.control.PAUSE_REASONS``.
PAUSE: dict[str, str | Promise] = {
    "customer_asks_later": _("the customer asks for a later time"),
    "unsafe_weather": _("unsafe weather"),
    "police_cordon": _("police cordon"),
    "switching_permission": _("waits for switching permission"),
    "road_closed": _("road closed"),
}
