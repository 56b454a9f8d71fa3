"""What every verb of the API does after permission: once per key, only on the revision that was read, then the new state."""

from collections.abc import Callable, Mapping
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.etags import check_unchanged, wants_unchanged, with_etag
from command_center.ground.core.api.idempotency import answer_once


def act_once(
    request: Request,
    keys_of: str,
    *,
    perform: Callable[[], object],
    locked_rev: Callable[[], int],
    state_of: Callable[[], Mapping[str, Any]],
) -> Response:
    """``perform`` in one transaction; what it answers as a mapping stands beside the new state, which has a ``rev``.

    ``keys_of`` names the collection whose idempotency keys count; ``locked_rev`` locks the row and tells its revision. Raises
    ``StaleWrite`` when the client has read another one.
    """

    def once() -> tuple[int, dict[str, Any]]:
        if wants_unchanged(request):
            check_unchanged(request, locked_rev())
        more = perform()
        return 200, {**state_of(), **(more if isinstance(more, dict) else {})}

    response = answer_once(request, keys_of, once)
    return with_etag(response, response.data.get("rev"))
