"""The small form of ``manage.py prove_one_crew``."""

import pytest
from django.core.management import call_command

from command_center.trials import houses
from command_center.trials.management.commands.prove_one_crew import prove, told

pytestmark = pytest.mark.django_db


def test_no_house_is_visited_twice_and_no_danger_is_swallowed(monkeypatch):
    for name, small in (("CALLS_A_ROUND", 40), ("CREWS", 5), ("PATIENCE", 2)):
        monkeypatch.setattr(houses, name, small)
    count = prove(calls=160, repeat=0.5, seed=7)
    assert count.calls == 160 and count.visits > 10 and count.orders < 140
    assert (count.double_visits, count.swallowed_hazards, count.lost_reports) == (0, 0, 0), told(count)
    assert count.called_three_times > 0 and count.called_three_times_unseen == 0


def test_the_command_is_there():
    with pytest.raises(SystemExit):
        call_command("prove_one_crew", "--help")
