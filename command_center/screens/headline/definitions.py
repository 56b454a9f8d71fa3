"""What stands in the headline table: how each figure is reckoned, in which unit, and what the article printed. Pure.

The article's figures (Hubei Daily, August 2022; January to July 2022) are quoted and never reckoned here. Where a figure depends on a
definition, the definition says so (domain reference §5.3).
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

SOURCE = _("Hubei Daily, August 2022: January to July 2022 against the same months of 2021")

MINUTES, HOURS, PERCENT, COUNT, PER_MILLION, YUAN = "minutes", "hours", "percent", "count", "per_million", "yuan"


@dataclass(frozen=True, kw_only=True)
class Definition:
    """``article``: as it was printed, "" where the article has none. ``rows``: the page that shows what it was counted from."""

    code: str
    label: Any
    unit: str
    means: Any
    article: Any = ""
    rows: str = ""

    @property
    def is_share(self) -> bool:
        """Shares change by percentage points, everything else by its own unit and by per cent."""
        return self.unit == PERCENT


REPAIRS = "/orders/?kind=FAULT,PROACTIVE&reported_from={since}&reported_to={until}"
COMPLAINTS = "/complaints/figures/?since={since}&until={until}"
CONNECTIONS = "/connections/?stage=ENDED&reported_from={since}&reported_to={until}"

DEFINITIONS = (
    Definition(
        code="arrival_minutes", label=_("Mean arrival"), unit=MINUTES, rows=REPAIRS, article=_("−1.01 min"),
        means=_("From the report to the crew on site, over the repairs told in the period that a crew reached."),
    ),
    Definition(
        code="repair_minutes", label=_("Mean repair"), unit=MINUTES, rows=REPAIRS, article=_("−66.68 min"),
        means=_("From the crew on site to power restored. The article does not say where its clock starts: this is our reading."),
    ),
    Definition(
        code="frequent_feeders", label=_("Frequent-outage feeders"), unit=COUNT, article="−77.36 %",
        means=_("Feeders that meet the rule of set A on the last day of the period. Other rules give other feeders."),
    ),
    Definition(
        code="outage_hours", label=_("Average outage time"), unit=HOURS, article=_("−2.88 h"),
        means=_("AIHC-1 of DL/T 836: hours without power of all customers ÷ customers, short interruptions included."),
    ),
    Definition(
        code="complaints", label=_("Complaints"), unit=COUNT, rows=COMPLAINTS, article="−91.72 %",
        means=_("By the category tree in force. What counts as a complaint is a definition: beside it stand opinions and the other fates."),
    ),
    Definition(
        code="complaints_per_million", label=_("Complaints per million customers"), unit=PER_MILLION, rows=COMPLAINTS,
        article="2.11", means=_("The same ÷ customers of the area today × 1,000,000; the year before by today's customers too."),
    ),
    Definition(
        code="opinions", label=_("Opinions"), unit=COUNT, rows=COMPLAINTS,
        means=_("Matters that the same tree takes for opinions."),
    ),
    Definition(
        code="withdrawn", label=_("Withdrawn or downgraded"), unit=COUNT, rows=COMPLAINTS,
        means=_("Complaints that were withdrawn by their customer or downgraded by two persons."),
    ),
    Definition(
        code="accepted_percent", label=_("Acceptance in time"), unit=PERCENT, article="100 %", rows=REPAIRS,
        means=_("Fault orders accepted within the limit ÷ received in the period; open overdue ones are in the denominator."),
    ),
    Definition(
        code="handled_percent", label=_("Handling in time"), unit=PERCENT, article="100 %", rows=REPAIRS,
        means=_("Repairs restored within the limit ÷ those restored and those overdue and open."),
    ),
    Definition(
        code="booked_percent", label=_("Appointments made in time"), unit=PERCENT, article="99.97 %", rows=CONNECTIONS,
        means=_("Made within the booking limit ÷ due in the period (our reading of 预约及时率)."),
    ),
    Definition(
        code="kept_percent", label=_("Appointments kept in time"), unit=PERCENT, article="99.06 %", rows=CONNECTIONS,
        means=_("Somebody there by the end of the slot ÷ slots that ended in the period (our reading of 履约及时率)."),
    ),
    Definition(
        code="satisfied_percent", label=_("Follow-ups satisfied"), unit=PERCENT, article="99.9 %", rows=CONNECTIONS,
        means=_("Satisfied or fairly satisfied ÷ follow-ups reached and rated."),
    ),
    Definition(
        code="served", label=_("Residents and small firms connected at no cost of theirs"), unit=COUNT, rows=CONNECTIONS,
        article="185,300", means=_("Cases of the scheme 三零 (zero visit, approval, investment) energised in the period."),
    ),
    Definition(
        code="saved_yuan", label=_("What applicants saved"), unit=YUAN, rows=CONNECTIONS, article=_("1.156 billion yuan"),
        means=_("Sum of what stands in these cases and those of the scheme 三省, energised in the period."),
    ),
)  # fmt: skip
BY_CODE = {each.code: each for each in DEFINITIONS}
