"""Any request, true to the OpenAPI document or not, by every role: no crash, and no answer that the document does not tell.

schemathesis makes the requests from the document and holds the answers against it. Most of what names something names
something that is there. Seeded, so the same requests each time; each is undone, so all meet the same province.
"""

import base64
import itertools
import json
import logging
import traceback
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from types import SimpleNamespace
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.cache import cache as django_cache
from django.core.signals import got_request_exception, request_finished, request_started
from django.db import close_old_connections, transaction
from django.utils.timezone import now
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants
from knox.models import AuthToken
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from command_center.ground.organisation.roles import Role
from command_center.wsgi import application
from tests.door.inhabited import make_everybody, settle
from tests.people import give_password

CHECKS: Any = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
# Who may do most comes first and most often; then everybody once.
ABLE = [
    *[Role.SUPERVISOR] * 4, *[Role.QUALITY_OFFICER] * 2, *[Role.CONNECTION_CONTROLLER] * 2, Role.CREW_LEADER, Role.HEAD_END,
]  # fmt: skip
PEOPLE = [*(role.lower() for role in (*ABLE, *Role.values)), "nobody"]
PARTS = ["work-orders", "outages", "planned-outages", "the rest"]
SHOWN_AT_MOST = 5
MOMENTS = [timedelta(minutes=n) for n in (-60, -30, -5, 0, 30)] + [timedelta(days=n) for n in (-3, 21, 400)]

load_all_checks()


def read_document() -> Any:
    """The document taken at its word: an object has the fields that it names and no others (but a problem's data)."""
    document = json.loads(OpenApiJsonRenderer().render(SchemaGenerator().get_schema(request=None, public=True)))
    for name, schema in document["components"]["schemas"].items():
        if "properties" in schema and name != "Problem":
            schema.setdefault("additionalProperties", False)
    return schemathesis.openapi.from_dict(document)


def part_of(path: str) -> str:
    part = path.removeprefix("/api/v1/").partition("/")[0].partition(".")[0]
    return part if part in PARTS else PARTS[-1]


@cache
def operations() -> list[Any]:
    return [found.ok() for found in read_document().get_all_operations()]


# Names in bodies and addresses that stand for a thing named elsewhere.
ALSO = {
    "meter_number": ("service_points", "meters", "meter"),
    "device": ("code", "open", "close"),
    "crew_id": ("crew", "crews"),
    "work-orders": ("order", "report", "ids"),
    "customers": ("customer_number",),
}


@pytest.fixture
def real(province, cast, signed_in, monkeypatch) -> Iterator[SimpleNamespace]:
    """What can be named in the province, and how each person comes in."""
    # hypothesis would try words out of our own sources too, so that every change of them changed the requests.
    monkeypatch.setattr(providers, "_get_local_constants", Constants)
    logging.disable()  # a red run shows the one request that matters
    named = settle(province, cast, signed_in)
    for name, others in ALSO.items():
        named |= dict.fromkeys(others, named[name])
    # As Django's own test client does: the end of a request would close the connection, and the test's transaction with it.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    doors = {name: doors_of(person) for name, person in make_everybody(province, cast).items()}
    yield SimpleNamespace(named=named, doors=doors)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    logging.disable(logging.NOTSET)


def doors_of(person: Any) -> dict[bool, dict[str, str]]:
    """What a person sends to be let in, by whether it is the sign-in: name and password there, a token elsewhere."""
    if person is None:
        return {True: {}, False: {}}  # whatever the generator makes up
    basic = base64.b64encode(f"{person.username}:{give_password(person)}".encode()).decode()
    token = AuthToken.objects.create(user=person)[1]
    return {True: {"Authorization": f"Basic {basic}"}, False: {"Authorization": f"Token {token}"}}


def requests_of(operation: Any, named: dict[str, list[Any]]) -> Any:
    """A request that the document describes, or one in four that it does not."""
    right, wrong = (operation.as_strategy(generation_mode=mode) for mode in GenerationMode)
    may_be_wrong = bool(operation.body or operation.query)
    return _with_real_names(operation, [right, right, right, wrong if may_be_wrong else right], named)


@st.composite
def _with_real_names(draw: Any, operation: Any, either: list[Any], named: dict[str, list[Any]]) -> Any:
    case = draw(draw(st.sampled_from(either)))
    for name in case.path_parameters:
        choices = named.get(operation.path.split("/")[3] if name == "number" else name)
        if choices and draw(st.integers(0, 4)):
            case.path_parameters[name] = draw(st.sampled_from(choices))
    for holder in (case.query, case.body):
        if isinstance(holder, dict):
            make_real(draw, holder, named, part_of(operation.path))
    return case


def make_real(draw: Any, holder: dict[str, Any], named: dict[str, list[Any]], part: str) -> None:
    for name, value in list(holder.items()):
        if isinstance(value, dict):
            make_real(draw, value, named, part)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            make_real(draw, value[0], named, part)
        elif name == "into":
            holder[name] = draw(st.sampled_from([value, *named.get(part, [])]))
        elif name in named and draw(st.booleans()):
            some = st.sampled_from(named[name])
            holder[name] = draw(st.lists(some, min_size=1, max_size=3) if isinstance(value, list) else some)
        elif name.endswith(("at", "until", "since", "_from", "_to", "before")) and draw(st.booleans()):
            holder[name] = (now() + draw(st.sampled_from(MOMENTS))).isoformat(timespec="seconds")


def ask(case: Any, headers: dict[str, str], came: Counter[int]) -> str:
    """Empty when all is well, else what was asked, what came and what is wrong with it."""
    crashes: list[str] = []
    keep = lambda **signal: crashes.append(traceback.format_exc(limit=-6))  # noqa: E731
    got_request_exception.connect(keep)
    try:
        django_cache.clear()
        with transaction.atomic():
            answer = case.call(app=application, headers=headers)
            came[answer.status_code] += 1
            transaction.set_rollback(True)
        case.validate_response(answer, checks=CHECKS)
    except FailureGroup as failure:
        return "\n".join([str(failure), *crashes])
    finally:
        got_request_exception.disconnect(keep)
    return ""


def ask_as_everybody(operation: Any, real: SimpleNamespace, seed: int, came: Counter[int]) -> list[str]:
    """Each person of PEOPLE makes one request. Returns what is wrong with each."""
    people = itertools.cycle(PEOPLE)
    wrong: list[str] = []

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=len(PEOPLE), database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @hypothesis.given(requests_of(operation, real.named))
    def each_request(case: Any) -> None:
        name = next(people)
        if words := ask(case, real.doors[name][operation.path.endswith("/login/")], came):
            wrong.append(f"{name}: {words}")

    each_request()
    return wrong


@pytest.mark.seeds(1)
@pytest.mark.parametrize("part", PARTS)
def test_the_document_holds(real, part, seed):
    came: Counter[int] = Counter()
    wrong = {
        each.label: ask_as_everybody(each, real, seed, came) for each in operations() if part_of(each.path) == part
    }
    wrong = {label: words for label, words in wrong.items() if words}
    print(f"{part}: {came.total()} requests, {sorted(came.items())}")
    shown = [words[0] for words in wrong.values()][:SHOWN_AT_MOST]
    assert not wrong, "\n\n".join(["", *shown, f"{len(wrong)} operations: {list(wrong)}"])
