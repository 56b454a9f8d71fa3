"""The catalogue of figures: closed, so that whatever is asked is answered by one of these rows or refused.

To add one: a row in the ``FIGURES`` of its app, its words, its case in ``tests/figures`` (docs/how-to/add-a-figure.md).
"""

from django.utils.translation import gettext_lazy as _

from command_center.ground.figures.declaring import Figure, Missing
from outages.estimates import offered as estimates
from outages.reliability import offered as reliability
from workorders.figures import callbacks, promises, repairs
from workorders.kinds.complaint.figures import offered as complaints
from workorders.kinds.connection import offered as connections

GROUPS = {
    "repairs": _("Repairs"), "promises": _("Promises kept"), "outages": _("Outages"), "complaints": _("Complaints"),
    "connections": _("Connections"), "customers": _("What customers say"),
}  # fmt: skip
OFFERED = (repairs, promises, reliability, estimates, complaints, connections, callbacks)
FIGURES: tuple[Figure, ...] = tuple(figure for app in OFFERED for figure in app.FIGURES)
BY_CODE = {figure.code: figure for figure in FIGURES}
MISSING = (
    Missing(_("App accept rate"), _("That an order was accepted on the phone and not at a desk is written nowhere.")),
    Missing(_("Judgement accuracy"), _("No row says which level would have been right.")),
    Missing(
        _("Notice timeliness"), _("Published notices are kept; by when each was due is reckoned and not kept as a row."),
    ),
    Missing(
        _("Service quality index"),
        _("Untrue orders, negative media events, proven fraud and bypassed 95598 calls are recorded nowhere."),
    ),
)  # fmt: skip
