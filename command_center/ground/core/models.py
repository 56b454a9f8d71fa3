"""The event store, the deliveries, idempotency keys and the audit trail."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Stream(models.Model):
    """The one counter of the event stream. ``epoch`` changes after a restore, so that clients take a new snapshot."""

    seq = models.BigIntegerField(default=0)
    epoch = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="there_is_one_stream")]

    def __str__(self) -> str:
        return f"{self.epoch}:{self.seq}"


class EventRecord(models.Model):
    """A fact, stored in the transaction that made it true; ``seq`` is stamped by the relay when it is published."""

    seq = models.BigIntegerField(null=True, unique=True)
    name = models.CharField(max_length=80)
    subject = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    org_path = models.CharField(max_length=120)
    payload = models.JSONField()
    request_id = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            # The relay reads only this index; it holds a handful of rows.
            models.Index(fields=["id"], condition=Q(seq=None), name="event_unpublished"),
            models.Index(fields=["subject", "subject_id", "id"], name="event_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.seq or '–'} {self.name} {self.subject} {self.subject_id}"


class Delivery(models.Model):
    """One handler's copy of one event: the work itself. Done, due again later, or dead and waiting for a person."""

    event = models.ForeignKey(EventRecord, on_delete=models.CASCADE, related_name="deliveries")
    handler = models.CharField(max_length=120)
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    claims = models.PositiveSmallIntegerField(default=0, db_default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    dead_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="one_delivery_per_event_and_handler")]
        indexes = [
            models.Index(
                fields=["handler", "due_at"], condition=Q(done_at=None, dead_at=None), name="delivery_unfinished"
            ),
            models.Index(fields=["dead_at"], condition=Q(dead_at__isnull=False), name="delivery_dead"),
        ]

    def __str__(self) -> str:
        return f"{self.handler} ← {self.event_id}"


class IdempotencyKey(models.Model):
    """A request that was answered once; the same key gets the same answer. Written in the request's transaction."""

    scope = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="one_answer_per_idempotency_key")]

    def __str__(self) -> str:
        return f"{self.scope}:{self.key}"


class TokenUse(models.Model):
    """When an API token was used last, to within ten minutes: an unused one is one to revoke."""

    token = models.OneToOneField("knox.AuthToken", primary_key=True, on_delete=models.CASCADE, related_name="use")
    last_used_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.token_id} {self.last_used_at:%F %T}"


class AuditEntry(models.Model):
    """Who did or tried what, when. Append-only by trigger; the relay seals entries into a hash chain."""

    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=40, blank=True)
    object_ref = models.CharField(max_length=80, blank=True)
    allowed = models.BooleanField(default=True)
    detail = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, blank=True)
    seal_number = models.BigIntegerField(null=True, unique=True)
    seal = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")
        indexes = [
            models.Index(fields=["id"], condition=Q(seal_number=None), name="audit_unsealed"),
            models.Index(fields=["object_kind", "object_ref", "id"], name="audit_by_object"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.action} {self.object_ref}"
