"""Typed readers of the environment; a bad value stops the start with its name in the sentence."""

import base64
import hashlib
from pathlib import Path

import environ

from command_center.screens.base_map.declared import BaseMap

env = environ.FileAwareEnv()

BASE_DIR = Path(__file__).resolve().parent.parent


def database_url() -> str:
    """The one record. No SQLite path exists: the rules of the trade live in PostgreSQL constraints."""
    return str(env.str("DATABASE_URL", default="postgres:///command_centre"))


def redis_url(role: str) -> str:
    """Redis may be one server or one a role (``REDIS_URL_BROKER``, ``REDIS_URL_CHANNELS``, ``REDIS_URL_CACHE``)."""
    return str(env.str(f"REDIS_URL_{role.upper()}", default=env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")))


def seal_keys(secret: str) -> list[str]:
    """Fernet keys for what is sealed in the database, the newest first; without any, one that follows from the secret key."""
    made = base64.urlsafe_b64encode(hashlib.sha256(b"seal:" + secret.encode()).digest()).decode()
    return list(env.list("SEAL_KEYS", default=[])) or [made]


def base_map() -> BaseMap:
    """The map under the maps; ``screens/base_map/checks.py`` says what is wrong with it."""
    return BaseMap(
        tiles=tuple(env.str("BASE_MAP_TILES", default="").split()),
        key=env.str("BASE_MAP_KEY", default=""),
        pmtiles=env.str("BASE_MAP_PMTILES", default=""),
        datum=env.str("BASE_MAP_DATUM", default="wgs84").lower(),
        max_zoom=env.int("BASE_MAP_MAX_ZOOM", default=18),
        attribution=env.str("BASE_MAP_ATTRIBUTION", default=""),
        approval=env.str("BASE_MAP_APPROVAL", default=""),
    )
