"""The catalogue of figures: closed, so that whatever is asked is answered by one of these rows or refused.

To add one: a row in the ``FIGURES`` of its app, its words, its case in ``tests/figures`` (docs/how-to/add-a-figure.md).
"""

from django.utils.translation import gettext_lazy as _

from command_center.ground.figures.declaring import Figure, Missing
from workorders.figures import repairs
from workorders.kinds.complaint.figures import offered as complaints

GROUPS = {"repairs": _("Repairs"), "complaints": _("Complaints")}
OFFERED = (repairs, complaints)
FIGURES: tuple[Figure, ...] = tuple(figure for app in OFFERED for figure in app.FIGURES)
BY_CODE = {figure.code: figure for figure in FIGURES}
MISSING: tuple[Missing, ...] = ()
