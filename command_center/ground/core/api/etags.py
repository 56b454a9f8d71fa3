"""Lost updates refused: ``ETag: W/"rev"`` on reads, ``If-Match`` honoured on writes (412 ``StaleWrite``).

A read also shows what stands in other rows (its crew, its outage), which does not move its revision. So that a 304 is
never a lie its tag carries the contents as well, ``W/"rev.digest"``; a write looks at the revision alone.
"""

import hashlib

from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.errors import StaleWrite


def etag_of(rev: int) -> str:
    return f'W/"{rev}"'


def with_etag(response: Response, rev: int | None) -> Response:
    if rev is not None:
        response["ETag"] = etag_of(rev)
    return response


def tell_contents(etag: str, contents: bytes) -> str:
    digest = hashlib.sha256(contents).hexdigest()[:12]
    return etag.removesuffix('"') + f'.{digest}"'


def wants_unchanged(request: Request) -> bool:
    return request.headers.get("If-Match", "*").strip() != "*"


def check_unchanged(request: Request, rev: int) -> None:
    """Raise ``StaleWrite`` when the client read another revision. The caller holds the row's lock."""
    if not wants_unchanged(request):
        return
    # Weak and strong forms mean the same here: one revision number a row.
    read = {tag.strip().removeprefix("W/").strip('"') for tag in request.headers["If-Match"].split(",")}
    if str(rev) not in {tag.partition(".")[0] for tag in read}:
        raise StaleWrite(rev=rev)
