"""``GET ask/``: the same questions through the door, in the reader's language and of their own area."""

import pytest
import time_machine

from tests.figures.world import a_july
from tests.questions.conftest import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(mei, province):
    """``ask(question, language)`` → the answer that the desk of Xianfeng reads on the last day of July."""
    a_july(province)

    def asked(question, language="zh-hans", **more):
        with time_machine.travel(AT, tick=False):
            return mei.get("/api/v1/ask/", {"question": question, **more}, HTTP_ACCEPT_LANGUAGE=language)

    return asked


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_example_is_answered_in_the_readers_language(ask, language):
    examples = ask("", language).data["examples"]
    assert len(examples) == 4
    for each in examples:
        body = ask(each, language).data
        assert body["told"]["definition"]["means"] and body["why"] == ""
        again = ask(body["told"]["read_as"], language).data["told"]
        assert again == body["told"], "what it was read as says the days and asks the same"


def test_examples_say_this_month_as_people_do(ask):
    said = {"zh-hans": ["本月", "今年", "今年", "上月"], "en": ["this month", "this year", "this year", "last month"]}
    for language, words in said.items():
        examples = ask("", language).data["examples"]
        assert [word in each for word, each in zip(words, examples, strict=True)] == [True] * 4, examples
    days = [(told["first"], told["last"]) for told in (ask(each, "en").data["told"] for each in examples)]
    year, june = ("2026-01-01", "2026-07-31"), ("2026-06-01", "2026-06-30")
    assert days == [("2026-07-01", "2026-07-31"), year, year, june]


def test_it_is_the_figure_of_its_own_page(ask, mei):
    told = ask("本月平均到达时间，同比？").data["told"]
    with time_machine.travel(AT, tick=False):
        figure = mei.get(told["page"].replace("/figures/", "/api/v1/figures/")).data
        rows = mei.get(told["rows_at"]).data
    assert (told["value"], told["of"]) == (figure["now"]["value"], figure["now"]["of"])
    assert (told["before"], told["change"]) == (figure["year_before"], figure["year_change"])
    assert told["row_numbers"] == [row["number"] for row in rows["rows"]]


def test_parts_come_only_where_they_are_asked_for(ask):
    assert ask("今年的投诉").data["told"]["division"] is None
    parted = ask("今年的投诉，按月").data["told"]
    assert (parted["by"], parted["by_words"]) == ("month", "按月") and parted["division"]["months"]


def test_what_is_no_question_of_the_catalogue_gives_no_number(ask):
    body = ask("为什么投诉这么多").data
    assert body["told"] is None and body["why"] == "strange" and "什么" in body["words"]
    assert ask(body["nearest"]).data["told"] is not None


def test_another_county_is_not_known_to_who_does_not_answer_for_it(ask):
    assert ask("来凤县今年的投诉").data["why"] == "strange"


def test_only_the_parts_that_are_asked_cost_a_query(ask, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        ask("本月平均到达时间")


def test_an_unknown_parameter_is_named(ask):
    assert ask("今年的投诉", quesiton="x").status_code == 422
