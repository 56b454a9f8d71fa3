"""What an order is about, whatever its kind: words of its kind and state, what it springs from, who had it, what was answered."""

from typing import Any

from command_center.ground.core.values import iso
from command_center.ground.organisation.models import User
from command_center.ground.organisation.scope import scoped
from workorders.filings.services import filings_of
from workorders.kinds import PROCESSES, label_of
from workorders.kinds.complaint.file import file_lines
from workorders.models import WorkOrder

# What the file of a kind holds beside what every order has.
FILES = {"COMPLAINT": file_lines}


def matter_of(order: WorkOrder, user: User) -> dict[str, Any]:
    """The block ``matter`` of an order in full. Two queries for a repair, four for what a unit handles.

    Of the orders around it those are told that this person may see.
    """
    process = PROCESSES[order.kind]
    seen = scoped(WorkOrder.objects.readable_by(user), user)
    about = seen.filter(pk=order.about_id).first() if order.about_id else None
    return {
        "kind": str(process.label),
        "repair": process.repair,
        "followed": order.kind != "SUPERVISION",
        "sub_kind": str(process.sub_kinds.get(order.sub_kind, "")),
        "state": label_of(order.kind, order.status),
        "owner": process.states[order.status].owner,
        "confidential": order.confidential,
        "callback_wanted": order.callback_wanted,
        "concerns": order.concerns.name if order.concerns else "",
        "about": _related(about) if about else None,
        "orders_about": [_related(each) for each in seen.filter(about=order).order_by("pk")],
        "filings": [_filing(row) for row in filings_of([order])[order.pk]],
        "transfers": [] if process.repair else _transfers(order),
        "answers": [] if process.repair else _answers(order),
        "file": [line._asdict() for line in FILES[order.kind](order)] if order.kind in FILES else [],
    }


def _transfers(order: WorkOrder) -> list[dict[str, Any]]:
    return [_transfer(row) for row in order.transfers.select_related("to_unit", "actor").defer("to_unit__area")]


def _answers(order: WorkOrder) -> list[dict[str, Any]]:
    return [_answer(row) for row in order.answers.select_related("author")]


def _filing(row: Any) -> dict[str, Any]:
    return {"unit": row.unit.name, "reason": row.reason, "evidence": row.evidence, "until_on": row.until_on.isoformat()}


def _related(order: WorkOrder) -> dict[str, str]:
    words = str(PROCESSES[order.kind].label)
    return {"number": order.number, "words": words, "state": label_of(order.kind, order.status)}


def _transfer(row: Any) -> dict[str, Any]:
    return {"at": iso(row.at), "actor": str(row.actor or ""), "to": row.to_unit.name, "reason": row.reason}


def _answer(row: Any) -> dict[str, Any]:
    return {
        "at": iso(row.at),
        "author": str(row.author or ""),
        "cause": row.cause,
        "measures": row.measures,
        "told_at": iso(row.told_at),
        "not_told_reason": row.not_told_reason,
    }
