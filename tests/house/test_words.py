"""Words for codes stand at the server and come with the page: complete, in both languages, and in no script."""

import re

import pytest
from django.utils import translation

from command_center.ground.alarms.codes import ALARMS, CODES
from command_center.screens.cards.shapes import CREW_STATES
from command_center.screens.crew_phone.words import phone_words, safety
from command_center.screens.order_list.words import words as words_of_the_list
from command_center.screens.words import orders, words_told
from dispatch.eligibility import FILTERS
from dispatch.models import OfferStatus
from dispatch.scoring import PARTS
from outages.findings.rules import Effect
from tests.house.sources import relative, scripts
from workorders.grading import HAZARDS
from workorders.models import FaultKind

# A row of a table: ``MV: () => gettext(…)``, ``"MV": gettext(…)``, ``["MV", () => gettext(…)]``.
ROW = re.compile(r"""[{,\[]\s*["']?([\w.]+)["']?\s*[:,]\s*(?:\([^()]*\)\s*=>\s*)?(?:fill\(\s*)?n?p?gettext\(""")
# What a page reckons for itself and calls by a word that is a code elsewhere.
# The colour of an outage's disc; the sentence that the call desk reads out; a figure of the surveys.
OWN = {"static/outages/words.js: planned", "static/calls/sentence.js: crew", "static/messages/surveys.js: satisfied"}


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("fault", FaultKind.values),
        ("offer", OfferStatus.values),
        ("effect", list(Effect)),
        ("crew_state", CREW_STATES),
        ("why_not", [code for code, _ in FILTERS]),
        ("score_part", PARTS),
        ("reason", [*CODES, *ALARMS]),
    ],
)
def test_every_code_has_a_word(kind, codes):
    assert set(words_told()[kind]) == {str(code) for code in codes}


def test_every_danger_has_a_word_and_what_is_said_in_short_is_a_reason():
    assert {code for code, _ in HAZARDS} <= set(words_told()["grade_reason"])
    assert set(orders.REASONS_IN_SHORT) <= set(CODES)


def test_the_reader_has_them_in_their_language():
    with translation.override("zh-hans"):
        chinese = words_told()
    with translation.override("en"):
        english = words_told()
    same = {name: code for name, table in english.items() for code in table if table[code] == chinese[name][code]}
    assert same == {}
    assert english["skill"]["MV"] == "Medium voltage" and chinese["skill"]["MV"] == "高压"


def told_codes() -> set[str]:
    with translation.override("en"):
        tables = {**words_of_the_list(), **phone_words()}
    del tables["phase"]  # which tab, group or colour a phase belongs to is the screen's
    return {code for table in tables.values() for code in table} | set(safety())


def test_no_script_has_a_table_of_codes():
    codes = told_codes()
    assert {"MV", "EN_ROUTE", "no_crew", "BUSY"} <= codes
    tables = {
        f"{relative(path)}: {code}" for path in scripts() for code in ROW.findall(path.read_text()) if code in codes
    }
    assert tables == OWN
