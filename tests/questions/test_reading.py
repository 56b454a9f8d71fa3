"""Questions in plain words: what each means, and which are refused. Every question that we offer is read as what it was made from."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from command_center.ground.organisation.models import OrgUnit
from command_center.screens.figures.catalogue import FIGURES
from command_center.screens.questions.answering import Reader, answer, in_question
from command_center.screens.questions.lexicon import AGAINST
from command_center.screens.questions.periods import Period, month, year
from command_center.screens.questions.reading import LONGEST, Question, Refused, Why, read
from tests.questions.conftest import AT, TODAY

pytestmark = pytest.mark.django_db
GOLD = json.loads((Path(__file__).parent / "gold.json").read_text())


def asked(text, reader):
    return read(text, reader.lexicon, reader.askable, today=TODAY)


def test_there_are_two_hundred_questions():
    texts = [each["question"] for each in GOLD["asked"] + GOLD["traps"]]
    assert len(texts) == len(set(texts)) >= 200


def test_each_question_of_the_gold_means_what_is_written_beside_it(reader):
    wrong = []
    for each in GOLD["asked"]:
        got = asked(each["question"], reader)
        if isinstance(got, Refused):
            wrong.append((each["question"], got))
            continue
        period = [str(day) for day in got.period] if got.period else None
        told = {"figure": got.figure, "unit": got.unit, "period": period, "by": got.by, "against": got.against}
        told["only"] = list(got.only) if got.only else None
        meant = {"unit": "", "period": None, "by": "", "against": "", "only": None, **each}
        wrong += [(each["question"], told)] if told != {k: meant[k] for k in told} else []
    assert wrong == []


def test_every_trap_is_refused_for_its_reason_and_the_nearest_question_is_answered(reader):
    wrong = []
    for each in GOLD["traps"]:
        got = answer(each["question"], reader, at=AT)
        if got["answered"] or got["why"] != each["why"]:
            wrong.append((each["question"], got.get("why"), got.get("read_as")))
        elif isinstance(asked(got["nearest"], reader), Refused):
            wrong.append((each["question"], got["nearest"]))
    assert wrong == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.code)
def test_what_is_offered_is_read_as_it_was_meant(figure, language, reader):
    may = reader.askable[figure.code]
    full = Question(figure.code, "422826", month(2026, 3))
    offered = [
        Question(figure.code),
        full,
        replace(full, period=Period(date(2026, 3, 2), date(2026, 4, 5))),
        replace(full, period=year(2025)),
        *(replace(full, by=by) for by in may.by),
        *(replace(full, against=against) for against in AGAINST),
    ]
    with translation.override(language):
        for question in offered:
            assert asked(in_question(question, reader), reader) == question, in_question(question, reader)


def test_of_two_places_of_one_name_the_one_in_the_county_that_is_named(province, cast):
    for above in (province.xianfeng, province.laifeng):
        OrgUnit.objects.create(
            code=f"{above.code}T88", name="城关供电所", level="TOWNSHIP_STATION", parent=above, path=f"{above.path}T88/",
            latitude=29, longitude=109,
        )  # fmt: skip
    reader = Reader.of(cast.lin)
    assert asked("城关供电所今年的投诉", reader).why == Why.AMBIGUOUS
    found = asked("来凤县城关供电所今年的投诉", reader)
    assert found.unit == "422827T88"
    assert asked(in_question(found, reader), reader) == found


def test_whose_area_it_is_not_does_not_know_the_place(cast, province):
    assert asked("来凤县今年的投诉", Reader.of(cast.mei)).why == Why.STRANGE


@pytest.mark.parametrize(
    "text", ["", "？", " " * 50, "x" * LONGEST, "的" * LONGEST, "\x00", "投诉" * 300, "'; DROP TABLE x; --"]
)
def test_nonsense_is_refused_with_a_question_that_is_answered(text, reader):
    got = answer(text, reader, at=AT)
    assert not got["answered"] and got["words"]
    assert isinstance(asked(got["nearest"], reader), Question)
