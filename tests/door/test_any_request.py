"""Any request, true to the OpenAPI document or not, by every role: no crash, and no answer that the document does not tell.

schemathesis makes the requests from the document and holds the answers against it. Most of what names something names
something that is there. Seeded, so the same requests each time; each is undone, so all meet the same province.

A request costs some tens of milliseconds to make and to answer, so each operation has a budget: everyday some people who
may ask it, taken in turn from all roles that may, one who may not, and nobody; with ``--long`` all roles, and a thousand seeds.
"""

import base64
import json
import logging
import traceback
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from itertools import cycle, islice
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

from command_center.ground.organisation.doors import ACCOUNT, ANYONE, api_doors, rights_for
from command_center.ground.organisation.roles import RIGHTS, Role
from command_center.wsgi import application
from tests.door.inhabited import make_everybody, settle
from tests.people import give_password

CHECKS: Any = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
# How many of each class ask an operation everyday; ``--long`` asks with every role there is.
BUDGET = {"may": 6, "may not": 1, "nobody": 1}
NOBODY = "nobody"
ABLE = (Role.SUPERVISOR, Role.QUALITY_OFFICER)
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


def cases_of(operation: Any, named: dict[str, list[Any]], seed: int, most: int) -> list[Any]:
    """So many different requests at most: an operation that takes nothing has one."""
    cases: list[Any] = []

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=most,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(requests_of(operation, named))
    def each_request(case: Any) -> None:
        cases.append(case)

    each_request()
    return cases


def askers(operation: Any, turn: int, is_long: bool) -> list[tuple[str, str]]:
    """Class and name of everybody who asks; ``turn`` moves on from role to role, but whoever sees most is always there."""
    rights = rights_for(operation.method.upper(), operation.path)
    may = [role for role in Role if rights & {ANYONE, ACCOUNT} or rights & RIGHTS[role]]
    may = [*[role for role in ABLE if role in may], *turned(may, turn)]
    classes = {"may": may, "may not": turned([role for role in Role if role not in may], turn), NOBODY: [NOBODY]}
    return [
        (name, str(person).lower())
        for name, people in classes.items()
        if people
        for person in islice(cycle(people), max(BUDGET[name], len(people) * is_long))
    ]


def turned(roles: list[Role], turn: int) -> list[Role]:
    return list(islice(cycle(roles), turn, turn + len(roles)))


def ask_as_everybody(
    operation: Any, real: SimpleNamespace, people: list[str], seed: int, came: Counter[int]
) -> list[str]:
    """Each person makes one request; where there are fewer of them, several the same. Returns what is wrong with each."""
    cases = cycle(cases_of(operation, real.named, seed, len(people)))
    is_sign_in = operation.path.endswith("/login/")
    answers = [(name, ask(case, real.doors[name][is_sign_in], came)) for name, case in zip(people, cases, strict=False)]
    return [f"{name}: {words}" for name, words in answers if words]


@pytest.mark.seeds(1)
@pytest.mark.parametrize("part", PARTS)
def test_the_document_holds(real, part, seed, request):
    came: Counter[int] = Counter()
    asked: dict[str, set[str]] = {}
    wrong: dict[str, list[str]] = {}
    for turn, each in enumerate(of_part(part)):
        people = askers(each, turn, request.config.getoption("long"))
        before = came.total()
        wrong[each.label] = ask_as_everybody(each, real, [name for _class, name in people], seed, came)
        asked[each.label] = {name for name, _person in people} if came.total() - before == len(people) else set()
    wrong = {label: words for label, words in wrong.items() if words}
    print(f"{part}: {came.total()} requests, {sorted(came.items())}")
    shown = [words[0] for words in wrong.values()][:SHOWN_AT_MOST]
    assert not wrong, "\n\n".join(["", *shown, f"{len(wrong)} operations: {list(wrong)}"])
    assert not [label for label, classes in asked.items() if not {"may", NOBODY} <= classes]


def of_part(part: str) -> list[Any]:
    return [each for each in operations() if part_of(each.path) == part]


def test_every_door_of_the_api_is_asked_and_by_every_role_that_it_opens_for():
    """The budget leaves out no operation and no class of people, and in their turns all roles come through."""
    met = {(each.method.upper(), each.path.removeprefix("/api/v1/")) for part in PARTS for each in of_part(part)}
    assert met == {(door.method, door.path) for door in api_doors()}
    people = [asker for part in PARTS for turn, each in enumerate(of_part(part)) for asker in askers(each, turn, False)]
    assert {person for name, person in people if name == "may"} == {role.lower() for role in Role}
    for each in operations():
        classes = Counter(name for name, _person in askers(each, 0, False))
        assert classes["may"] == BUDGET["may"] and classes[NOBODY] == BUDGET[NOBODY], each.label
        everybody = {person for _name, person in askers(each, 0, True)}
        assert everybody == {NOBODY, *(role.lower() for role in Role)}, each.label
