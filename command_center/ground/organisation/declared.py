"""The roles there are, told to the database after every ``migrate`` (``core/declared.py``)."""

from typing import Any

from command_center.ground.core.declared import keep_function, text_of, texts
from command_center.ground.organisation.roles import Role

IS_ROLE = "organisation_is_role"


def keep_roles(**_: Any) -> None:
    """Asking again changes nothing, and neither does a database of before this function."""
    if text_of(IS_ROLE):
        keep_function(f"{IS_ROLE}(text)", f"SELECT $1 IN ({texts(Role.values)})")
