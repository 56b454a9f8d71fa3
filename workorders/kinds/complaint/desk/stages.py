"""The columns of the complaint desk, in order (domain reference §2.6). Pure."""

from django.utils.translation import gettext_lazy as _

from workorders.kinds.complaint.states import ENDS, Status

S = Status
STAGES: dict[str, frozenset[Status]] = {
    "GIVING": frozenset({S.REGISTERED}),
    "CONTACT": frozenset({S.DISPATCHED}),
    "INVESTIGATION": frozenset({S.CONTACTED, S.INVESTIGATING, S.REWORK}),
    "MEASURES": frozenset({S.LIABILITY_DECIDED, S.MEASURES}),
    "REPLY": frozenset({S.ANSWERED}),
    "REVIEW": frozenset({S.REPLIED}),
    "CALLBACK": frozenset({S.REVIEWED, S.CALLED_BACK}),
    "ENDED": ENDS,
}
LABELS = {
    "GIVING": _("To be given"), "CONTACT": _("To be contacted"), "INVESTIGATION": _("Being investigated"),
    "MEASURES": _("Liability and measures"), "REPLY": _("Reply to be sent"), "REVIEW": _("To be reviewed"),
    "CALLBACK": _("To be called back"),
}  # fmt: skip


def stage_of(status: str) -> str:
    return next((stage for stage, states in STAGES.items() if status in states), "")
