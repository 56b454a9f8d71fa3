"""The texts in force: the highest version of each kind and language, the catalogue's where nobody wrote one."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from command_center.ground.core.postgres import lock_until_commit
from customers.messages.catalogue import KINDS
from customers.messages.models import MessageTemplate

# (kind, language) → (version, text)
Texts = dict[tuple[str, str], tuple[int, str]]


def texts_in_force() -> Texts:
    """One query; a text of the catalogue has version 0."""
    texts: Texts = {(kind.code, lang): (0, text) for kind in KINDS.values() for lang, text in kind.texts.items()}
    rows = MessageTemplate.objects.order_by("kind", "language", "-version").distinct("kind", "language")
    texts |= {
        (kind, lang): (version, text)
        for kind, lang, version, text in rows.values_list("kind", "language", "version", "text")
    }
    return texts


@transaction.atomic
def write_version(*, kind: str, language: str, text: str, actor: Any, at: datetime) -> MessageTemplate:
    """Another version of a text, in force from now on. Raises ``ValidationError`` for a variable that nobody fills in."""
    lock_until_commit(f"template:{kind}:{language}")
    last = MessageTemplate.objects.filter(kind=kind, language=language).aggregate(last=Max("version"))["last"] or 0
    row = MessageTemplate(kind=kind, language=language, version=last + 1, text=text, author=actor, at=at)
    row.full_clean(exclude=["author"])
    row.save()
    return row
