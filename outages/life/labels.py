"""The people's words for the states of an outage."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outages.life.states import Status

STATUS: dict[Status, str | Promise] = {
    Status.PREDICTED: _("Predicted"),
    Status.PROBABLE: _("Probable"),
    Status.CONFIRMED: _("Confirmed"),
    Status.PARTIALLY_RESTORED: _("Partially restored"),
    Status.RESTORED: _("Supply restored"),
    Status.VERIFIED: _("Verified"),
    Status.CLOSED: _("Closed"),
    Status.DISMISSED: _("Dismissed"),
    Status.MERGED: _("Merged"),
}
