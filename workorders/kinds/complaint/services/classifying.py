"""What a matter alleges, by the tree in force when it was told; every change stays in the log."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict, Invalid
from command_center.ground.core.values import china_day
from workorders.engine.advance import advance
from workorders.kinds.complaint.models import Category, Classification, Grade
from workorders.kinds.complaint.offered import tree_at
from workorders.models.orders import WorkOrder


@transaction.atomic
def classify(*, order_id: int, category: str, grade: str, reason: str, at: datetime, actor: Any) -> Classification:
    """Say what is alleged and how grave it is. A second time needs a reason: a category decides what is counted.

    Raises ``Invalid`` for codes that the tree of that day does not have, ``Conflict`` where nothing would change.
    """
    order = WorkOrder.objects.lock(order_id)
    tree = tree_at(china_day(order.reported_at))
    found = Category.objects.filter(tree=tree, code=category).first()
    if found is None:
        raise Invalid(_("The tree of that day has no such category."), pointer="/category")
    graded = Grade.objects.filter(tree=tree, code=grade).first()
    if graded is None:
        raise Invalid(_("The tree of that day has no such grade."), pointer="/grade")
    before = classification_of(order)
    if before is not None and not reason.strip():
        raise Invalid(_("It was classified already: say why it changes."), pointer="/reason")
    if before is not None and (before.category_id, before.grade_id) == (found.pk, graded.pk):
        raise Conflict(_("It is classified like this already."))
    words = f"{found.label} · {graded.label}: {reason.strip()}".rstrip(": ")
    advance([order], "classify", at=at, actor=actor, detail=words, sub_kind=found.group)
    return Classification.objects.create(
        order=order, category=found, grade=graded, reason=reason.strip(), actor=actor, at=at
    )


def classification_of(order: WorkOrder) -> Classification | None:
    """The one that holds. One query."""
    return order.classifications.select_related("category", "grade").order_by("-pk").first()
