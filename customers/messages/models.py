"""Templates, preferences, every message and what became of it, what customers answered, and the book of promises."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Now
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from customers.messages.catalogue import EN, KINDS, ZH, PromiseKind
from customers.messages.rendering import mistakes
from customers.messages.words import kinds
from customers.phones import mask_phone


class Language(models.TextChoices):
    CHINESE = ZH, _("Chinese")
    ENGLISH = EN, _("English")


class MessageChannel(models.TextChoices):
    """How a word reached somebody. The last three leave no message: they are told by people and by pages."""

    SMS = "SMS", _("Text message")
    WECHAT = "WECHAT", _("WeChat")
    EMAIL = "EMAIL", _("E-mail")
    PHONE = "PHONE", _("Phone call")
    PAGE = "PAGE", _("Status page and customer's link")
    DESK = "DESK", _("At the desk")


SENT_BY_US = (MessageChannel.SMS, MessageChannel.WECHAT, MessageChannel.EMAIL)


class MessageTemplate(models.Model):
    """One version of a text. The highest version of a kind and language is in force; a row is never edited (a trigger)."""

    kind = models.CharField(max_length=30, choices=kinds)
    language = models.CharField(max_length=10, choices=Language)
    version = models.PositiveIntegerField()
    text = models.TextField(help_text=_("Variables in braces, e.g. {until}"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("message template")
        verbose_name_plural = _("message templates")
        ordering = ["kind", "language", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language", "version"], name="one_template_per_kind_language_and_version"
            ),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="template_language_is_known"),
            models.CheckConstraint(condition=~Q(text=""), name="a_template_has_a_text"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language} {self.version}"

    def clean(self) -> None:
        kind = KINDS.get(self.kind)
        if kind and (wrong := list(mistakes(self.text, kind.variables))):
            said = {"wrong": ", ".join(wrong), "known": ", ".join(f"{{{name}}}" for name in kind.variables)}
            raise ValidationError({"text": _now("Nobody fills in %(wrong)s. There are: %(known)s.") % said})


class ContactPreference(models.Model):
    """How a customer wants to be told. WeChat and e-mail need their consent, kept with when and how it was given."""

    customer = models.OneToOneField(
        "customers.Customer", primary_key=True, on_delete=models.CASCADE, related_name="preference"
    )
    language = models.CharField(max_length=10, choices=Language, default=Language.CHINESE)
    channel = models.CharField(
        max_length=10, choices=[(c.value, c.label) for c in SENT_BY_US], default=MessageChannel.SMS
    )
    email = models.EmailField(blank=True)
    wechat_id = models.CharField(max_length=80, blank=True)
    quiet_from = models.TimeField(null=True, blank=True, help_text=_("Empty: 22:00; equal to the end: none"))
    quiet_to = models.TimeField(null=True, blank=True, help_text=_("Empty: 07:00"))
    opted_out = models.BooleanField(default=False, help_text=_("Wants no messages; those about danger go all the same"))
    no_surveys = models.BooleanField(default=False, help_text=_("Is not asked how we did; everything else is told"))
    consent_at = models.DateTimeField(null=True, blank=True)
    consent_how = models.CharField(max_length=120, blank=True, help_text=_("e.g. form 17 at the counter, reply by SMS"))
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("contact preference")
        verbose_name_plural = _("contact preferences")
        constraints = [
            models.CheckConstraint(
                condition=Q(consent_at=None, consent_how="") | Q(consent_at__isnull=False) & ~Q(consent_how=""),
                name="a_consent_says_when_and_how",
            ),
            models.CheckConstraint(
                condition=Q(channel=MessageChannel.SMS) | Q(consent_at__isnull=False),
                name="no_other_channel_without_consent",
            ),
            models.CheckConstraint(
                condition=(~Q(channel=MessageChannel.EMAIL) | ~Q(email=""))
                & (~Q(channel=MessageChannel.WECHAT) | ~Q(wechat_id="")),
                name="a_channel_has_its_address",
            ),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="preferred_language_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.channel} {self.language}"


class MessageState(models.TextChoices):
    WAITING = "WAITING", _("Waits")
    SENDING = "SENDING", _("Is being sent")
    SENT = "SENT", _("Sent")
    DELIVERED = "DELIVERED", _("Delivered")
    FAILED = "FAILED", _("Not delivered")
    UNCERTAIN = "UNCERTAIN", _("Perhaps sent: nobody knows")
    REPLACED = "REPLACED", _("Replaced by a newer one")
    WITHHELD = "WITHHELD", _("Not sent on purpose")


# What may still leave: due, to be tried again, or being handed over at this moment.
ON_ITS_WAY = (MessageState.WAITING, MessageState.SENDING)
FOR_A_PERSON = (MessageState.FAILED, MessageState.UNCERTAIN)


class Message(models.Model):
    """One message to one customer. ``key`` is stable: the provider knows the message by it, whoever sends it again.

    ``chains``: whose matters its promise is about (``Promise.chain``); ``reason``: why it says another thing than before.
    ``overtaken``: said while it is being handed over: why it does not go again if it is not taken this time.
    """

    key = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=30, choices=kinds)
    family = models.CharField(max_length=20)
    customer = models.ForeignKey(
        "customers.Customer", null=True, blank=True, on_delete=models.PROTECT, related_name="messages"
    )
    org_path = models.CharField(max_length=120)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    subject_ref = models.CharField(max_length=40, help_text=_("Number of the outage, order or plan"))

    channel = models.CharField(max_length=10, choices=MessageChannel)
    recipient = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=10, choices=Language)
    template_version = models.PositiveIntegerField(default=0, help_text=_("0: the text of the catalogue"))
    variables = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    reason = models.CharField(max_length=40, blank=True)

    promise_kind = models.CharField(max_length=10, blank=True)
    from_at = models.DateTimeField(null=True, blank=True)
    until_at = models.DateTimeField(null=True, blank=True)
    since_at = models.DateTimeField(null=True, blank=True)
    chains = ArrayField(models.CharField(max_length=60), default=list, blank=True)

    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.WAITING)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    gateway = models.CharField(max_length=20, blank=True)
    provider_id = models.CharField(max_length=120, blank=True)
    error = models.CharField(max_length=300, blank=True)
    overtaken = models.CharField(max_length=40, blank=True, default="", db_default="")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_how = models.CharField(max_length=200, blank=True)
    updated_at = models.DateTimeField(auto_now=True, db_default=Now())

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MessageState.values), name="message_state_is_known"),
            models.CheckConstraint(condition=Q(channel__in=MessageChannel.values), name="message_channel_is_known"),
            models.CheckConstraint(
                condition=Q(promise_kind__in=["", *map(str, PromiseKind)]), name="message_promise_is_known"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_how="") | Q(settled_at__isnull=False) & ~Q(settled_how=""),
                name="who_settles_a_message_says_how",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="WAITING"), name="message_waiting"),
            models.Index(
                fields=["customer", "family"], condition=Q(state__in=["WAITING", "SENDING"]), name="message_to_overtake"
            ),
            models.Index(fields=["claimed_at"], condition=Q(state="SENDING"), name="message_being_sent"),
            models.Index(
                fields=["org_path"],
                condition=Q(state__in=["FAILED", "UNCERTAIN"], settled_at=None),
                name="message_for_a_person",
            ),
            models.Index(fields=["subject_kind", "subject_id", "id"], name="message_by_subject"),
            models.Index(fields=["customer", "id"], name="message_by_customer"),
            models.Index(fields=["updated_at", "id"], name="message_by_update"),
            models.Index(fields=["recipient", "id"], name="message_by_recipient"),
            models.Index(fields=["provider_id"], condition=~Q(provider_id=""), name="message_by_provider"),
            models.Index(OpClass("org_path", "varchar_pattern_ops"), "id", name="message_path_prefix"),
            models.Index(
                fields=["created_at"],
                condition=~Q(subject_kind="order") & ~Q(key__startswith="gone:"),
                name="message_to_be_forgotten",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_ref} {mask_phone(self.recipient)}"


class PromiseQuerySet(models.QuerySet["Promise"]):
    def with_replaced_at(self) -> "PromiseQuerySet":
        """Each with ``replaced_at``: when another word followed it in its chain; None for the last one."""
        later = Promise.objects.filter(chain=OuterRef("chain"), void_at=None, kind=OuterRef("kind")).filter(
            Q(told_at__gt=OuterRef("told_at")) | Q(told_at=OuterRef("told_at"), pk__gt=OuterRef("pk"))
        )
        return self.annotate(replaced_at=Subquery(later.order_by("told_at", "pk").values("told_at")[:1]))


class Promise(models.Model):
    """One word that was told to somebody: by message, on the phone, on a page. Never edited but for what became of it.

    ``chain`` is what the word is about for the one who heard it (``supply:17``, ``order:5``): words of one chain answer each
    other. ``came_true_at``: power back, arrival; of a BACK the moment at which it turned out to be wrong. ``void_at``: the
    message never left, so nobody heard it.
    """

    chain = models.CharField(max_length=60)
    customer = models.ForeignKey(
        "customers.Customer", null=True, blank=True, on_delete=models.PROTECT, related_name="promises"
    )
    org_path = models.CharField(max_length=120)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    subject_ref = models.CharField(max_length=40)
    kind = models.CharField(max_length=10)
    from_at = models.DateTimeField(null=True, blank=True)
    until_at = models.DateTimeField(null=True, blank=True)
    since_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField()
    channel = models.CharField(max_length=10, choices=MessageChannel)
    teller = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    message = models.ForeignKey(Message, null=True, blank=True, on_delete=models.PROTECT, related_name="promises")
    contradicts = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40, blank=True)
    came_true_at = models.DateTimeField(null=True, blank=True)
    void_at = models.DateTimeField(null=True, blank=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(contradicts=None) | ~Q(reason=""), name="a_promise_that_contradicts_carries_a_reason"
            ),
            models.CheckConstraint(condition=Q(kind__in=list(map(str, PromiseKind))), name="promise_kind_is_known"),
            models.CheckConstraint(condition=Q(channel__in=MessageChannel.values), name="promise_channel_is_known"),
        ]
        indexes = [
            models.Index(fields=["chain", "told_at", "id"], name="promise_chain"),
            models.Index(fields=["subject_kind", "subject_id"], name="promise_by_subject"),
            models.Index(fields=["customer", "id"], name="promise_by_customer"),
            models.Index(OpClass("org_path", "varchar_pattern_ops"), "told_at", name="promise_path_prefix"),
            models.Index(
                fields=["told_at"],
                condition=Q(chain__startswith="supply:") | Q(chain__startswith="plan:"),
                name="promise_to_be_forgotten",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.chain} {self.told_at:%F %T}"


class Reading(models.TextChoices):
    """What a customer's answer says, as far as a machine can read it."""

    STILL_OUT = "STILL_OUT", _("Still without power")
    IS_BACK = "IS_BACK", _("Has power")
    STOP = "STOP", _("Wants no more messages")
    RATED = "RATED", _("Says how we did")
    UNREAD = "UNREAD", _("A person has to read it")


class Reply(models.Model):
    """What a customer answered to a message, as they wrote it. Kept whatever it says."""

    channel = models.CharField(max_length=10, choices=MessageChannel)
    reference = models.CharField(max_length=120, help_text=_("The provider's id of the reply"))
    sender = models.CharField(max_length=120)
    text = models.TextField()
    reading = models.CharField(max_length=10, choices=Reading)
    message = models.ForeignKey(Message, null=True, blank=True, on_delete=models.PROTECT, related_name="replies")
    customer = models.ForeignKey(
        "customers.Customer", null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    org_path = models.CharField(max_length=120)
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_how = models.CharField(max_length=200, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("customer's reply")
        verbose_name_plural = _("customers' replies")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["channel", "reference"], name="one_reply_per_channel_and_reference"),
            models.CheckConstraint(condition=Q(reading__in=Reading.values), name="reply_reading_is_known"),
        ]
        indexes = [
            models.Index(fields=["org_path"], condition=Q(reading="UNREAD", settled_at=None), name="reply_to_be_read"),
            models.Index(fields=["updated_at", "id"], name="reply_by_update"),
        ]

    def __str__(self) -> str:
        return f"{mask_phone(self.sender)} {self.received_at:%F %T}"
