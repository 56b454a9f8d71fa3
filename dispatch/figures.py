"""Who took the orders, the crew on its phone or a seat for it, as a row of the catalogue."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from command_center.ground.figures.declaring import SHARE, Better, Figure, Split, Unit
from command_center.ground.figures.facts import TableFacts, Window, one_if, text_of
from command_center.ground.figures.words import LV, MV, OURS, of_choices, voltages
from command_center.ground.organisation.models import AreaKind
from dispatch.models import Offer, OfferStatus
from workorders.models.orders import FaultKind, Source

GROUP = "repairs"
SPLITS = {
    Split.URBAN: of_choices(AreaKind), Split.CHANNEL: of_choices(Source), Split.KIND: of_choices(FaultKind),
    Split.VOLTAGE: voltages,
}  # fmt: skip
COLUMNS: dict[str, str] = {
    Split.URBAN: "order__area_kind", Split.CHANNEL: "order__source", Split.KIND: "order__fault_kind",
    Split.VOLTAGE: "voltage",
}  # fmt: skip


def _accepted(window: Window) -> TableFacts:
    """Accepted offers by the moment of the answer; ``on_behalf``: a seat answered for the crew."""
    rows = Offer.objects.filter(status=OfferStatus.ACCEPTED, order__gate="")
    rows = rows.annotate(voltage=text_of("order__fault_kind", MV, LV))
    return TableFacts(
        rows=rows, at="answered_at", place="order__org_path", number="order__number", splits=COLUMNS,
        top=one_if(Q(on_behalf=False)),
    )  # fmt: skip


FIGURES = (
    Figure(
        code="app_accepted_percent", group=GROUP, label=_("Accepted by app"), unit=Unit.PERCENT, formula=SHARE,
        better=Better.MORE, source=OURS, facts=_accepted, splits=SPLITS, by_hour=True,
        means=_("Orders that a crew accepted on its own phone ÷ orders that any crew accepted in the period, those included for which a seat answered (our reading of 移动APP接单率)."),
    ),
)  # fmt: skip
