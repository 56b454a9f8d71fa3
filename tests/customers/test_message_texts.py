"""Every text says what it has to, in both languages; quiet hours; templates that nobody could fill in."""

from datetime import datetime, time

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import now

from command_center.ground.core.values import CHINA
from customers.messages.catalogue import EN, KINDS, ZH, AtNight
from customers.messages.quiet_hours import USUAL, QuietHours, may_go_at
from customers.messages.rendering import Unfilled, mistakes, render, variables_of
from customers.messages.services.templates import texts_in_force, write_version
from customers.messages.trial import example_text
from customers.models import MessageTemplate


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_every_kind_has_a_text_in_both_languages_and_fills_it(kind):
    assert set(kind.texts) == {ZH, EN}
    for language, text in kind.texts.items():
        assert not list(mistakes(text, kind.variables))
        assert "{" not in example_text(kind.code, text, language)
        promised = (
            {"until"}
            if kind.promises and kind.code not in ("POWER_OUT", "RESTORED", "PLAN_CALLED_OFF", "APPOINTMENT_CANCELLED")
            else set()
        )
        assert promised <= set(variables_of(text)), "what it promises must be read in it"


def test_a_variable_is_not_read_as_a_template():
    assert render("{address}!", {"address": "{until} {x}"}) == "{until} {x}!"
    with pytest.raises(Unfilled, match="until"):
        render("{until}", {})


def wall(hour, minute=0, day=18):
    return datetime(2026, 7, day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("moment", "goes"),
    [
        (wall(21, 59), wall(21, 59)),
        (wall(22), wall(7, day=19)),
        (wall(0, 30), wall(7)),
        (wall(6, 59), wall(7)),
        (wall(7), wall(7)),
    ],
)
def test_quiet_hours(moment, goes):
    assert may_go_at(moment, USUAL, zone=CHINA, at_night=AtNight.NEVER, is_life_support=False) == goes


def test_what_cannot_wait_goes_at_night():
    midnight = wall(0)
    asked = {"zone": CHINA, "at_night": AtNight.LIFE_SUPPORT}
    assert may_go_at(midnight, USUAL, is_life_support=True, **asked) == midnight
    assert may_go_at(midnight, USUAL, is_life_support=False, **asked) == wall(7)
    assert may_go_at(midnight, USUAL, zone=CHINA, at_night=AtNight.ALWAYS, is_life_support=False) == midnight
    assert may_go_at(midnight, QuietHours(time(8), time(8)), is_life_support=False, **asked) == midnight
    noon = QuietHours(time(12), time(14))
    assert may_go_at(wall(12, 30), noon, is_life_support=False, **asked) == wall(14)


@pytest.mark.django_db
def test_a_new_version_is_in_force_and_the_old_one_stays():
    for text in ("{address}已恢复", "{address}来电了,{at}"):
        write_version(kind="RESTORED", language=ZH, text=text, actor=None, at=now())
    assert texts_in_force()["RESTORED", ZH] == (2, "{address}来电了,{at}")
    assert texts_in_force()["RESTORED", EN] == (0, KINDS["RESTORED"].texts[EN])
    assert MessageTemplate.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["{adress}", "{until", "}", "{}"])
def test_what_nobody_fills_in_is_refused(text):
    with pytest.raises(ValidationError):
        write_version(kind="RESTORED", language=ZH, text=text, actor=None, at=now())
