"""The verbs of an outage are walked whole: what is in the table works and leaves its line, what is not is refused."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from django.utils.translation import override

from command_center.ground.core.errors import IllegalTransition
from outages.life.choices import ChangeKind
from outages.life.process import OUTAGE
from outages.life.states import ON_BOARD, Status
from outages.models import Outage, OutageChange
from outages.verbs.services.opening import open_outage
from tests.outages.lines import below, make_points
from workorders.engine.advance import advance, allow

pytestmark = pytest.mark.django_db
FACTS = {"all-restored": {"step_id": 0, "customers": 2}, "some-restored": {"step_id": 0, "customers": 1}}
CAME_FROM = Status.CONFIRMED


@pytest.fixture
def outage(province):
    """Without a device, so that no other rule stands in the way; a second one stands beside it to be merged into."""
    at = now() - timedelta(hours=1)
    second, first = (
        open_outage(scope=below(transformer), started_at=at, at=at, node_id=transformer.pk)
        for transformer in (province.t2, province.t1)
        if make_points(transformer, 2)
    )
    first.second = second
    return first


def stands_in(outage, state):
    Outage.objects.filter(pk=outage.pk).update(
        status=state,
        before=CAME_FROM if state in OUTAGE.set_aside else "",
        parent=getattr(outage, "second", None) if state == Status.MERGED else None,
    )
    outage.refresh_from_db()
    return outage


@pytest.mark.parametrize("verb", [verb for verb in OUTAGE.verbs if verb.to], ids=lambda verb: verb.name)
def test_a_step_from_every_state_is_taken_and_told_or_refused(outage, verb):
    for old in Status:
        outage = stands_in(outage, old)
        lines = OutageChange.objects.count()
        fields = {"parent": outage.second} if verb.to == Status.MERGED else {"parent": None}
        step = {"at": now(), "facts": FACTS.get(verb.name), **fields}
        if old not in verb.frm:
            with pytest.raises(IllegalTransition):
                advance([outage], verb.name, **step)
            assert OutageChange.objects.count() == lines
            continue
        advance([outage], verb.name, **step)
        outage.refresh_from_db()
        expected = CAME_FROM if verb.to == "BACK" else verb.to
        assert outage.status == expected
        assert outage.before == (old if expected in OUTAGE.set_aside else "")
        told = list(OutageChange.objects.order_by("pk")[lines:])
        if old != expected or verb.records:
            assert (told[0].old, told[-1].new, told[-1].kind) == (old, expected, verb.records or ChangeKind.STATUS)
            assert len(told) == 1 + len(verb.via.get(old, ()))
        else:
            assert told == []


@pytest.mark.parametrize("verb", [verb for verb in OUTAGE.verbs if not verb.to], ids=lambda verb: verb.name)
def test_a_verb_that_leaves_the_state_is_allowed_where_it_is_declared(outage, verb):
    for state in Status:
        stood = stands_in(outage, state)
        if state in verb.frm:
            allow([stood], verb.name)
        else:
            with pytest.raises(IllegalTransition) as refused:
                allow([stood], verb.name)
            assert refused.value.data == {"status_now": state}


def test_many_take_a_step_in_as_many_statements_as_one(outage):
    def statements(*outages):
        with CaptureQueriesContext(connection) as said:
            advance([stands_in(each, Status.PREDICTED) for each in outages], "make-probable", at=now())
        return len(said) - 2 * len(outages)  # each was put into its state and read again

    assert statements(outage, outage.second) == statements(outage)
    assert {*OutageChange.objects.order_by("-pk").values_list("outage_id", flat=True)[:3]} == {
        outage.pk,
        outage.second.pk,
    }


def test_one_of_many_that_may_not_take_a_step_stops_them_all(outage):
    lines = OutageChange.objects.count()
    both = [stands_in(outage, Status.PREDICTED), stands_in(outage.second, Status.CLOSED)]
    with pytest.raises(IllegalTransition):
        advance(both, "make-probable", at=now())
    assert OutageChange.objects.count() == lines


def test_nobody_waits_unseen_by_the_declaration():
    OUTAGE.check()


def test_what_is_on_the_board_can_still_end():
    for state in ON_BOARD:
        reached, todo = set(), {state}
        while todo:
            one = todo.pop()
            reached.add(one)
            todo |= OUTAGE.moves[one] - reached
        assert reached & OUTAGE.ends, f"{state} is a dead end"


def test_a_helpful_word_is_said_instead_of_a_bare_no(outage):
    with override("en"), pytest.raises(IllegalTransition, match="split the outage or correct its customers"):
        allow([stands_in(outage, Status.PARTIALLY_RESTORED)], "move")


def test_the_database_knows_no_other_status(outage):
    with pytest.raises(IntegrityError), transaction.atomic():
        Outage.objects.filter(pk=outage.pk).update(status="LOST")
