"""What makes a complaint likely to go further."""

import pytest

from workorders.kinds.complaint.desk.risk import Risk, Signs, risks
from workorders.kinds.complaint.desk.stages import LABELS, STAGES, stage_of
from workorders.kinds.complaint.process import COMPLAINT


@pytest.mark.parametrize(
    ("signs", "found"),
    [
        (Signs(), []),
        (Signs(calls=2), []),
        (Signs(calls=3), [Risk.CALLED_OFTEN]),
        (Signs(alleges_frequent_outages=True), [Risk.FREQUENT_OUTAGES]),
        (Signs(late=True, from_regulator=True), [Risk.REGULATOR, Risk.LATE]),
        (Signs(reopened=True, late=True, calls=5), [Risk.REOPENED, Risk.LATE, Risk.CALLED_OFTEN]),
    ],
)
def test_the_gravest_reason_comes_first(signs, found):
    assert risks(signs) == found


def test_every_state_stands_in_one_column():
    assert sorted(state for states in STAGES.values() for state in states) == sorted(COMPLAINT.states)
    assert set(LABELS) == set(STAGES) - {"ENDED"}
    assert stage_of("NO_STATE") == ""
