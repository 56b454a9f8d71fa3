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
    assert len(examples) == 3
    for each in examples:
        body = ask(each, language).data
        assert body["told"]["read_as"] == each, "what is offered is read as what it was made from"
        assert body["told"]["definition"]["means"] and body["why"] == ""


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
