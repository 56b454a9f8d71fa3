import numpy as np
import pytest

from command_center.ground.core.geo import haversine_m
from dispatch.travel import StraightLineTravel

WUHAN, ENSHI = (30.5928, 114.3055), (30.2722, 109.4882)


@pytest.mark.parametrize(("area_kind", "kmh"), [("URBAN", 22), ("RURAL", 35), ("REMOTE", 25), ("unheard of", 22)])
def test_it_drives_the_detour_at_the_speed_of_the_destination(area_kind, kmh):
    minutes = StraightLineTravel().minutes(np.array([WUHAN]), np.array([ENSHI]), [area_kind])
    assert minutes[0, 0] == pytest.approx(haversine_m(*WUHAN, *ENSHI) / 1000 * 1.4 / kmh * 60)


def test_rows_are_origins_and_columns_destinations():
    minutes = StraightLineTravel().minutes(
        np.array([WUHAN, ENSHI, WUHAN]), np.array([WUHAN, ENSHI]), ["URBAN", "RURAL"]
    )
    assert minutes.shape == (3, 2)
    assert minutes[0, 0] == minutes[1, 1] == 0
    assert minutes[0, 1] < minutes[1, 0]  # the way into town is the slower one
