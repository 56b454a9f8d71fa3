"""An export from the question to its removal: asked, claimed by one worker at a time, carried on, finished, dropped.

A worker that is killed leaves a claim that runs out; the next one begins that file anew. What a try wrote is a file of its own,
and only the claim that still stands may name one.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import IO, TypeVar

import structlog
from celery import current_app
from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import override
from kombu.exceptions import KombuError

from command_center.ground.core import audit
from command_center.ground.core.errors import Conflict, Invalid, NotFound
from command_center.ground.exports.models import Export, ExportQuerySet
from command_center.ground.organisation.hearing import open_gates
from command_center.ground.organisation.models import User

log = structlog.get_logger(__name__)

MAKE = "exports.make"  # by its name: the task stands above (screens/exports/tasks.py)
LEASE = timedelta(seconds=60)
ROWS_A_REPORT = 2000
MOST_TRIES = 5
MOST_WAITING, MOST_KEPT = 3, 20
R = TypeVar("R")


class ClaimLost(Exception):
    """Somebody else makes the file by now, or nobody wants it any more."""


@transaction.atomic
def ask_for_export(
    *, owner: User, table: str, query: str, form: str, language: str, title: str, rows: int, at: datetime
) -> Export:  # fmt: skip
    """Raises ``Invalid`` for who has too many waiting or kept."""
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)
    mine = kept_exports(owner)
    if mine.unfinished().count() >= MOST_WAITING:
        raise Invalid(_("%(n)d files are being made for you already: wait for one of them.") % {"n": MOST_WAITING})
    if mine.count() >= MOST_KEPT:
        raise Invalid(_("%(n)d files are kept for you: remove one that you have.") % {"n": MOST_KEPT})
    export = Export.objects.create(
        owner=owner, table=table, query=query, form=form, language=language, title=title, rows=rows,
        reach_hash=reach_hash_of(owner), asked_at=at,
    )  # fmt: skip
    transaction.on_commit(wake_a_worker)
    return export


def wake_a_worker() -> None:
    """May be lost: beat looks every ten seconds anyway."""
    try:
        current_app.send_task(MAKE, retry=False, expires=60)
    except (KombuError, OSError) as error:
        log.warning("exports_wait_for_beat", error=str(error))


@transaction.atomic
def claim_export(at: datetime) -> Export | None:
    """The oldest that nobody is at work on; None while another is being made, so that files never take all workers."""
    if Export.objects.unfinished().filter(claimed_until__gt=at).exists():
        return None
    export = (
        Export.objects.free(at).select_for_update(no_key=True, skip_locked=True, of=("self",)).order_by("pk").first()
    )
    if export is None:
        return None
    if export.tries >= MOST_TRIES:
        with override(export.language):
            export.finished_at, export.problem = at, _("It could not be made in %(n)d tries.") % {"n": MOST_TRIES}
        export.save(update_fields=["finished_at", "problem"])
        return None
    export.tries, export.claimed_until, export.rows_done = export.tries + 1, at + LEASE, 0
    export.save(update_fields=["tries", "claimed_until", "rows_done"])
    return export


def carrying_on(export: Export, rows: Iterable[R]) -> Iterator[R]:
    """The rows, telling every so many how far they are and keeping the claim. Raises ``ClaimLost``."""
    done = 0
    for done, row in enumerate(rows, start=1):
        if done % ROWS_A_REPORT == 0:
            _carry_on(export, done)
        yield row
    _carry_on(export, done)


def _carry_on(export: Export, done: int) -> None:
    if not _mine(export).update(rows_done=done, claimed_until=now() + LEASE):
        raise ClaimLost(export.pk)


def _mine(export: Export) -> ExportQuerySet:
    return Export.objects.unfinished().filter(pk=export.pk, tries=export.tries)


def keep_file(export: Export, content: IO[bytes]) -> None:
    """The file first, then the row that names it. Raises ``ClaimLost``, and nothing is kept."""
    kept = File(content)
    export.file.save(f"{export.title}.{export.form}", kept, save=False)
    done = {"file": export.file.name, "size": kept.size, "finished_at": now(), "claimed_until": None}
    if not _mine(export).update(**done):
        export.file.delete(save=False)
        raise ClaimLost(export.pk)


def refuse_export(export: Export, words: str) -> None:
    """It cannot be made, and never could: who asked reads why."""
    _mine(export).update(problem=words[:300], finished_at=now(), claimed_until=None)


def kept_exports(owner: User) -> ExportQuerySet:
    """Of this person, and not older than files are kept."""
    return Export.objects.filter(owner=owner, asked_at__gte=keep_until())


def own_export(owner: User, export_id: int) -> Export:
    """Raises ``NotFound``: another's looks as if it did not exist; one whose days are over does not, dropped or not."""
    export = kept_exports(owner).filter(pk=export_id).first()
    if export is None:
        raise NotFound()
    return export


def file_for(owner: User, export_id: int) -> Export:
    """Open, for who asked for it and still has the area and the rights of then; the trail keeps it. Raises ``Conflict``."""
    export = own_export(owner, export_id)
    if not export.file:
        raise Conflict(_("This file is not made yet.") if export.finished_at is None else export.problem)
    check_reach(export, owner)
    try:
        export.file.open("rb")
    except FileNotFoundError:
        raise Conflict(_("This file is no longer where it was kept: ask for it anew.")) from None
    audit.record(
        actor=owner, action="export_downloaded", object_kind="export", object_ref=str(export.pk), table=export.table,
        form=export.form, rows=export.rows_done,
    )  # fmt: skip
    return export


def check_reach(export: Export, owner: User) -> None:
    """Asked for, made and fetched as one and the same: who was somebody else meanwhile may not read what was chosen then.

    Raises ``Conflict``.
    """
    if export.reach_hash != reach_hash_of(owner):
        raise Conflict(_("Your area or your rights have changed since this file was asked for: ask for it anew."))


@transaction.atomic
def remove_export(*, owner: User, export_id: int) -> None:
    """Made or not: a worker at work on it finds its claim gone."""
    own_export(owner, export_id)
    _drop([export_id])


@transaction.atomic
def drop_exports(*, before: datetime) -> int:
    """Those asked for before then, with their files, and files of which no row is left; how many rows."""
    transaction.on_commit(_drop_strays)
    return _drop(list(Export.objects.filter(asked_at__lt=before).values_list("pk", flat=True)))


def keep_until() -> datetime:
    """What was asked for before this moment has been kept long enough."""
    return now() - timedelta(days=settings.KEEP_EXPORTS_DAYS)


def _drop(ids: list[int]) -> int:
    gone = Export.objects.filter(pk__in=ids).delete()[1].get(Export._meta.label, 0)
    for pk in ids:
        transaction.on_commit(partial(_drop_files, pk))
    return gone


def _drop_files(export_id: int) -> None:
    """All of the folder: a try that was killed left one that no row names."""
    folder = f"exports/{export_id}"
    with suppress(OSError):  # somebody writes into it just now: it is a stray, the next time
        for name in default_storage.listdir(folder)[1]:
            default_storage.delete(f"{folder}/{name}")
        default_storage.delete(folder)


def _drop_strays() -> None:
    """A worker that is killed while it keeps a file whose row was removed meanwhile leaves a folder that nothing names."""
    with suppress(FileNotFoundError):
        folders = {int(name) for name in default_storage.listdir("exports")[0] if name.isdigit()}
        for pk in folders.difference(Export.objects.filter(pk__in=folders).values_list("pk", flat=True)):
            _drop_files(pk)


def reach_hash_of(person: User) -> str:
    """Of what decides which rows a person gets: their role, their area, and what is told to them in confidence."""
    reach = [person.role, sorted(person.scope_paths), sorted(open_gates(person))]
    return hashlib.sha256(json.dumps(reach).encode()).hexdigest()
