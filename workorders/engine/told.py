"""What the screens are told of the verbs: buttons, keys and forms in the reader's language, for the person who asks."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from command_center.ground.core.errors import NotAllowed
from command_center.ground.organisation.models import UNITS, OrgUnit, User
from command_center.ground.organisation.scope import scoped
from command_center.ground.organisation.unit_names import called_unit
from workorders.engine import subject as hooks
from workorders.engine.process import Process, Verb
from workorders.kinds import PROCESSES
from workorders.models import WorkOrder

Shown = dict[str, Any]


def verbs_for(order: WorkOrder, user: User) -> list[Shown]:
    """The buttons that this person has for this order now, in the order of the process."""
    told = buttons(PROCESSES[order.kind], order, user)
    _offer_units(told, order, user)
    for field in (field for verb in told for field in verb["form"]):
        found = hooks.choices_for(field["type"], order)
        if found is not None:
            field["choices"] = found
    return told


def buttons(process: Process, subject: Any, user: User) -> list[Shown]:
    """The same for an order, an outage or a plan, by its process; none that this very person would be refused."""
    pressed = (verb for verb in process.verbs if verb.label and may_take(verb, user))
    offered = (verb for verb in pressed if verb.is_offered(subject))
    return [shown(verb, subject, user) for verb in offered if not _is_shut(process, verb, subject, user)]


def _is_shut(process: Process, verb: Verb, subject: Any, user: User) -> bool:
    """Whether the verb's guard keeps this person from it, whatever their rights."""
    guard = process.guard_of(verb)
    if guard is None:
        return False
    try:
        guard(subject, user)
    except NotAllowed:
        return True
    return False


# Beyond that one types the code.
MOST_UNITS = 80


def _offer_units(verbs: list[Shown], order: WorkOrder, user: User) -> None:
    """Where a unit is asked for: those of the order's centre that lie in the person's area. One query, only then."""
    asking = [(verb["verb"], field) for verb in verbs for field in verb["form"] if field["type"] == "unit"]
    if not asking:
        return
    here = OrgUnit.objects.filter(active=True, level__in=UNITS, path__startswith=order.centre.path)
    named = scoped(here, user, field="path").only("pk", "code", "name", "name_en", "path")
    units = list(named.order_by("path")[:MOST_UNITS])
    for verb, field in asking:
        offered = [[unit.code, called_unit(unit)] for unit in units if _may_have(unit, order, verb)]
        # A unit that may be left out is not said by leaving the first one standing.
        field["choices"] = offered if field["required"] else [["", "—"], *offered]


def _may_have(unit: OrgUnit, order: WorkOrder, verb: str) -> bool:
    """Whoever has it takes no transfer, whom it is about does not handle it, though they may well be those who mend.

    Before it is given an order only lies in the unit of its place, which is the natural one to give it to.
    """
    if verb not in ("give", "transfer"):
        return True
    is_concerned = order.concerns is not None and unit.path.startswith(order.concerns.path)
    return not is_concerned and (verb == "give" or unit.pk != order.unit_id)


def states_of(kind: str) -> Shown:
    """State → its word and the phase it belongs to, for every screen that shows orders of this kind."""
    return states_told(PROCESSES[kind])


def states_told(process: Process) -> Shown:
    return {
        code: {"label": str(state.short or state.label), "phase": state.phase} for code, state in process.states.items()
    }


def may_take(verb: Verb, user: User) -> bool:
    of_the_verb = any(user.may(right) for right in verb.rights)
    return of_the_verb and (verb.also is None or user.may(verb.also))


def done_words(verb: Verb) -> str:
    """What is said once it is done."""
    return str(verb.done) if verb.done else _("Done: %(what)s") % {"what": verb.label}


UNDO_SECONDS = 10
"""So long a screen offers the way back of what was just done; the step itself stays as possible as it is at any time."""


def undo_of(process: Process, name: str, status: str, user: Any) -> Shown | None:
    """How to take back the verb that has just led to this state: what to send, in the reader's words; None without a clean way back.

    It is a step of its own with its own line in the history. The reason that it may ask for is that it was taken back at once.
    """
    back = process.by_name.get(process.by_name[name].undone_by)
    if back is None or status not in back.frm or not may_take(back, user):
        return None
    asks = [] if back.form is None else [field["name"] for field in fields_of(back.form) if field["required"]]
    body = {field: _("Taken back at once") for field in asks}
    return {
        "path": back.address,
        "body": body,
        "done": done_words(back) if back.label else _("Taken back."),
        "seconds": UNDO_SECONDS,
    }


def shown(verb: Verb, subject: Any = None, user: Any = None) -> Shown:
    """One button: what it says, which key it has, and the fields of its form."""
    return {
        "verb": verb.name,
        "path": verb.address,
        "label": str(verb.label),
        "done": done_words(verb),
        "key": verb.key,
        "primary": verb.is_next(subject),
        "danger": verb.danger,
        "form": [] if verb.form is None else [_asked(field, subject, user) for field in fields_of(verb.form)],
    }


def _asked(field: Shown, subject: Any, user: Any) -> Shown:
    """A field in the reader's language; what may be chosen is sometimes a matter of the subject (``style["offered"]``)."""
    told = field | words_of(field)
    offered = told.pop("offered")
    return told if offered is None or subject is None else told | {"choices": offered(subject, user)}


@cache
def fields_of(form: type[serializers.Serializer[Any]]) -> tuple[Shown, ...]:
    """The fields of a form; words are still to be translated."""
    return tuple(_field(name, field) for name, field in form().fields.items() if _is_asked(field))


def words_of(field: Shown) -> Shown:
    return {"label": str(field["label"]), "choices": [[code, str(word)] for code, word in field["choices"]]}


def _is_asked(field: Any) -> bool:
    """A field without a label is filled by the page itself, or left to other programs.

    Whether one was given is not seen in its words: in English "Reason" is what the field would be called without.
    """
    return bool(field.style.get("widget") or field._kwargs.get("label"))


def _field(name: str, field: Any) -> Shown:
    return {
        "name": name,
        "label": field.label,
        "type": field.style.get("widget") or _type_of(field),
        "required": field.style.get("required", field.required),
        "most": getattr(field, "max_length", None),
        "choices": list(_choices(field)),
        "judged": field.style.get("judged", False),
        "unless": field.style.get("unless", ""),
        "offered": field.style.get("offered"),
    }


def _type_of(field: Any) -> str:
    if "offered" in field.style:
        return "choice"
    for kind, name in TYPES:
        if isinstance(field, kind):
            return name
    return "text"


TYPES: tuple[tuple[type[Any], str], ...] = (
    (serializers.ChoiceField, "choice"),
    (serializers.BooleanField, "yes_no"),
    (serializers.DateTimeField, "moment"),
    (serializers.IntegerField, "number"),
    (serializers.FloatField, "number"),
    (serializers.DecimalField, "number"),
    (serializers.DateField, "date"),
    (serializers.FileField, "photo"),
)


def _choices(field: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(field, serializers.ChoiceField):
        unasked = field.style.get("unasked", ())
        yield from ((code, word) for code, word in field.choices.items() if code not in unasked)
    elif words := field.style.get("words"):
        yield from zip((True, False), words, strict=True)
