"""What somebody wrote in a form that cannot be shown to them again: nothing that a person typed is dropped without a word."""

from django.http import HttpRequest

# Fields that nobody types: which form it is, and what its script and its buttons fill in.
NOT_WRITTEN = ("csrfmiddlewaretoken", "form_id", "act", "slot", "sub_kind", "what", "lat", "lon", "agreed", "code")


def written(request: HttpRequest) -> list[str]:
    """To be copied, or read out on the phone (``templates/written.html``). Reads the body, which may be large."""
    said = ((name, str(text)) for name, text in request.POST.items())
    return [text for name, text in said if name not in NOT_WRITTEN and text.strip()]


def length_of(request: HttpRequest) -> int:
    """Bytes of the body as they are announced; more than any page takes where that is no number."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 1 << 40
