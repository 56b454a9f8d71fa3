"""Who is signed in by which session is read for many sockets at once, and says what Django says of each alone."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils.timezone import now

from command_center.screens.sockets.accounts import people_of
from tests.grid import make_province
from tests.people import make_cast

pytestmark = pytest.mark.django_db


def key_of(user):
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


@pytest.fixture
def cast():
    return make_cast(make_province())


def test_each_is_who_django_says(cast, settings):
    old_secret = settings.SECRET_KEY
    settings.SECRET_KEY = "another-secret-before-the-last-change-of-secrets"
    rotated = key_of(cast.eva)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = old_secret, [settings.SECRET_KEY]
    keys = {name: key_of(getattr(cast, name)) for name in ("mei", "lin", "omar", "tao", "boss")} | {"eva": rotated}
    cast.omar.set_password("another-long-password")
    cast.omar.save()
    type(cast.tao).objects.filter(pk=cast.tao.pk).update(is_active=False)
    Session.objects.filter(session_key=keys["boss"]).update(expire_date=now() - timedelta(seconds=1))
    asked = [*keys.values(), "nobody000", keys["mei"]]
    together = people_of(asked)  # first: Django alone gives the session of an old secret a new key
    assert [str(person) for person in together] == ["Mei", "Lin", "None", "None", "None", "Eva", "None", "Mei"]
    alone = [get_user(SimpleNamespace(session=SessionStore(key))) for key in asked[:-1]]
    assert together[:-1] == [user if user.is_authenticated else None for user in alone]


def test_two_queries_however_many_ask(cast, django_assert_num_queries):
    keys = [key_of(getattr(cast, name)) for name in ("mei", "lin", "eva", "omar")]
    with django_assert_num_queries(2):
        homes = [person.home.name for person in people_of(keys)]
    assert len(homes) == 4


def test_a_session_by_another_way_of_signing_in_is_nobodys(cast, settings):
    key = key_of(cast.mei)
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
    assert people_of([key]) == [None]
