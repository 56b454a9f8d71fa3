"""The page of the call-taking desk: an empty frame, and which kinds of orders this person takes down."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Right, Role
from command_center.screens.order_list.fields import units_of
from command_center.screens.pages import desk_props, page_by_role
from workorders.kinds import PROCESSES
from workorders.models import Source

FIRST = "FAULT"  # most callers are without power


@page_by_role
def call_desk(request: HttpRequest, user: User) -> HttpResponse:
    """The desk at `/calls/`: one call after the other; what is typed is kept by the browser until it is filed."""
    return render(request, "console/calls.html", {"props": desk_props(user) | call_props(user)})


def call_props(user: User) -> dict[str, Any]:
    by = Source.HOTLINE_95598 if user.role == Role.AGENT_95598 else Source.PHONE
    return {"taken": kinds_taken_by(user), "units": units_of(user), "source": by.value}


def kinds_taken_by(user: User) -> list[dict[str, Any]]:
    """The kinds that a caller can bring, faults first, with their sub-types."""
    told = [process for process in PROCESSES.values() if process.file_right == Right.REPORT]
    return [
        {
            "kind": process.kind,
            "label": str(process.label),
            "sub_kinds": [[code, str(word)] for code, word in process.sub_kinds.items()],
        }
        for process in sorted(told, key=lambda process: process.kind != FIRST)
        if user.may(Right.REPORT)
    ]
