"""The edge of every view: body in, validated; nothing else of the request reaches a service."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from command_center.ground.core.api.filters import refuse_unknown


def body_of(
    serializer: type[serializers.Serializer[Any]], request: Request, *, only_known: bool = True
) -> dict[str, Any]:
    """The request's body as plain values. Raises a 422 with one pointer per bad field.

    A field that nobody reads is a mistake of the sender and is refused too, or a misspelt ``restored_at`` would mean
    "now". Where a person waits for help or a phone tells what happened it is passed over (``only_known=False``).
    """
    reader = _reader(serializer)
    said = dict(reader.run_validation(request.data))
    if only_known and (unknown := list(unknown_fields(reader, request.data))):
        words = _("There is no such field here.")
        raise serializers.ValidationError({path: [words] for path in unknown})
    return said


def query_of(serializer: type[serializers.Serializer[Any]], request: Request, *more: str) -> dict[str, Any]:
    """What an address asks, as plain values; ``more`` are parameters that somebody else reads. Raises a 422."""
    reader = _reader(serializer)
    refuse_unknown(request, {*reader.fields, *more})
    return dict(reader.run_validation(request.query_params))


def unknown_fields(reader: Any, body: Any, path: str = "") -> Iterator[str]:
    """Paths (``reporter/fone``) of what a body holds and ``reader`` does not know."""
    if isinstance(reader, serializers.ListSerializer | serializers.ListField):
        for index, item in enumerate(body if isinstance(body, list) else []):
            yield from unknown_fields(reader.child, item, f"{path}{index}/")
    elif isinstance(reader, serializers.Serializer) and isinstance(body, Mapping):
        for name in body:
            if name not in reader.fields:
                yield f"{path}{name}"
            else:
                yield from unknown_fields(reader.fields[name], body[name], f"{path}{name}/")


@cache
def _reader(serializer: type[serializers.Serializer[Any]]) -> serializers.Serializer[Any]:
    # One for all requests: building a serializer costs more than using it, and reading keeps no state in it.
    return serializer()


class Nothing(serializers.Serializer[Any]):
    """An empty body."""


class Problem(serializers.Serializer[Any]):
    """RFC 9457 ``application/problem+json``."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    errors = serializers.ListField(child=serializers.DictField(child=serializers.CharField()))  # type: ignore[assignment]


IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, description="The same key and body get the same answer (48 h)."
)
IF_MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, description='The ETag you read, e.g. W/"7".')


def described(**schema: Any) -> Any:
    """``extend_schema`` with what every operation has: problems, and for bodies the idempotency key."""
    responses = schema.pop("responses")
    answers = responses if isinstance(responses, dict) else {200: responses}
    problems = {(code, "application/problem+json"): Problem for code in schema.pop("problems", (401, 403, 404, 422))}
    if schema.get("request") is not None:
        schema["parameters"] = [*schema.get("parameters", []), IDEMPOTENCY_KEY]
    return extend_schema(responses={**answers, **problems}, **schema)
