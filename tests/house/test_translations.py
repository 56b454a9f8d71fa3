"""Chinese is the first language of the screens: nothing that a person reads is left in English."""

import re

import pytest

from customers.messages.catalogue import KINDS, ZH
from tests.house import catalogues

DOMAINS = ["django", "djangojs"]
# A sign of English between Chinese characters, or after the last of them.
NARROW_SIGN = re.compile(r"[\u4e00-\u9fff）][,?:;!](?=[\u4e00-\u9fff（]|$)", re.MULTILINE)
PLACES = re.compile(r"%\(\w+\)(?:\.\d+)?[a-z]|\{\w+\}")


def test_what_the_server_says_is_translated():
    wanted = catalogues.wanted_in_server()
    assert len(wanted) > 100
    assert catalogues.missing("django", wanted) == {}


def test_what_scripts_say_is_translated():
    wanted = catalogues.wanted_in_scripts()
    assert len(wanted) > 100
    assert catalogues.missing("djangojs", wanted) == {}


def test_every_message_is_a_literal():
    assert catalogues.unreadable_calls() == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_compiled_catalogue_is_the_written_one(domain):
    written = {msgid: text for msgid, text in catalogues.read_po(domain).items() if text and msgid}
    compiled = {msgid: text for msgid, text in catalogues.read_mo(domain).items() if msgid}
    assert compiled == catalogues.singular(written), "see catalogues.py: main() compiles it"


@pytest.mark.parametrize("domain", DOMAINS)
def test_no_place_is_lost_in_translation(domain):
    lost = {
        msgid: text
        for msgid, text in catalogues.read_po(domain).items()
        if msgid and text and set(PLACES.findall(msgid)) != set(PLACES.findall(text))
    }
    assert lost == {}


@pytest.mark.parametrize("domain", DOMAINS)
def test_chinese_has_chinese_signs(domain):
    assert [text for text in catalogues.read_po(domain).values() if NARROW_SIGN.search(text)] == []


def test_messages_to_customers_have_chinese_signs():
    texts = [kind.texts[ZH] for kind in KINDS.values()]
    assert [text for text in texts if NARROW_SIGN.search(re.sub(r"\{\w+\}", "字", text))] == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_no_message_is_written_twice(domain):
    text = (catalogues.LOCALE / f"{domain}.po").read_text()
    entries = re.findall(r'^(?:msgctxt .*\n)?msgid .*(?:\n".*")*', text, re.MULTILINE)
    assert sorted(entries) == sorted(set(entries))
