"""The OpenAPI document can be relied on: it is valid, and a client is generated from it without a warning."""

import json
import re
import subprocess
import sys

import pytest
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from openapi_spec_validator import validate

from command_center.screens import api_summaries
from command_center.screens.order_list.export_api import XLSX

CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def document() -> dict:
    return json.loads(OpenApiJsonRenderer().render(SchemaGenerator().get_schema(request=None, public=True)))


def test_it_is_valid(document):
    validate(document)


def test_a_client_is_generated_without_a_warning(document, tmp_path):
    (tmp_path / "openapi.json").write_text(json.dumps(document))
    # The generator knows bytes by one name only; what these are besides that, it need not know.
    files = ("image/jpeg", "application/xml", "text/csv", XLSX)
    bytes_too = dict.fromkeys(files, "application/octet-stream")
    (tmp_path / "config.yml").write_text(json.dumps({"post_hooks": [], "content_type_overrides": bytes_too}))
    done = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", "generate", "--path", "openapi.json", "--config", "config.yml",
         "--output-path", "client", "--meta", "none"],
        cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, "arning" in done.stdout + done.stderr) == (0, False), done.stdout + done.stderr


def test_every_operation_names_its_refusals_and_who_may_ask(document):
    schemes = set(document["components"]["securitySchemes"])
    for path, methods in document["paths"].items():
        for operation in methods.values():
            wanted = {"400", "404", "422", "429", "500", "503"} | (
                {"401", "403"} if any(operation.get("security", [])) else set()
            )
            assert wanted <= set(operation["responses"]), path
            assert {name for each in operation.get("security", []) for name in each} <= schemes, path


def test_every_operation_has_a_few_words_in_both_languages(document):
    doors = {
        (method.upper(), path.removeprefix(api_summaries.PREFIX))
        for path, methods in document["paths"].items()
        for method in methods
    }
    without = {door for door in doors if api_summaries.summary_of(*door) is None}
    stems = {(method, path.removesuffix(ending)) for method, path in doors for ending in api_summaries.FILES}
    assert (without, set(api_summaries.BY_DOOR) - doors - stems) == (set(), set())
    for door, words in api_summaries.BY_DOOR.items():
        assert words.english.isascii() and CHINESE.search(words.chinese), door


def test_the_words_are_those_of_the_reader(client, db):
    for language, words in (("en", "Report a fault"), ("zh-hans", "故障报修")):
        client.get(f"/api/docs/?lang={language}")
        assert f"summary: {words}\n" in client.get("/api/schema/").content.decode()


def test_every_operation_is_described_in_words_of_ours(document):
    told = [each.get("description", "") for methods in document["paths"].values() for each in methods.values()]
    assert not any("partial(" in words or "positional arguments" in words for words in told)


def test_every_list_may_end(document):
    lists = [
        schema["properties"]
        for name, schema in document["components"]["schemas"].items()
        if name.startswith("Paginated") or "next" in schema.get("properties", {})
    ]
    assert len(lists) > 9
    assert all("null" in each[link]["type"] for each in lists for link in ("next", "previous") if link in each)


# Words' parameters, scores by name, and what RFC 7946 leaves open.
OPEN = {
    "params",
    "reason_params",
    "score_parts",
    "counts",
    "filters",
    "evidence_counts",
    "geometry",
    "properties",
    "errors",
}


def test_every_object_says_what_is_in_it(document):
    for name, schema in document["components"]["schemas"].items():
        for field, inner in schema.get("properties", {}).items():
            inner = inner.get("items", inner)
            untyped = inner.get("type") in ("object", ["object", "null"]) and "properties" not in inner
            of_one_type = isinstance(inner.get("additionalProperties"), dict) and inner["additionalProperties"].get(
                "type"
            )
            assert not untyped or of_one_type or field in OPEN, f"{name}.{field}"


def test_bytes_are_called_what_they_are(document):
    photo = document["paths"]["/api/v1/work-orders/{number}/photo/"]["get"]["responses"]
    events = document["paths"]["/api/v1/meter-events/"]["post"]["requestBody"]
    assert set(photo["200"]["content"]) == {"image/jpeg"} and "204" in photo
    assert set(events["content"]) == {"application/json", "application/xml"}
