"""The doors of a process that is no kind of order: from each verb with a right come its address, its body and its OpenAPI shape."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, path
from django.utils.timezone import now
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.acting import act_once
from command_center.ground.core.api.bodies import IF_MATCH, Nothing, body_of, described
from command_center.ground.core.errors import IllegalTransition
from command_center.ground.organisation.doors import Door
from command_center.ground.organisation.scope import get_scoped, require
from workorders.engine.process import Process, Verb
from workorders.engine.told import undo_of

# (outage_id=… or plan_id=…, at=…, actor=…, **body) → what the answer says besides the new state, or anything else for nothing.
Use = Callable[..., object]
Shape = type[serializers.Serializer[Any]]


@dataclass(frozen=True, kw_only=True)
class Doors:
    """How the verbs of one process are reached.

    ``under`` is the collection in the address, ``name`` begins the names of the routes; ``rows`` is the manager of its
    subjects; a use case takes the id of one as ``id_as``. ``state`` is what every answer says,
    ``answers`` what some say besides.
    """

    process: Process
    under: str
    name: str
    id_as: str
    rows: Any
    state: Shape
    state_of: Callable[[int], Mapping[str, Any]]
    uses: Mapping[str, Use]
    answers: Mapping[str, Shape] = field(default_factory=dict)

    def opened_by(self) -> Iterator[Door]:
        """Rows for the table of doors: somebody of the place or of the one above is let in, to others it does not exist."""
        for address, verb in self._served().items():
            yield Door("POST", f"{self.under}/{{number}}/{address}/", frozenset(verb.rights), "++??")

    def routes(self) -> Iterator[URLPattern]:
        """One for each address. Raises ``KeyError`` for a verb that nobody serves."""
        for address, verb in self._served().items():
            view = self._view(verb, self.uses[address])
            yield path(f"{self.under}/<str:number>/{address}/", view, name=f"{self.name}-{address}")

    def _verb_for(self, address: str, row: Any) -> Verb:
        """The verb at this address that is for such a subject. Raises ``IllegalTransition`` where none is."""
        found = [verb for verb in self.process.verbs if verb.rights and verb.address == address]
        words = [verb.unfit_words(row) for verb in found]
        if all(words):
            raise IllegalTransition(words[0], status_now=row.status)
        return found[words.index("")]

    def _served(self) -> dict[str, Verb]:
        """By address; where two verbs are taken at one, the verb of that name says what its body may hold."""
        served: dict[str, Verb] = {}
        for verb in self.process.verbs:
            if verb.rights and (verb.address not in served or verb.name == verb.address):
                served[verb.address] = verb
        return served

    def _view(self, verb: Verb, use: Use) -> Any:
        body = verb.form or Nothing

        def view(request: Request, number: str) -> Response:
            require(request.user, *verb.rights)
            row = get_scoped(self.rows.all(), request.user, number=number)
            taken = self._verb_for(verb.address, row)
            if verb.also is not None:
                require(request.user, verb.also)
            said = body_of(body, request)
            response = act_once(
                request,
                self.under,
                perform=lambda: use(**{self.id_as: row.pk}, at=now(), actor=request.user, **said),
                locked_rev=lambda: int(self.rows.lock(row.pk).rev),
                state_of=lambda: self.state_of(row.pk),
            )
            response.data["undo"] = undo_of(self.process, taken.name, response.data["status"], request.user)
            return response

        # The description of the API reads the name of the verb and the words of its use case.
        view.__name__, view.__doc__ = verb.name.replace("-", "_"), use.__doc__
        shape = self.answers.get(verb.address, self.state)
        refusals = (401, 403, 404, 409, 412, 422)
        return described(request=body, responses=shape, parameters=[IF_MATCH], problems=refusals)(
            api_view(["POST"])(view)
        )
