"""Who may not take a step with an order, whatever right they have."""

from typing import Any

from django.utils.translation import gettext as _

from command_center.ground.core.errors import NotAllowed


def not_by_the_concerned(order: Any, actor: Any) -> None:
    """Separation of duties (domain reference §2.6): whom a matter is about neither investigates, answers nor reviews it.

    Raises ``NotAllowed`` for a person whose own unit, or one below it, is the one concerned.
    """
    if order.concerns_id is None or actor is None:
        return
    home = getattr(actor, "home", None)
    if home is not None and home.path.startswith(order.concerns.path):
        raise NotAllowed(_("This matter is about your own unit: another one has to handle it."))
