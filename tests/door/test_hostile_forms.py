"""Whatever is sent to the pages that know no account, and to the grid manager's: no crash, one sentence, and every word comes back.

Seeded: the same requests each time. Each is undone, so all meet the same scene. ``--long`` takes a thousand seeds.
"""

import html
import random
import uuid
from collections import Counter
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils.timezone import now

from command_center.ground.core.values import storable_text
from command_center.ground.organisation.models import User
from tests.connections.cases import make_case, staff_of
from tests.connections.test_apply import filled
from tests.door.hostile import FILES, MOMENTS, NAMES, WORDS, as_text, some_body
from tests.door.inhabited import make_everybody
from tests.grid import make_order
from workorders.kinds import PROCESSES
from workorders.kinds.connection.services import appointments, stages
from workorders.kinds.connection.slots import free_slots
from workorders.matter import Matter
from workorders.models import FeedPost, WorkOrder
from workorders.services.matters import open_matter
from workorders.services.tracking_links import renew, token_for

pytestmark = pytest.mark.django_db
REQUESTS = 100
ACTS = ["agree", "choose", "cancel", "answer", "post", "post", "papers", "designation", "designation", "terminate", ""]
CONNECTION = PROCESSES["CONNECTION"]
# What a person writes, by page: it stands on the page again whenever it is not taken in.
WRITTEN = {
    "apply": ("name", "phone", "address", "asked_kw", "customer_number", "description"),
    "connection": ("text", "comment"),
    "track": ("reason",),
    "status": ("number", "phone_end"),
    "visits": ("text", "reason", "blocker", "responsible", "comment", "detail", "evidence", "kw", "granted_kw"),
}
# The fields of each form on the applicant's page.
OF_ACT = {
    "choose": ["slot"], "answer": ["satisfaction", "comment"], "post": ["text"], "papers": ["what"], "designation": ["what", "text"],
}  # fmt: skip


@pytest.fixture
def scene(province, cast, settings, tmp_path):
    """Cases and matters at every point of their lives, their links, and a browser of everybody."""
    settings.MEDIA_ROOT, at = str(tmp_path), now()
    staff_of(province)
    cases = [make_case(name, reporter_phone=f"+861380017{n:04}", at=at) for n, name in enumerate("ABCDEF")]
    for case in cases[1:3]:
        appointments.book(order_id=case.pk, slot=free_slots(case, at=at)[0].starts_at, at=at, actor=None)
    WorkOrder.objects.filter(pk=cases[3].pk).update(status="ENERGISED")
    stages.terminate(order_id=cases[4].pk, reason="撤回", at=at, actor=None)
    told = {"source": "PHONE", "description": "…", "customer_number": "4228260001"}
    matters = [
        open_matter(Matter(kind=k, source_id=k, **told), at=at).order for k in ("COMPLAINT", "OPINION", "REPORT")
    ]
    for each in matters:
        renew(order_id=each.pk, at=at)
        each.refresh_from_db()
    orders = [*cases, *matters, make_order("R1")]
    tokens = [token_for(each.tracking_link.nonce) for each in orders if hasattr(each, "tracking_link")]
    browsers = {}
    for name, person in make_everybody(province, cast).items():
        browsers[name] = Client()
        if person is not None:
            browsers[name].force_login(person)
    for name in ("con", "mana"):
        browsers[name] = Client()
        browsers[name].force_login(User.objects.get(username=name))
    return SimpleNamespace(
        links=tokens[:4],
        complaint=token_for(matters[0].tracking_link.nonce),
        tokens=[*tokens, "x", "%00", "长" * 40, "a" * 300, tokens[0][:-1]],
        cases=[each.number for each in cases],
        numbers=[*(each.number for each in orders), "", "x", "%00", "B" * 200],
        slots=[slot.starts_at.isoformat() for slot in free_slots(cases[0], at=at)[:3]],
        browsers=list(browsers.values()),
        staff=[browsers["con"], browsers["mana"]],
    )


# --- one request -----------------------------------------------------------------------------------------------------
def one_of(dice, good, bad=WORDS, often=0.6):
    """Mostly what a person means."""
    return dice.choice(good) if dice.random() < often else dice.choice(bad)


def form_of_application(dice, scene):
    right = filled(form_id=dice.choice([str(uuid.UUID(int=dice.randrange(3)))]), description="靠近小学")
    fields = [(name, one_of(dice, [value], often=0.9)) for name, value in right.items() if dice.random() < 0.98]
    return "/apply/", fields, ["identity", "premises", "nonsense"]


def form_of_the_link(dice, scene):
    said = {
        "slot": one_of(dice, scene.slots, MOMENTS), "satisfaction": one_of(dice, ["SATISFIED", "UNSATISFIED"]),
        "what": one_of(dice, ["DESIGNER", "IDENTITY", "OTHER"]), "text": one_of(dice, ["院门朝北"]), "comment": one_of(dice, ["很快"]),
    }  # fmt: skip
    act = one_of(dice, ACTS)
    fields = [(name, said[name]) for name in OF_ACT.get(act, said)] if isinstance(act, str) else list(said.items())
    return f"/connection/{one_of(dice, scene.links, scene.tokens)}/", [("act", act), *fields], ["photo", "paper"]


def form_of_withdrawing(dice, scene):
    fields = [("reason", one_of(dice, ["已解决"]))]
    if dice.random() < 0.7:
        fields.append(("code", one_of(dice, ["123456"])))
    return f"/track/{one_of(dice, [scene.complaint], scene.tokens)}/withdraw/", fields, []


def form_of_ones_supply(dice, scene):
    fields = [("number", one_of(dice, ["4228260001"])), ("phone_end", one_of(dice, ["5612"]))]
    asked = as_text(dice.choice(WORDS)).encode(errors="replace").hex()[:60]
    return dice.choice(["/status/", f"/status/?q=%{asked[:2] or '00'}&area={asked}"]), fields, []


def form_of_a_visit(dice, scene):
    verb = dice.choice([*CONNECTION.verbs, None])
    names = list(verb.form().fields if verb and verb.form else ()) if verb else ["text"]
    good = {"slot": scene.slots, "by": ["CUSTOMER", "UTILITY"], "satisfaction": ["SATISFIED"], "owner": ["CONTRACTOR"], "kw": ["8"],
            "granted_kw": ["8"], "cost_saved": ["6239"], "lat": ["29.67"], "lon": ["109.14"], "reason": ["customer_asks_later", "客户要求"]}  # fmt: skip
    bad = {"slot": MOMENTS, "contacted_at": MOMENTS, "expected_at": MOMENTS, "since": MOMENTS, "resume_at": MOMENTS}
    fields = [
        (name, one_of(dice, good.get(name, ["说明了情况", ""]), bad.get(name, WORDS)))
        for name in names
        if name != "photo"
    ]
    act = verb.name if verb else dice.choice(["post", "", "withdraw"])
    return f"/visits/?case={one_of(dice, scene.cases, scene.numbers)}", [("act", act), *fields], ["photo"]


FORMS = {
    "apply": form_of_application, "connection": form_of_the_link, "track": form_of_withdrawing, "status": form_of_ones_supply,
    "visits": form_of_a_visit,
}  # fmt: skip


def send(dice, scene, page):
    path, fields, files = FORMS[page](dice, scene)
    fields += [dice.choice(fields)] if fields and dice.random() < 0.1 else []
    sent = [(name, dice.choice(NAMES), dice.choice(FILES)) for name in files if dice.random() < 0.25]
    body, kind = some_body(dice, fields, sent)
    if dice.random() < 0.9:
        cache.clear()  # else it may be one request too many from this address
    browser = one_of(dice, scene.staff if page == "visits" else scene.browsers, scene.browsers)
    return browser.generic("POST", path, body, content_type=kind)


# --- what must be true of every answer -------------------------------------------------------------------------------
def same_lines(text):
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("<br>", "\n")


def what_is_lost(page, answer):
    """Words that were written, were not taken in, and do not stand on the page that says so."""
    asked = answer.wsgi_request
    if answer.status_code < 400 or answer.status_code in (400, 413) or "%00" in asked.get_full_path():
        return []  # no form could be read, or nobody ever had this address
    shown = same_lines(html.unescape(answer.content.decode()))
    typed = [text for name in WRITTEN[page] for text in asked.POST.getlist(name)[-1:] if text.strip()]
    return [text[:80] for text in typed if same_lines(text.strip()) not in shown]


def what_is_cut(answer):
    """Words that were taken in and do not stand in the rows as they were written."""
    if answer.status_code != 302 or not answer["Location"].startswith(answer.wsgi_request.path):
        return []  # led to another page
    said = answer.wsgi_request.POST
    if said.get("act") != "post" or not same_lines(said.get("text", "")).strip():
        return []
    kept = FeedPost.objects.latest("pk").text
    return [] if kept == storable_text(same_lines(said["text"])).strip() else [(said["text"][:80], kept[:80])]


@pytest.mark.seeds(1)
@pytest.mark.parametrize("page", FORMS)
def test_no_form_crashes_and_nothing_written_is_lost(scene, page, seed):
    dice, came = random.Random(f"{page} {seed}"), Counter()
    for _ in range(REQUESTS):
        with transaction.atomic():
            answer = send(dice, scene, page)
            came[answer.status_code] += 1
            found = (what_is_lost(page, answer), what_is_cut(answer))
            transaction.set_rollback(True)
        assert answer.status_code < 500
        assert found == ([], []), (
            answer.content.decode()[-1500:],
            answer.status_code,
            answer.wsgi_request.get_full_path(),
            dict(answer.wsgi_request.POST),
        )
    print(f"{page}: {sorted(came.items())}")
    assert {200, 302} & set(came), "some of what is sent is taken in"
