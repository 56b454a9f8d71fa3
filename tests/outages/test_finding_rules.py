"""What a finding makes of its outage, as a table."""

import pytest

from outages.findings.rules import Effect, Found, Known, effect_of_darkness, effect_of_power
from outages.life.states import Status as S

INSIDE = {"within": True, "beyond": True}
ALL_OF_IT = {"within": True, "beyond": False}
WIDER = {"within": False, "beyond": False}
BESIDE = {"within": False, "beyond": True}


@pytest.mark.parametrize(
    "found, known, effect",
    [
        ({}, None, Effect.OPENED),
        ({"several": False}, None, Effect.NOTED),
        ({"closed": True}, None, Effect.DISPUTED),
        ({"closed": True, "same": True}, Known(status=S.PREDICTED), Effect.DISPUTED),
        ({"same": True}, Known(status=S.PREDICTED), Effect.CONFIRMED),
        ({"same": True}, Known(status=S.CONFIRMED, planned=True), Effect.CONFIRMED),
        (WIDER, Known(status=S.PREDICTED), Effect.MOVED),
        (INSIDE, Known(status=S.PROBABLE), Effect.MOVED),
        (BESIDE, Known(status=S.CONFIRMED), Effect.MOVED),
        (INSIDE, Known(status=S.CONFIRMED, reported=True), Effect.SPLIT),
        (ALL_OF_IT, Known(status=S.CONFIRMED, reported=True), Effect.CONFIRMED),
        (WIDER, Known(status=S.CONFIRMED, reported=True), Effect.MOVED),
        (BESIDE, Known(status=S.CONFIRMED, reported=True), Effect.DISPUTED),
        (INSIDE, Known(status=S.PARTIALLY_RESTORED), Effect.SPLIT),
        (WIDER, Known(status=S.PARTIALLY_RESTORED), Effect.DISPUTED),
        (INSIDE, Known(status=S.CONFIRMED, planned=True), Effect.DISPUTED),
        ({}, Known(status=S.RESTORED), Effect.NESTED),
        ({"past": True}, Known(status=S.RESTORED), Effect.NOTED),
        ({}, Known(status=S.CLOSED), Effect.NOTED),
        ({}, Known(status=S.DISMISSED), Effect.NOTED),
    ],
)
def test_darkness(found, known, effect):
    assert effect_of_darkness(Found(**{"several": True, **found}), known) == effect


@pytest.mark.parametrize(
    "known, alone, effect",
    [
        (None, False, Effect.NOTED),
        (Known(status=S.PREDICTED), False, Effect.DISMISSED),
        (Known(status=S.PROBABLE), False, Effect.DISMISSED),
        (Known(status=S.CONFIRMED), True, Effect.DISMISSED),
        (Known(status=S.CONFIRMED), False, Effect.CORRECTED),
        (Known(status=S.CONFIRMED, reported=True), False, Effect.DISPUTED),
        (Known(status=S.CONFIRMED, planned=True), True, Effect.CORRECTED),
        (Known(status=S.RESTORED), False, Effect.NOTED),
    ],
)
def test_power(known, alone, effect):
    assert effect_of_power(known, alone=alone) == effect
