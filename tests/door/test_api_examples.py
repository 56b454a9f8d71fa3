"""The examples of the API page are true: each is what its door takes or answers, and what is to be sent is taken."""

import json

import pytest
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from jsonschema import Draft202012Validator, FormatChecker

from command_center.screens.api_examples import JSON, examples
from command_center.screens.api_summaries import PREFIX
from tests.grid import make_held_order


@pytest.fixture(scope="module")
def document():
    return json.loads(OpenApiJsonRenderer().render(SchemaGenerator().get_schema(request=None, public=True)))


def media_of(document, door):
    """The media of ``door`` that has an example, each with which it is."""
    method, path = door.split()
    operation = document["paths"][PREFIX + path][method.lower()]
    if "request" in examples()[door]:
        yield "request", operation["requestBody"]["content"][JSON]
    yield "response", operation["responses"][examples()[door]["status"]]["content"][JSON]


@pytest.mark.parametrize("door", examples())
def test_each_is_what_the_schema_of_its_door_says(document, door):
    for which, media in media_of(document, door):
        assert media["example"] == examples()[door][which]
        schema = {**media["schema"], "components": document["components"]}
        Draft202012Validator(schema, format_checker=FormatChecker()).validate(media["example"])
        assert unknown(media["example"], media["schema"], document) == [], "a field that no schema has"


def test_what_is_to_be_sent_is_taken(agent, omar, cast):
    order = make_held_order(by=cast.omar)
    senders = {
        "POST fault-reports/": (agent, 201),
        "POST work-orders/{number}/urge/": (agent, 200),
        "POST positions/": (omar, 200),
    }
    assert set(senders) == {door for door, example in examples().items() if "request" in example}
    for door, (who, status) in senders.items():
        path = PREFIX + door.split()[1].format(number=order.number)
        answer = who.post(path, examples()[door]["request"])
        assert answer.status_code == status == int(examples()[door]["status"]), (door, answer.json())
        assert set(answer.json()) == set(examples()[door]["response"]), door


def unknown(value, schema, document, at=""):
    """Paths of what ``value`` holds and its schema does not name."""
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    schema = next((each for each in schema.get("oneOf", []) + schema.get("allOf", []) if "$ref" in each), schema)
    if "$ref" in schema:
        return unknown(value, schema, document, at)
    if isinstance(value, list):
        return [bad for item in value for bad in unknown(item, schema.get("items", {}), document, f"{at}[]")]
    if not isinstance(value, dict) or "properties" not in schema:
        return []
    known = schema["properties"]
    inner = [
        bad for name in value if name in known for bad in unknown(value[name], known[name], document, f"{at}/{name}")
    ]
    return [f"{at}/{name}" for name in value if name not in known] + inner
