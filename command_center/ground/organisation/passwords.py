"""A new password ends everything that was opened with the old one, through whichever door it was set."""

from typing import Any

import structlog
from django.db import transaction

from command_center.ground.core import audit
from command_center.ground.organisation.models import User
from command_center.ground.organisation.sign_ins import end_all


class NewPasswordEndsAll:
    """Stands among the validators, because Django tells those of every new password: page, back office and command."""

    def validate(self, password: str, user: Any = None) -> None:
        """Any password will do here."""

    def get_help_text(self) -> str:
        return ""

    @transaction.atomic
    def password_changed(self, password: str, user: Any = None) -> None:
        if not isinstance(user, User) or user.pk is None:
            return
        end_all(user)
        audit.record(actor=_who_acts(), action="password_changed", object_kind="user", object_ref=user.username)


def _who_acts() -> User | None:
    """The person whose request this is, as the log knows them; None for a command."""
    user_id = structlog.contextvars.get_contextvars().get("user_id")
    return User.objects.filter(pk=user_id).first() if user_id else None
