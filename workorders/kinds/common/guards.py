"""Who may not take a step with an order, whatever right they have."""

from typing import Any

from django.utils.translation import gettext as _

from command_center.ground.core.errors import NotAllowed


def not_by_the_concerned(order: Any, actor: Any) -> None:
    """Separation of duties (domain reference §2.6): whom a matter is about neither investigates, answers nor reviews it.

    Raises ``NotAllowed`` for a person whose own unit, or one below it, is the one concerned.
    """
    if actor is not None and is_of_the_concerned(order, actor):
        raise NotAllowed(_("This matter is about your own unit: another one has to handle it."))


def only_by_the_concerned(order: Any, actor: Any) -> None:
    """Whom a complaint is about is the one who may dispute it. Raises ``NotAllowed`` for everybody else."""
    if actor is not None and not is_of_the_concerned(order, actor):
        raise NotAllowed(_("Only the unit that the complaint is about can appeal."))


def is_of_the_concerned(order: Any, person: Any) -> bool:
    """Whether the person belongs to the unit that the order is about, or to one below it."""
    if order.concerns_id is None:
        return False
    home = getattr(person, "home", None)
    return home is not None and home.path.startswith(order.concerns.path)
