"""auth/login/ and auth/logout/: tokens; and the session's CSRF."""

import base64
from types import SimpleNamespace

from django.core.management import call_command
from rest_framework.test import APIClient

from tests.people import give_password


def basic(user, password):
    return "Basic " + base64.b64encode(f"{user.username}:{password}".encode()).decode()


def test_a_token_signs_in_and_is_revoked(cast):
    password, phone = give_password(cast.omar), APIClient()
    token = phone.post("/api/v1/auth/login/", headers={"Authorization": basic(cast.omar, password)}).data["token"]
    headers = {"Authorization": f"Token {token}"}
    assert phone.get("/api/v1/me/", headers=headers).data["username"] == "omar"
    assert phone.post("/api/v1/auth/logout/", headers=headers).status_code == 204
    assert phone.get("/api/v1/me/", headers=headers).status_code == 401


def test_guessing_is_slow(cast):
    phone = APIClient()
    people = [SimpleNamespace(username=f"guess-{n}") for n in range(11)]
    answers = [
        phone.post("/api/v1/auth/login/", headers={"Authorization": basic(person, "x")}).status_code
        for person in people
    ]
    assert answers == [401] * 10 + [429]


def test_a_session_needs_its_csrf_token(cast):
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(cast.mei)
    answer = client.post("/api/v1/work-orders/x/resume/")
    assert answer.status_code == 403 and answer["Content-Type"] == "application/problem+json"


def test_the_description_is_valid(tmp_path, cast):
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "api.yml"))
    assert APIClient().get("/api/schema/").status_code == 200
    assert APIClient().get("/api/docs/").status_code == 200
