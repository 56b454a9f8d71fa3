"""The edge of every view: body in, validated; nothing else of the request reaches a service."""

from functools import cache
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request


def body_of(serializer: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """The request's body as plain values. Raises a 422 with one pointer per bad field."""
    return dict(_reader(serializer).run_validation(request.data))


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
