"""Real processes behind real pages: sessions for the cast, and a call filed as 95598 would."""

from typing import Any

import httpx
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from knox.models import AuthToken
from playwright.sync_api import Page

from command_center.ground.organisation.models import User
from tests.faults.engines import Stack
from tests.grid import XUANTUO


def sign_in(page: Page, user: User, stack: Stack) -> None:
    """Give the browser a session of this person, as the sign-in page would."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    page.context.add_cookies([{"name": "sessionid", "value": str(session.session_key), "url": stack.url}])


def call_95598(stack: Stack, agent: User, **changes: Any) -> dict[str, Any]:
    """File a report over HTTP; the 201 answer."""
    body = {
        "source": "HOTLINE_95598",
        "source_id": "call-1",
        "reporter": {"name": "冉启明", "phone": "19900005612"},
        "description": "烤烟房空开烧毁",
        "address": "咸丰县 旋坨村三组",
        "lat": XUANTUO[0],
        "lon": XUANTUO[1],
    }
    headers = {"Authorization": f"Token {AuthToken.objects.create(agent)[1]}"}
    answer = httpx.post(f"{stack.url}/api/v1/fault-reports/", json=body | changes, headers=headers, timeout=30)
    assert answer.status_code == 201, answer.text
    return answer.json()
