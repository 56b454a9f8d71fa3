"""One family of errors in the trade's words; one translator at the edge turns them into RFC 9457 problems."""

from typing import Any, Self

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A rule of the trade said no.

    ``code`` is stable and for machines, ``title`` is for people in their language, ``detail`` names the case at hand.
    """

    code = "refused"
    status = 400
    title: str | Promise = _("The request was refused.")

    def __init__(self, detail: str | Promise = "", *, pointer: str = "", **data: Any) -> None:
        super().__init__(str(detail) or str(self.title))
        self.detail = detail
        self.pointer = pointer
        self.data = data
        # What the audit trail is to keep of the refusal. Written at the edge: the transaction that refuses is rolled back.
        self.traces: list[dict[str, Any]] = []

    def adding(self, words: str) -> Self:
        """The same refusal with a further sentence; with none it stays as it is."""
        if words:
            self.detail = f"{self.detail or self.title} {words}"
        return self

    def leaving(self, *traces: dict[str, Any]) -> Self:
        self.traces += traces
        return self


class NotFound(DomainError):
    """Unknown, or outside the asker's jurisdiction: the two look the same on purpose."""

    code, status, title = "not_found", 404, _("There is no such thing here, or it is outside your area.")


class NotAllowed(DomainError):
    code, status, title = "not_allowed", 403, _("Your role does not allow this.")


class IllegalTransition(DomainError):
    code, status, title = "illegal_transition", 409, _("This step is not possible in the present state.")


class Conflict(DomainError):
    code, status, title = "conflict", 409, _("Somebody else was faster.")


class SomebodyElse(DomainError):
    """A page loaded by one person acts while another is signed in."""

    code, status = "someone_else_signed_in", 409
    title = _("Somebody else is signed in at this desk now.")


class StaleWrite(DomainError):
    code, status, title = "stale_write", 412, _("The record has changed since you read it.")


class Invalid(DomainError):
    code, status, title = "invalid", 422, _("Something in the request is missing or does not fit.")


class KeyReused(DomainError):
    code, status, title = "idempotency_key_reused", 422, _("This idempotency key was used for a different request.")


def require_reason(reason: str) -> None:
    """Raises ``Invalid``: whoever takes something back, moves it or sets it aside says why."""
    if not reason.strip():
        raise Invalid(gettext("Say why."), pointer="/reason")
