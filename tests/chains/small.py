"""A small ground for comparing chains: two counties, crews on duty round the clock; and numbers without chance."""

from datetime import datetime, timedelta

from command_center.ground.core.values import CHINA
from command_center.trials.chains import world
from command_center.trials.chains.parameters import values
from command_center.trials.chains.playing import Case
from command_center.trials.chains.world import BASE, LUCK, RURAL, URBAN, Crew, Day, Fault, Shift, Station, World

START = datetime(2022, 7, 1, tzinfo=CHINA)
KM = 1 / 111.195  # degrees of latitude
LAT, LON = 30.0, 110.0
MEAN = 0.5  # the luck with which an even draw is its mean

# Handling takes its mean, nobody waits to be seen, every repair takes twenty minutes.
PLAIN = {
    "spread": 0, "city.notice": 0, "county.notice": 0, "station.notice": 0, "centre.notice": 0, "centre.by_seat": 0,
    "city.handling": 3, "county.handling": 4, "station.handling": 5, "centre.rule": 1,
    "crew.answer": 2, "crew.departs": 1, "crew.refuses": 0, "repair.least": 20, "repair.more": 0,
}  # fmt: skip
NO_DELAYS = {
    f"{desk}.{what}": 0
    for desk in ("city", "county", "station", "centre")
    for what in ("notice", "handling", "call_out", "rule")
    if f"{desk}.{what}" in values()
}


def station(unit_id, centre_id=1, *, km_north=0.0, kind=RURAL):
    path = f"42/4228/{centre_id}/{unit_id}/"
    return Station(unit_id, centre_id, path, LAT + (centre_id - 1) * 1.0 + km_north * KM, LON, kind)


def crew(crew_id, at, skills=("LV", "MV", "METERING"), days=30):
    length = timedelta(hours=8)
    shifts = tuple(
        Shift(
            START + nth * length - timedelta(hours=crew_id % 8),
            START + (nth + 1) * length - timedelta(hours=crew_id % 8),
            2,
        )
        for nth in range(days * 3)
    )
    return Crew(crew_id, f"crew {crew_id}", at, frozenset(skills), shifts)


def fault(fault_id, at, place, *, km_north=0.0, skill="LV", **luck):
    """So many km north of the station; everything even is its mean."""
    drawn = dict.fromkeys(LUCK, MEAN) | {name.replace("__", "."): value for name, value in luck.items()}
    return Fault(fault_id, at, place.lat + km_north * KM, place.lon, place.kind, skill, place, False, drawn)


def of(*faults, crews, stations):
    return World(START, tuple(stations), tuple(crews), tuple(faults))


STATIONS = (
    station(11, km_north=0, kind=URBAN), station(12, km_north=12), station(13, km_north=-9), station(19, kind=BASE),
    station(21, 2, kind=URBAN), station(22, 2, km_north=15), station(29, 2, kind=BASE),
)  # fmt: skip
CREWS = tuple(
    crew(nth, at, ("LV", "MV", "METERING") if at.kind == BASE else ("LV",)) for nth, at in enumerate(STATIONS, start=1)
)


def drawn(seed, *, changes=None, days=2, times=2.0):
    """A stream of some fifty faults, a storm on its second day."""
    numbers = values(changes)
    weather = [Day(times, stormy=False), *(Day(times, stormy=True) for _ in range(days - 1))]
    return world.build(start=START, stations=STATIONS, crews=CREWS, days=weather, seed=seed, numbers=numbers), numbers


def case(nth, *, arrives):
    """One custodian besides the crew; a yes after three minutes, power twenty after the arrival."""
    told = Case(fault(nth, 100.0, STATIONS[1]))
    told.held.append(("centre", 100.0, 100.0, 101.0))
    told.ready_at, told.accepted_at, told.departed_at = 101.0, 103.0, 104.0
    told.arrived_at, told.restored_at = 100.0 + arrives, 120.0 + arrives
    return told


HERE_CASES = [case(1, arrives=10), case(2, arrives=30), case(3, arrives=50)]
