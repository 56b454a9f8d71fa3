"""How messages, promises and answers leave the house: recipients masked, words in the reader's language."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from command_center.ground.core.api.moments import Moment
from command_center.ground.core.api.shapes import RowShape
from customers.messages.catalogue import KINDS, ZH
from customers.messages.models import FOR_A_PERSON, Message, MessageChannel, MessageState, Promise, Reading, Reply
from customers.messages.promises import Verdict
from customers.messages.rendering import veiled
from customers.messages.selectors.book import judged
from customers.messages.wording import reason_words
from customers.messages.words import kind_words
from customers.phones import mask_name, mask_phone

MESSAGE_KINDS = [(kind.code, kind.words) for kind in KINDS.values()]


def masked(address: str) -> str:
    """Enough to recognise a phone, an e-mail or a WeChat id, not enough to use it."""
    if "@" in address:
        name, host = address.split("@", 1)
        return f"{name[:1]}***@{host}"
    return mask_phone(address)


def why(reason: str) -> str:
    """A code of ``catalogue.REASONS`` in the language of whoever reads the log."""
    return reason_words(reason, get_language() or ZH) if reason else ""


class SubjectOut(serializers.Serializer[Any]):
    kind = serializers.CharField()
    number = serializers.CharField()


class MessageOut(RowShape[Message]):
    """``for_a_person``: somebody has to act: nobody knows that it arrived. ``text`` as it went, or will go as things stand, without the key of a link."""

    words = serializers.SerializerMethodField()
    state_words = serializers.SerializerMethodField()
    text = serializers.SerializerMethodField()
    subject = serializers.SerializerMethodField()
    customer = serializers.SerializerMethodField()
    recipient = serializers.SerializerMethodField()
    for_a_person = serializers.SerializerMethodField()
    reason_words = serializers.SerializerMethodField()
    settled_by = serializers.SerializerMethodField()

    class Meta:
        model = Message
        fields = [
            "id", "key", "kind", "words", "state", "state_words", "subject", "customer", "channel", "recipient", "language",
            "template_version", "text", "reason", "reason_words", "due_at", "attempts", "gateway", "provider_id", "error", "created_at",
            "sent_at", "delivered_at", "for_a_person", "settled_at", "settled_by", "settled_how", "updated_at",
        ]  # fmt: skip

    def get_words(self, row: Message) -> str:
        return kind_words(row.kind)

    def get_state_words(self, row: Message) -> str:
        return str(MessageState(row.state).label)

    def get_text(self, row: Message) -> str:
        return veiled(row.text)

    @extend_schema_field(SubjectOut)
    def get_subject(self, row: Message) -> dict[str, str]:
        return {"kind": row.subject_kind, "number": row.subject_ref}

    def get_customer(self, row: Message) -> str:
        return f"{row.customer.number} {mask_name(row.customer.name)}" if row.customer else ""

    def get_recipient(self, row: Message) -> str:
        return masked(row.recipient)

    def get_reason_words(self, row: Message) -> str:
        return why(row.reason)

    def get_for_a_person(self, row: Message) -> bool:
        return row.state in FOR_A_PERSON and row.settled_at is None

    def get_settled_by(self, row: Message) -> str | None:
        return str(row.settled_by) if row.settled_by else None


PROMISE_WORDS = {
    "BACK_BY": lambda: _("power is back by"),
    "BACK": lambda: _("power is back"),
    "ARRIVAL": lambda: _("somebody arrives by"),
    "SLOT": lambda: _("somebody comes between"),
    "WINDOW": lambda: _("planned work between"),
}
VERDICT_WORDS = {
    Verdict.OPEN: lambda: _("not due yet"),
    Verdict.KEPT: lambda: _("kept"),
    Verdict.BROKEN: lambda: _("broken"),
    Verdict.MOVED: lambda: _("moved"),
    Verdict.NEVER_TOLD: lambda: _("never told"),
}


class PromiseOut(RowShape[Promise]):
    """One word that somebody heard, and what became of it as of now. ``contradicts``: it took the one before back."""

    words = serializers.SerializerMethodField()
    subject = serializers.SerializerMethodField()
    customer = serializers.SerializerMethodField()
    contradicts = serializers.SerializerMethodField()
    verdict = serializers.SerializerMethodField()
    verdict_words = serializers.SerializerMethodField()
    reason_words = serializers.SerializerMethodField()
    teller = serializers.SerializerMethodField()

    class Meta:
        model = Promise
        fields = [
            "id", "chain", "kind", "words", "from_at", "until_at", "told_at", "channel", "teller", "subject", "customer",
            "contradicts", "reason", "reason_words", "came_true_at", "verdict", "verdict_words",
        ]  # fmt: skip

    def get_words(self, row: Promise) -> str:
        return PROMISE_WORDS[row.kind]()

    @extend_schema_field(SubjectOut)
    def get_subject(self, row: Promise) -> dict[str, str]:
        return {"kind": row.subject_kind, "number": row.subject_ref}

    def get_customer(self, row: Promise) -> str:
        return f"{row.customer.number} {mask_name(row.customer.name)}" if row.customer else ""

    def get_reason_words(self, row: Promise) -> str:
        return why(row.reason) if row.contradicts_id else ""

    def get_contradicts(self, row: Promise) -> bool:
        return row.contradicts_id is not None

    @extend_schema_field(serializers.ChoiceField(choices=[v.value for v in Verdict]))
    def get_verdict(self, row: Promise) -> str:
        return judged(row, self.context["at"]).value

    def get_verdict_words(self, row: Promise) -> str:
        return VERDICT_WORDS[judged(row, self.context["at"])]()

    def get_teller(self, row: Promise) -> str | None:
        return str(row.teller) if row.teller else None


class ReplyOut(RowShape[Reply]):
    reading_words = serializers.SerializerMethodField()
    sender = serializers.SerializerMethodField()
    customer = serializers.SerializerMethodField()
    subject = serializers.SerializerMethodField()

    class Meta:
        model = Reply
        fields = [
            "id", "channel", "sender", "text", "reading", "reading_words", "subject", "customer", "received_at",
            "settled_at", "settled_how", "updated_at",
        ]  # fmt: skip

    def get_reading_words(self, row: Reply) -> str:
        return str(Reading(row.reading).label)

    def get_sender(self, row: Reply) -> str:
        return masked(row.sender)

    def get_customer(self, row: Reply) -> str:
        return f"{row.customer.number} {mask_name(row.customer.name)}" if row.customer else ""

    @extend_schema_field(SubjectOut(allow_null=True))
    def get_subject(self, row: Reply) -> dict[str, str] | None:
        return {"kind": row.message.subject_kind, "number": row.message.subject_ref} if row.message else None


class SettleIn(serializers.Serializer[Any]):
    how = serializers.CharField(max_length=200, help_text="What was done: called, found unnecessary …")


class ReceiptIn(serializers.Serializer[Any]):
    """``key`` is ours, ``id`` the gateway's; one of them."""

    key = serializers.CharField(required=False, default="", allow_blank=True, max_length=160)
    id = serializers.CharField(required=False, default="", allow_blank=True, max_length=120)
    status = serializers.ChoiceField(choices=["delivered", "failed"])
    at = Moment(required=False, default=None, allow_null=True)
    error = serializers.CharField(required=False, default="", allow_blank=True, max_length=300)


class ReceiptsIn(serializers.Serializer[Any]):
    receipts = serializers.ListField(child=ReceiptIn(), min_length=1, max_length=1000)


class ReceiptsOut(serializers.Serializer[Any]):
    known = serializers.IntegerField(help_text="How many name a message of ours")


ANSWERED_BY = [(MessageChannel.SMS.value, "SMS"), (MessageChannel.WECHAT.value, "WECHAT")]


class CustomerReplyIn(serializers.Serializer[Any]):
    id = serializers.CharField(max_length=120)
    channel = serializers.ChoiceField(choices=ANSWERED_BY)
    sender = serializers.CharField(max_length=120)
    text = serializers.CharField(max_length=1000, allow_blank=True)
    at = Moment(required=False, default=None, allow_null=True)


class RepliesIn(serializers.Serializer[Any]):
    replies = serializers.ListField(child=CustomerReplyIn(), min_length=1, max_length=200)


class AnswersOut(serializers.Serializer[Any]):
    new = serializers.IntegerField()
