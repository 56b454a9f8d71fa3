"""The catalogue of figures: closed, so that whatever is asked is answered by one of these rows or refused.

To add one: a row in the ``FIGURES`` of its app, its words, its case in ``tests/figures`` (docs/how-to/add-a-figure.md).
"""

from django.utils.translation import gettext_lazy as _

from command_center.ground.figures.declaring import Figure, Missing
from dispatch import figures as acceptances
from outages.estimates import offered as estimates
from outages.judging import figures as judgements
from outages.planned import figures as notices
from outages.reliability import offered as reliability
from workorders.figures import callbacks, promises, quality, repairs
from workorders.kinds.complaint.figures import offered as complaints
from workorders.kinds.connection import offered as connections

GROUPS = {
    "repairs": _("Repairs"), "promises": _("Promises kept"), "outages": _("Outages"), "complaints": _("Complaints"),
    "connections": _("Connections"), "customers": _("What customers say"),
}  # fmt: skip
OFFERED = (
    repairs, acceptances, promises, notices, reliability, judgements, estimates, complaints, connections, callbacks, quality,
)  # fmt: skip
FIGURES: tuple[Figure, ...] = tuple(figure for app in OFFERED for figure in app.FIGURES)
BY_CODE = {figure.code: figure for figure in FIGURES}
# What figures of the domain reference ask for and no row here can give: named with the reason, so that nobody looks for it.
MISSING = (
    Missing(
        _("Untrue orders, negative media events, proven fraud and bypassed 95598 calls"),
        _("They are recorded nowhere: the service quality index takes nothing off for them, and says so."),
    ),
    Missing(
        _("The level of a judgement"),
        _("Which level would have been right is written nowhere; whether the device was right is, and that is told."),
    ),
)
