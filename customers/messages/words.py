"""The words of the catalogue in the reader's language."""

from typing import Any

# The words stand marked in the catalogue; here they are looked up.
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as translated_later

from customers.messages.catalogue import KINDS


def kind_words(code: str) -> str:
    """What a kind of message is called now; a kind that is gone by its code."""
    return translated(KINDS[code].words) if code in KINDS else code


def kinds() -> list[tuple[str, Any]]:
    """Codes and words for a column. As a function, so that a new kind changes no field and needs no migration."""
    return [(kind.code, translated_later(kind.words)) for kind in KINDS.values()]
