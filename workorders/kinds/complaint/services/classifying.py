"""What a matter alleges, by the tree in force when it was told; every change stays in the log."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict, Invalid
from command_center.ground.core.values import china_day
from workorders.engine.advance import advance
from workorders.kinds.complaint.models import Category, Classification, Grade
from workorders.kinds.complaint.offered import tree_at
from workorders.matter import Matter
from workorders.models import Note
from workorders.models.orders import WorkOrder
from workorders.services.matters import Taken, open_matter


@transaction.atomic
def classify(*, order_id: int, category: str, grade: str, reason: str, at: datetime, actor: Any) -> Classification:
    """Say what is alleged and how grave it is. A second time needs a reason: a category decides what is counted.

    Raises ``Invalid`` for codes that the tree of that day does not have, ``Conflict`` where nothing would change.
    """
    order = WorkOrder.objects.lock(order_id)
    found, graded = _named(category, grade, at=order.reported_at)
    before = classification_of(order)
    if before is not None and not reason.strip():
        raise Invalid(_("It was classified already: say why it changes."), pointer="/reason")
    if before is not None and (before.category_id, before.grade_id) == (found.pk, graded.pk):
        raise Conflict(_("It is classified like this already."))
    words = f"{_in_words(found, graded)}: {reason.strip()}".rstrip(": ")
    advance([order], "classify", at=at, actor=actor, detail=words, sub_kind=found.group)
    return Classification.objects.create(
        order=order, category=found, grade=graded, reason=reason.strip(), actor=actor, at=at
    )


@transaction.atomic
def file_classified(matter: Matter, *, category: str, grade: str, at: datetime, actor: Any) -> Taken:
    """A complaint comes in with what it alleges: both are there, or neither. The category says its sub-type.

    One that was told before and classified then stays so, because a change needs a reason: what is said now is kept as a note.
    Raises what ``open_matter`` and ``classify`` raise.
    """
    found, graded = _named(category, grade, at=at)
    taken = open_matter(replace(matter, sub_kind=found.group), at=at, actor=actor)
    before = classification_of(taken.order)
    if before is None:
        classify(order_id=taken.order.pk, category=category, grade=grade, reason="", at=at, actor=actor)
        taken.order.refresh_from_db()
    elif not taken.known and (before.category_id, before.grade_id) != (found.pk, graded.pk):
        Note.objects.create(order=taken.order, author=actor, text=_in_words(found, graded), at=at)
    return taken


def _named(category: str, grade: str, *, at: datetime) -> tuple[Category, Grade]:
    """The rows of these codes in the tree of that day. Raises ``Invalid`` for one that it does not have."""
    tree = tree_at(china_day(at))
    found = Category.objects.filter(tree=tree, code=category).first()
    if found is None:
        raise Invalid(_("The tree of that day has no such category."), pointer="/category")
    graded = Grade.objects.filter(tree=tree, code=grade).first()
    if graded is None:
        raise Invalid(_("The tree of that day has no such grade."), pointer="/grade")
    return found, graded


def _in_words(category: Category, grade: Grade) -> str:
    return f"{category.label} · {grade.label}"


def classification_of(order: WorkOrder) -> Classification | None:
    """The one that holds. One query."""
    return order.classifications.select_related("category", "grade").order_by("-pk").first()
