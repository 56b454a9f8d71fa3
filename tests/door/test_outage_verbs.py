"""What the desk does to an outage: right, area, body, revision, key; and what the service made of it."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from command_center.ground.core.models import AuditEntry
from command_center.ground.network.models import OperationSource
from command_center.ground.network.services.switching import operate
from outages.life.states import Status
from outages.models import GeneratorVehicle, Interruption, Outage, RestoreCheck
from outages.verbs.services.opening import open_outage
from tests.door.counting import at_most
from tests.grid import make_network
from tests.outages.lines import below, make_points, only
from tests.people import make_user

URL = "/api/v1/outages/"
AGO = now() - timedelta(minutes=30)
BEGAN = AGO - timedelta(minutes=10)
WHY = {"reason": "看错了"}


@pytest.fixture
def net(province):
    """T2 and T3 hang on FU2 behind SW1; six residents at T2, two at T3."""
    network = make_network(province)
    network.at_t2, network.at_t3 = make_points(province.t2, 6), make_points(province.t3, 2)
    return network


@pytest.fixture
def outage(net, province):
    return make_outage(below(province.t2), node_id=province.t2.pk)


def make_outage(scope, **fields):
    return open_outage(scope=scope, **{"started_at": BEGAN, "at": AGO, "status": Status.CONFIRMED, **fields})


def post(client, outage, verb, body=None, **headers):
    return client.post(f"{URL}{outage.number}/{verb}/", body or {}, format="json", headers=headers)


def dark():
    return set(Interruption.objects.open().values_list("service_point__meter_number", flat=True))


def meters(points):
    return {point.meter_number for point in points}


def test_confirming_lets_its_customers_into_the_ledger(mei, net, province):
    outage = make_outage(below(province.t2), node_id=province.t2.pk, status=Status.PREDICTED)
    with at_most(45):
        answer = post(mei, outage, "confirm")
    assert answer.status_code == 200 and answer.data["status"] == "CONFIRMED" and answer.data["customers_out"] == 6
    assert answer["ETag"] == f'W/"{answer.data["rev"]}"'
    assert post(mei, outage, "confirm").data["code"] == "illegal_transition"


def test_a_confirmation_is_taken_back(mei, net, outage):
    assert post(mei, outage, "unconfirm").data["errors"][0]["pointer"] == "/reason"
    etag = mei.get(f"{URL}{outage.number}/")["ETag"]
    with at_most(25):
        answer = post(mei, outage, "unconfirm", WHY, **{"If-Match": etag})
    assert (answer.status_code, answer.data["status"], answer.data["customers_out"]) == (200, "PROBABLE", 6)
    assert post(mei, outage, "unconfirm", WHY, **{"If-Match": etag}).status_code == 412
    assert post(mei, outage, "unconfirm", WHY).data["code"] == "illegal_transition"
    assert post(mei, outage, "confirm").data["status"] == "CONFIRMED"


def was_off(points, **fields):
    return {**WHY, "service_points": [p.meter_number for p in points], "off_at": BEGAN.isoformat(), **fields}


def test_who_was_off_too_is_entered(mei, net, outage):
    etag = mei.get(f"{URL}{outage.number}/")["ETag"]
    over = (AGO + timedelta(minutes=1)).isoformat()
    with at_most(40):
        answer = post(mei, outage, "was-off", was_off(net.at_t3[:1], on_at=over), **{"If-Match": etag})
    assert answer.status_code == 200 and answer.data["correction"] == outage.corrections.get().pk
    assert (answer.data["customers_total"], answer.data["customers_out"]) == (7, 6)
    assert post(mei, outage, "was-off", was_off(net.at_t3), **{"If-Match": etag}).status_code == 412
    assert post(mei, outage, "was-off", was_off(net.at_t3)).data["customers_out"] == 8, "and they still are"
    assert dark() == meters([*net.at_t2, *net.at_t3])


def test_nobody_was_off_before_an_unconfirmed_outage(mei, net, province):
    predicted = make_outage(below(province.t2), node_id=province.t2.pk, status=Status.PREDICTED)
    assert post(mei, predicted, "was-off", was_off(net.at_t3)).data["code"] == "illegal_transition"


def test_only_on_the_revision_that_was_read(mei, outage):
    etag = mei.get(f"{URL}{outage.number}/")["ETag"]
    cause = {"cause_class": "NATURE", "cause": "雷击"}
    assert post(mei, outage, "cause", cause, **{"If-Match": etag}).status_code == 200
    stale = post(mei, outage, "cause", cause, **{"If-Match": etag})
    assert (stale.status_code, stale.data["code"]) == (412, "stale_write")


def test_a_key_is_answered_once(mei, outage):
    first, again = (post(mei, outage, "restore", {"note": "送电"}, **{"Idempotency-Key": "k1"}) for _ in range(2))
    assert first.data == again.data and first.status_code == again.status_code == 200
    assert outage.steps.count() == 1
    assert post(mei, outage, "restore", {"note": "又"}, **{"Idempotency-Key": "k1"}).status_code == 422


@pytest.mark.parametrize(
    "verb, body",
    [("confirm", {}), ("unconfirm", WHY), ("was-off", {}), ("restore", {}), ("dismiss", WHY), ("close", {})],
)
def test_the_next_county_and_other_roles(eva, agent, signed_in, outage, verb, body):
    assert post(eva, outage, verb, body).status_code == 404
    assert AuditEntry.objects.get(allowed=False).action == "foreign_access_refused"
    assert post(agent, outage, verb, body).status_code == 403
    assert dark() == meters(outage_points(outage))


def outage_points(outage):
    return [row.service_point for row in outage.interruptions.select_related("service_point")]


def test_a_controller_acts_too(province, outage):
    from rest_framework.test import APIClient

    client = APIClient()
    client.force_login(make_user("kong", "CONTROLLER", province.xianfeng))
    assert post(client, outage, "restore").status_code == 200


def test_restored_for_everybody(mei, outage):
    with at_most(45):
        answer = post(mei, outage, "restore", {"at": (AGO + timedelta(minutes=5)).isoformat()})
    assert (answer.data["status"], answer.data["restored"], answer.data["customers_out"]) == ("RESTORED", 6, 0)
    assert outage.steps.get(pk=answer.data["step"]).ended_by == "REPAIR"
    assert post(mei, outage, "restore").status_code == 409


def test_restored_for_some_meters_and_phases(mei, net, outage):
    some = [point.meter_number for point in net.at_t2[:2]]
    answer = post(mei, outage, "restore", {"service_points": some, "ended_by": "GENERATOR"})
    assert (answer.data["status"], answer.data["restored"]) == ("PARTIALLY_RESTORED", 2)
    assert dark() == meters(net.at_t2[2:])
    # Nobody here needs phase A alone.
    assert post(mei, outage, "restore", {"phases": "A"}).data["restored"] == 0
    assert post(mei, outage, "restore", {"phases": "ABC"}).data["restored"] == 4


def test_restored_for_whom_a_device_feeds_now(mei, net, province):
    outage = make_outage(below(province.t2, province.t3), node_id=province.t2.pk)
    operate(branch_id=net.tr3.pk, opened=True, at=AGO, source=OperationSource.CREW)
    answer = post(mei, outage, "restore", {"device": "FU2"})
    assert (answer.data["status"], answer.data["restored"]) == ("PARTIALLY_RESTORED", 6)
    assert dark() == meters(net.at_t3), "its own fuse is open"
    assert outage.steps.get().ended_by == "SWITCHING"
    operate(branch_id=net.cb1.pk, opened=True, at=AGO, source=OperationSource.SCADA)
    assert post(mei, outage, "restore", {"device": "FU2"}).data["errors"][0]["pointer"] == "/device"


BAD = [
    ("restore", {"device": "NONE"}, "/device"),
    ("restore", {"device": "L1"}, "/device"),
    ("restore", {"service_points": ["NONE"]}, "/service_points"),
    ("restore", {"service_points": []}, "/service_points"),
    ("restore", {"device": "FU2", "service_points": ["M1"]}, "/device"),
    ("restore", {"phases": "AX"}, "/phases"),
    ("restore", {"at": "2099-01-01T00:00:00Z"}, "/at"),
    ("restore", {"at": "2000-01-01T00:00:00Z"}, "/at"),
    ("restore", {"ended_by": "MAGIC"}, "/ended_by"),
    ("was-off", {**WHY, "off_at": "2020-01-01T00:00:00Z"}, "/service_points"),
    ("was-off", {**WHY, "service_points": ["NONE"], "off_at": "2020-01-01T00:00:00Z"}, "/service_points"),
    ("was-off", {**WHY, "service_points": ["MT2-00000"]}, "/off_at"),
    ("was-off", {**WHY, "service_points": ["MT2-00000"], "off_at": "2099-01-01T00:00:00Z"}, "/off_at"),
    ("dismiss", {}, "/reason"),
    ("dismiss", {"reason": " "}, "/reason"),
    ("move", {"reason": "x"}, "/device"),
    ("split", WHY, "/device"),
    ("merge", WHY, "/into"),
    ("estimate", {}, "/etr_at"),
    ("estimate", {"etr_at": "2000-01-01T00:00:00Z"}, "/etr_at"),
    ("estimate", {"etr_at": "2099-01-01T00:00:00Z", "computed": True}, "/etr_at"),
    ("estimate", {"etr_at": "2099-01-01T00:00:00Z", "source": "AUTO"}, "/source"),
    ("cause", {"cause_class": "BIRDS"}, "/cause_class"),
    ("answer", {"answers": []}, "/answers"),
]


def test_bad_input_is_named_and_changes_nothing(mei, net, outage):
    rev = Outage.objects.get(pk=outage.pk).rev
    for verb, body, pointer in BAD:
        answer = post(mei, outage, verb, body)
        assert answer.status_code == 422, (verb, body, answer.data)
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.data["errors"][0]["pointer"].startswith(pointer), (verb, body, answer.data)
    assert Outage.objects.get(pk=outage.pk).rev == rev


def test_meters_and_devices_of_another_area_do_not_exist(lin, mei, net, province, outage):
    (far,) = make_points(province.t1, 1)
    type(far).objects.filter(pk=far.pk).update(org_path=province.baifusi.path)
    refused = post(mei, outage, "split", {**WHY, "service_points": [far.meter_number]})
    assert refused.status_code == 422 and refused.data["unknown"] == [far.meter_number]


def test_dismissed_and_reinstated(mei, net, outage):
    assert post(mei, outage, "dismiss", WHY).data["status"] == "DISMISSED" and dark() == set()
    assert post(mei, outage, "reinstate", WHY).data["status"] == "CONFIRMED" and dark() == meters(net.at_t2)


def test_moved_to_another_device(mei, net, outage):
    answer = post(mei, outage, "move", {**WHY, "device": "FU2"})
    assert answer.status_code == 200 and dark() == meters([*net.at_t2, *net.at_t3])
    outage.refresh_from_db()
    assert outage.device == net.fu2
    post(mei, outage, "move", {**WHY, "device": "TR3"})
    assert dark() == meters(net.at_t3)


def test_split_merged_and_unmerged(mei, net, outage):
    answer = post(mei, outage, "split", {**WHY, "service_points": [net.at_t2[0].meter_number]})
    part = Outage.objects.get(number=answer.data["part"])
    assert (answer.data["customers_out"], part.customers_out) == (5, 1)
    assert post(mei, part, "merge", {**WHY, "into": outage.number}).data["status"] == "MERGED"
    outage.refresh_from_db()
    assert outage.customers_out == 6
    assert post(mei, part, "unmerge", WHY).data["customers_out"] == 1
    assert post(mei, part, "merge", {**WHY, "into": part.number}).status_code == 422
    assert post(mei, part, "merge", {**WHY, "into": "nothing"}).status_code == 404


def test_a_split_by_device(mei, net, province):
    outage = make_outage(below(province.t2, province.t3), node_id=province.t2.pk)
    answer = post(mei, outage, "split", {**WHY, "device": "TR3"})
    part = Outage.objects.get(number=answer.data["part"])
    assert part.device == net.tr3 and part.customers_out == 2 and answer.data["customers_out"] == 6


def test_an_estimate_by_hand_and_handed_back(mei, outage):
    etr = now() + timedelta(hours=3)
    answer = post(mei, outage, "estimate", {"etr_at": etr.isoformat(), "source": "CREW", "reason": "pole_broken"})
    assert answer.status_code == 200 and answer.data["etr_at"][:16] == f"{etr:%Y-%m-%dT%H:%M}"
    outage.refresh_from_db()
    assert (outage.etr_source, outage.etr_revision) == ("CREW", 1)
    assert post(mei, outage, "estimate", {"computed": True}).status_code == 200
    outage.refresh_from_db()
    assert outage.etr_source == "AUTO"


def test_asked_answered_verified_closed(mei, net, outage):
    assert post(mei, outage, "check").status_code == 409
    post(mei, outage, "restore")
    asked = post(mei, outage, "check")
    assert asked.data["asked"] > 0 and post(mei, outage, "check").status_code == 409
    check = RestoreCheck.objects.get(pk=asked.data["check_id"])
    numbers = check.answers.values_list("service_point__meter_number", flat=True)
    answers = [{"meter_number": number, "answer": "ON"} for number in numbers] + [{"meter_number": "X", "answer": "ON"}]
    assert post(mei, outage, "answer", {"answers": answers}).data["recorded"] == asked.data["asked"]
    assert post(mei, outage, "close").status_code == 409
    assert post(mei, outage, "verify").data["status"] == "VERIFIED"
    assert post(mei, outage, "close").data["status"] == "CLOSED"
    assert post(mei, outage, "verify").data["code"] == "conflict"


def test_the_ledgers_rows_are_masked_and_paged(mei, eva, net, outage):
    post(mei, outage, "restore", {"service_points": [net.at_t2[0].meter_number]})
    url = f"{URL}{outage.number}/interruptions/"
    with at_most(8):
        first = mei.get(f"{url}?limit=4").data
    assert len(first["results"]) == 4 and len(mei.get(first["next"]).data["results"]) == 2
    row = first["results"][0]
    assert row["customer"] == "居*" and row["transformer"] == "T2" and row["ended_by"] == "REPAIR" and row["on_at"]
    assert len(mei.get(f"{url}?open=true").data["results"]) == 5
    assert len(mei.get(f"{url}?step={row['step_id']}").data["results"]) == 1
    assert eva.get(url).status_code == 404


def correct(client, row, **body):
    return client.post(f"/api/v1/interruptions/{row.pk}/correct/", {"reason": "补录", **body}, format="json")


def test_one_customers_times_are_corrected(mei, eva, net, outage):
    post(mei, outage, "restore")
    row = outage.interruptions.get(service_point=net.at_t2[0])
    earlier, sooner = BEGAN - timedelta(minutes=5), AGO + timedelta(minutes=1)
    assert correct(eva, row, kind="NEVER_OFF").status_code == 404
    assert correct(mei, row, kind="END").data["errors"][0]["pointer"] == "/at"
    answer = correct(mei, row, kind="START", at=earlier.isoformat(), confirm_at=earlier.isoformat())
    assert answer.status_code == 200 and answer.data["correction"] == outage.corrections.get().pk
    assert correct(mei, row, kind="NEVER_OFF").data["code"] == "conflict", "that row is history"
    row = outage.interruptions.standing().get(service_point=net.at_t2[0])
    assert row.off_at == earlier
    assert correct(mei, row, kind="START", at=earlier.isoformat()).status_code == 422
    assert correct(mei, row, kind="END", at=sooner.isoformat()).status_code == 200
    row = outage.interruptions.standing().get(service_point=net.at_t2[0])
    assert (row.off_at, row.on_at) == (earlier, sooner)
    assert correct(mei, row, kind="NEVER_OFF").data["customers_total"] == 5


def test_live_outages_on_the_map(mei, eva, net, outage, province):
    over = make_outage(below(province.t3), node_id=province.t3.pk)
    post(mei, over, "restore")
    with at_most(5):
        answer = mei.get("/api/v1/outages.geojson")
    assert answer["Content-Type"] == "application/geo+json" and answer.data["truncated"] is False
    (feature,) = answer.data["features"]
    assert feature["properties"]["number"] == outage.number and feature["properties"]["customers_out"] == 6
    assert feature["geometry"]["coordinates"] == [outage.longitude, outage.latitude]
    assert eva.get("/api/v1/outages.geojson").data["features"] == []


def test_the_dark_stretch_on_the_map(mei, eva, net, outage):
    post(mei, outage, "move", {**WHY, "device": "SW1"})
    answer = mei.get(f"{URL}{outage.number}/trace/")
    lines = [f for f in answer.data["features"] if f["geometry"]["type"] == "LineString"]
    (device,) = [f for f in answer.data["features"] if f["geometry"]["type"] == "Point"]
    ends = {code: (node.longitude, round(node.latitude, 5)) for code, node in net.nodes.items()}
    drawn = sorted(tuple(line["geometry"]["coordinates"]) for line in lines)
    assert device["properties"]["code"] == "SW1"
    expected = [("c", "e2"), ("e2", "lv2"), ("e2", "lv3")]
    assert drawn == sorted(tuple(ends[code] for code in pair) for pair in expected)
    assert eva.get(f"{URL}{outage.number}/trace/").status_code == 404


def test_an_outage_of_meters_has_no_lines(mei, net):
    outage = make_outage(only(net.at_t2[0]))
    assert [f["geometry"]["type"] for f in mei.get(f"{URL}{outage.number}/trace/").data["features"]] == ["Point"]


@pytest.fixture
def vehicle(province):
    place = {"latitude": 29.6, "longitude": 109.1}
    return GeneratorVehicle.objects.create(
        code="G1",
        plate="鄂Q-9",
        kva=400,
        fuel_hours=8,
        centre=province.xianfeng,
        org_path=province.xianfeng.path,
        **place,
    )


def test_a_generator_vehicle_supplies_a_dark_transformer_until_it_is_taken_away(mei, net, outage, vehicle):
    """Below FU2: all of T2 and T3, of whom T2's six are dark."""
    detail = mei.get(f"{URL}{outage.number}/").data
    assert [(one["vehicle"], one["place"]) for one in detail["on_standby"]] == [("G1", "咸丰县")]
    with at_most(60):
        answer = post(mei, outage, "generator", {"vehicle": "G1", "device": "FU2", "at": AGO.isoformat()})
    assert (answer.status_code, answer.data["supplied"], answer.data["customers_out"]) == (200, 6, 0), answer.data
    assert not dark()
    detail = mei.get(f"{URL}{outage.number}/").data
    [placed] = detail["generators"]
    assert (placed["plate"], placed["customers"], placed["to_at"]) == ("鄂Q-9", 6, None)
    again = post(mei, outage, "generator", {"vehicle": "G1", "device": "FU2"})
    assert again.status_code == 409 and not detail["on_standby"]
    away = {"vehicle": "G1", "normal_supply": False}
    with at_most(60):
        assert post(mei, outage, "generator-away", away).data["customers_out"] == 6
    assert dark() == meters(net.at_t2)
    assert post(mei, outage, "generator-away", away).status_code == 404
    assert mei.get(f"{URL}{outage.number}/").data["generators"][0]["to_at"]


def test_a_generator_vehicle_that_goes_when_the_supply_is_back_darkens_nobody(mei, net, outage, vehicle):
    six = {"vehicle": "G1", "service_points": [p.meter_number for p in net.at_t2[:2]], "at": AGO.isoformat()}
    assert post(mei, outage, "generator", six).data["customers_out"] == 4
    post(mei, outage, "restore")
    assert post(mei, outage, "generator-away", {"vehicle": "G1", "normal_supply": True}).data["status"] == "RESTORED"
    assert not dark()


def test_a_generator_vehicle_of_elsewhere_or_for_nobody_is_refused(mei, eva, net, outage, vehicle, province):
    nobody = {"vehicle": "G1", "service_points": [p.meter_number for p in net.at_t3]}
    assert post(mei, outage, "generator", nobody).status_code == 409
    GeneratorVehicle.objects.update(org_path=province.laifeng.path)
    answer = post(mei, outage, "generator", {"vehicle": "G1", "device": "FU2"})
    assert (answer.status_code, answer.data["errors"][0]["pointer"]) == (422, "/vehicle")
    assert post(eva, outage, "generator", nobody).status_code == 404
    assert dark() == meters(net.at_t2)
