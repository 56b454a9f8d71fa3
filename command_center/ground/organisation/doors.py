"""Every door of the house and what opens it: endpoints, pages, sockets. The API, the pages and the sockets read this table
before anything else, and so do the tests; a door that does not stand here stays shut. The verbs of orders and outages add
theirs from their processes (``workorders/api/doors.py``, ``workorders/engine/doors.py``).

Which role carries which right is told by ``roles.py``. The last column is the jurisdiction: what somebody with the right
meets whose home is the unit itself, the one above, another one, or none.

    +  let in (what may be done with rows of others is refused by what is said about them: 422, an empty map)
    0  let in, sees an empty list                      ·  sent away to sign in
    ?  404, as if it did not exist                     -  403, no part of their work

For ``field`` the four are: the crew that holds the work, a base above, another crew, nobody's crew. A door with two rows is
opened by either right. ``anyone`` needs no account (the address may be a key by itself), ``account`` any account.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from command_center.ground.organisation.roles import RIGHTS, Right, Role

ANYONE, ACCOUNT = "anyone", "account"
PLACES = ("own", "parent", "other", "none")

API = """
POST auth/login/                                    account                  ····
POST auth/logout/                                   account                  ····
GET  me/                                            account                  ++++
GET  me/work/                                       field                    +-+-
POST fault-reports/                                 report                   ++++
GET  fault-reports/known/                           report                   ++++
POST fault-reports/bulk/                            report                   ++++
GET  work-orders/                                   read_orders              ++00
GET  work-orders.csv                                read_orders              ++++
POST work-orders.csv                                read_customers           ++++
GET  work-orders.xlsx                               read_orders              ++++
POST work-orders.xlsx                               read_customers           ++++
GET  order-views/                                   read_orders              +000
POST order-views/                                   read_orders              ++++
POST order-views/{view_id}/                         read_orders              ????
POST order-views/{view_id}/remove/                  read_orders              ????
GET  board-views/                                   read_orders              +000
POST board-views/                                   read_orders              ++++
POST board-views/{view_id}/                         read_orders              ????
POST board-views/{view_id}/remove/                  read_orders              ????
GET  work-orders/{number}/                          read_orders              ++??
GET  work-orders/{number}/                          field                    +-?-
GET  work-orders/{number}/timeline/                 read_orders              ++??
GET  work-orders/{number}/timeline/                 field                    +-?-
GET  work-orders/{number}/trail/                    read_orders              ++??
GET  work-orders/{number}/candidates/               read_orders              ++??
GET  work-orders/{number}/supply-path/              read_orders              ++??
GET  work-orders/{number}/findings/                 read_orders              ++??
GET  work-orders/{number}/findings/                 field                    +-?-
POST work-orders/{number}/findings/                 field                    +-?-
GET  work-orders/{number}/photo/                    read_orders              ++??
GET  work-orders/{number}/photo/                    field                    +-?-
POST work-orders/{number}/reveal/                   read_customers           ++??
GET  filings/                                       read_orders              ++00
POST filings/                                       handle,matters           ++++
POST filings/{filing_id}/revoke/                    supervise                ++??
GET  surveys/                                       read_orders              ++00
GET  survey-figures/                                read_orders              ++++
POST matters/                                       report,supervise         ++++
GET  headline-figures/                              read_orders              ++++
GET  headline-figures.csv                           read_orders              ++++
GET  headline-figures.xlsx                          read_orders              ++++
GET  exports/                                       read_orders              ++++
POST exports/                                       read_orders              ++++
GET  exports/{export_id}/                           read_orders              ????
GET  exports/{export_id}/file/                      read_orders              ????
POST exports/{export_id}/remove/                    read_orders              ????
GET  ask/                                           read_orders              ++++
GET  complaint-figures/{table}.csv                  read_orders              ++++
GET  complaint-figures/{table}.xlsx                 read_orders              ++++
GET  told-times/{table}.csv                         read_orders              ++++
GET  told-times/{table}.xlsx                        read_orders              ++++
GET  weekly-report/{table}.csv                      read_orders              ????
GET  weekly-report/{table}.xlsx                     read_orders              ????
GET  key-figures/                                   read_orders              ++++
GET  key-figures.csv                                read_orders              ++++
GET  key-figures.xlsx                               read_orders              ++++
GET  figures/                                       read_orders              ++++
GET  figures/{code}/                                read_orders              ++++
GET  figures/{code}/rows/                           read_orders              ++++
GET  figures/{code}/rows.csv                        read_orders              ++++
GET  figures/{code}/rows.xlsx                       read_orders              ++++
GET  figures/{code}/parts.csv                       read_orders              ++++
GET  figures/{code}/parts.xlsx                      read_orders              ++++
GET  complaint-cases/                               read_orders              ++00
GET  complaint-cases/{number}/                      read_orders              ++??
GET  complaint-stages/                              read_orders              ++++
GET  connection-cases/                              read_orders              ++00
POST connection-cases/                              report                   ++++
GET  connection-cases/{number}/                     read_orders              ++??
GET  connection-cases/{number}/panel/               read_orders              ++??
GET  connection-cases/{number}/documents/{document_id}/ read_orders          ++??
GET  connection-cases/{number}/slots/               read_orders              ++??
GET  connection-cases/{number}/plans/               read_orders              ++??
GET  connection-cases/{number}/feed/                read_orders              ++??
POST connection-cases/{number}/feed/                report                   ++??
GET  connection-cases/{number}/feed/{post_id}/photo/ read_orders             ++??
GET  appointments/                                  read_orders              ++00
GET  connection-figures/                            read_orders              ++++
GET  connection-figures/{code}/                     read_orders              ++++
GET  connection-stages/                             read_orders              ++++
GET  visit-calendar/                                read_orders              ++++
POST work-orders/{number}/tracking-link/            report,dispatch          ++??
POST work-orders/{number}/tracking-link/send/       report,dispatch          ++??
POST work-orders/{number}/tracking-link/renew/      report,dispatch          ++??
GET  work-orders/{number}/answers/{answer_id}/photo/ read_orders             ++??
GET  work-orders/{number}/answers/{answer_id}/photo/ field                   +-?-
POST work-orders/{number}/tracking-link/revoke/     report,dispatch          ++??
GET  alarms/                                        read_orders              ++00
GET  alarm-health/                                  read_orders              ++++
POST alarms/acknowledge/                            alarms                   ++++
GET  desk-duties/                                   read_orders              ++00
POST desk-duties/sign-on/                           duty                     ++++
POST desk-duties/sign-off/                          duty                     ++++
POST desk-duties/{duty_id}/relieve/                 custody                  ++??
GET  handover/                                      duty                     ++++
POST handover/begin/                                duty                     ++++
POST handover/fill/                                 duty                     ++++
POST handover/rest/                                 duty                     ++++
POST handover/close/                                duty                     ++++
POST handover/drop/                                 duty                     ++++
GET  handovers/                                     read_orders              ++00
GET  handovers/{handover_id}/                       read_orders              ++??
POST handovers/{handover_id}/read/                  duty                     ????
GET  supervision/                                   read_orders              ++++
POST supervision/give/                              custody                  ++++
GET  complaint-figures/                             read_orders              ++++
GET  complaint-figures/units/                       read_orders              ++++
GET  complaint-figures/causes/                      read_orders              ++++
GET  complaint-figures/rows/                        read_orders              ++++
GET  complaint-categories/                          read_orders              ++++
GET  escalations/                                   read_orders              ++00
POST escalations/{call_id}/acknowledge/             read_orders              ++??
GET  offers/                                        read_orders              ++00
GET  offers/                                        field                    +-0-
POST offers/{offer_id}/accept/                      dispatch                 ++??
POST offers/{offer_id}/accept/                      field                    +-?-
POST offers/{offer_id}/reject/                      dispatch                 ++??
POST offers/{offer_id}/reject/                      field                    +-?-
GET  crews/                                         read_orders              +++0
GET  crews/{crew_id}/                               read_orders              ++??
GET  crews/{crew_id}/trail/                         read_orders              ++??
POST crews/{crew_id}/messages/                      dispatch                 ++??
POST crew-messages/{crew_message_id}/acknowledge/   field                    +-?-
GET  shift-desk/                                    read_orders              ++++
GET  shifts/                                        read_orders              +++0
GET  units/                                         read_orders              +++0
GET  grids/                                         read_orders              +++0
GET  customers/                                     read_customers           ++00
POST customers/{number}/reveal/                     read_customers           ++??
GET  customers/{number}/card/                       read_customers           ++??
GET  messages/                                      read_customers           ++00
POST messages/{message_id}/settle/                  read_customers           ++??
GET  promises/                                      read_customers           ++00
GET  message-replies/                               read_customers           ++00
POST message-replies/{reply_id}/settle/             read_customers           ++??
POST message-calls/receipts/                        anyone                   ----
POST message-calls/replies/                         anyone                   ----
GET  outages/                                       read_outages             ++00
GET  outages-then/                                  read_outages             ++++
GET  outages/{number}/                              read_outages             ++??
GET  outages/{number}/trace/                        read_outages             ++??
GET  outages/{number}/supply-path/                  read_outages             ++??
GET  outages/{number}/devices/                      read_outages             ++??
GET  outages/{number}/interruptions/                read_outages             ++??
GET  outages.geojson                                read_outages             ++++
POST interruptions/{interruption_id}/correct/       outages                  ++??
POST meter-events/                                  meter_events             ++++
GET  indices/                                       read_outages             +++?
GET  indices/interruptions/                         read_outages             ++0?
GET  planned-outages/                               read_outages             ++00
POST planned-outages/                               plan_outages             ++++
POST planned-outages/preview/                       plan_outages             ++++
GET  planned-outages/{number}/                      read_outages             ++??
GET  planned-outages/{number}/customers/            read_outages             ++??
GET  planned-outages.ics                            read_outages             ++++
POST planned-outages/calendar-address/              read_outages             ++++
POST planned-outages/calendar-address/renew/        read_outages             ++++
POST planned-outages/calendar-address/revoke/       read_outages             ++++
GET  planned-outages.geojson                        read_outages             ++++
GET  frequent-outages/                              read_outages             ++00
POST frequent-outages/{frequent_id}/follow-up/      plan_outages             ++??
GET  wall/                                          wall,read_outages        +++?
GET  wall/year/                                     wall,read_outages        +++?
GET  events/                                        read_events              ++00
GET  devices/                                       read_orders              ++00
GET  devices/geojson/                               read_orders              ++++
GET  feeders/{code}/devices/                        read_orders              ++??
GET  network.geojson                                read_orders              ++++
POST devices/{code}/operate/                        operate                  ++??
POST positions/                                     position                 +-+-
POST applications/                                  anyone                   ++++
GET  connection/{token}/                            anyone                   ++++
GET  connection/{token}/slots/                      anyone                   ++++
POST connection/{token}/appointment/                anyone                   ++++
POST connection/{token}/appointment/agree/          anyone                   ++++
POST connection/{token}/appointment/cancel/         anyone                   ++++
POST connection/{token}/feed/                       anyone                   ++++
POST connection/{token}/rating/                     anyone                   ++++
POST connection/{token}/documents/                  anyone                   ++++
POST connection/{token}/designation/                anyone                   ++++
GET  connection/{token}/photo/{post_id}/            anyone                   ++++
GET  track/{token}/                                 anyone                   ++++
POST track/{token}/rating/                          anyone                   ++++
POST track/{token}/cancel/                          anyone                   ++++
POST track/{token}/still-out/                       anyone                   ++++
POST track/{token}/answers/                         anyone                   ++++
"""

# Pages and what else a browser or a device asks for. Somebody without the right is led to the page of their own work.
PAGES = """
GET  /                                              read_orders              ++++
GET  /base-map.json                                 anyone                   ++++
GET  /base-map.pmtiles                              anyone                   ????
GET  /calls/                                        report                   ++++
GET  /complaints/                                   read_orders              ++++
GET  /complaints/figures/                           read_orders              ++++
GET  /figures/                                      read_orders              ++++
GET  /figures/{code}/                               read_orders              ++++
GET  /etr/                                          read_orders              ++++
GET  /exports/                                      read_orders              ++++
GET  /reports/weekly/                               read_orders              ++++
GET  /outages/                                      read_outages             ++++
GET  /orders/                                       read_orders              ++++
GET  /handover/                                     duty                     ++++
GET  /crews/                                        read_orders              ++++
GET  /supervision/                                  read_orders              ++++
GET  /messages/                                     read_customers           ++++
GET  /wall/                                         wall,read_outages        ++++
GET  /wall/screens/                                 wall_screens             ++++
POST /wall/screens/                                 wall_screens             ++++
GET  /crew/                                         field                    ++++
GET  /crew/manifest.webmanifest                     anyone                   ++++
GET  /crew/worker.js                                anyone                   ++++
GET  /login/                                        anyone                   ++++
GET  /login/code/                                   anyone                   ++++
GET  /login/wall/                                   anyone                   ++++
POST /login/wall/                                   anyone                   ++++
GET  /sign-in/provider/                             anyone                   ++++
GET  /sign-in/provider/back/                        anyone                   ++++
GET  /second-factor/                                account                  ++++
POST /second-factor/key/                            account                  ++++
POST /logout/                                       account                  ++++
GET  /status/                                       anyone                   ++++
GET  /status/outages.geojson                        anyone                   ++++
GET  /status/outages.json                           anyone                   ++++
GET  /status/planned.ics                            anyone                   ++++
GET  /survey/{token}/                               anyone                   ++++
POST /survey/{token}/                               anyone                   ++++
GET  /track/{token}/                                anyone                   ++++
POST /track/{token}/answer/                         anyone                   ++++
POST /track/{token}/withdraw/                       anyone                   ++++
GET  /apply/                                        anyone                   ++++
POST /apply/                                        anyone                   ++++
GET  /connection/{token}/                           anyone                   ++++
POST /connection/{token}/                           anyone                   ++++
GET  /connection/{token}/photo/{post_id}/           anyone                   ++++
GET  /connections/                                  read_orders              ++++
GET  /connections/calendar/                         read_orders              ++++
GET  /visits/                                       handle,connections       ++++
POST /visits/                                       handle,connections       ++++
GET  /visits/worker.js                              anyone                   ++++
GET  /gps/t/{token}                                 anyone                   ++++
GET  /healthz                                       anyone                   ++++
GET  /readyz                                        anyone                   ++++
GET  /jsi18n/                                       anyone                   ++++
GET  /api/schema/                                   anyone                   ++++
GET  /api/docs/                                     anyone                   ++++
"""

# What a board hears is the topic of its area (``core.realtime.board_group``); another's and none: it sees no row of ours.
SOCKETS = """
WS   /ws/console/                                   read_orders              ++0?
WS   /ws/crew/                                      field                    +-+-
WS   /ws/wall/                                      wall,read_outages        +++?
WS   /ws/track/{token}/                             anyone                   ++++
"""


class Door(NamedTuple):
    """One row: a door, the rights of which any opens it, and what is met from each of ``PLACES``."""

    method: str
    path: str
    rights: frozenset[str]
    signs: str

    def opens_for(self, role: str) -> bool:
        return bool(self.rights & {ANYONE, ACCOUNT} or self.rights & RIGHTS.get(role, frozenset()))

    def roles(self) -> list[Role]:
        return [role for role in Role if self.opens_for(role)]


def read(table: str) -> list[Door]:
    rows = (line.split() for line in table.strip().splitlines())
    return [Door(method, path, frozenset(rights.split(",")), signs) for method, path, rights, signs in rows]


_declared: dict[str, list[Door]] = {}


def declare(whose: str, doors: Iterable[Door]) -> None:
    """Doors of the API that follow from a declaration elsewhere. Called when the apps are ready."""
    _declared[whose] = list(doors)
    _all_doors.cache_clear()
    rights_for.cache_clear()


def api_doors() -> list[Door]:
    return [*read(API), *(door for doors in _declared.values() for door in doors)]


@cache
def rights_for(method: str, route: str) -> frozenset[str]:
    """The rights of which any opens the door; none for a door that is not in the table.

    ``route`` as Django's resolver spells it (``api/v1/crews/<int:crew_id>/``) or as it stands here.
    """
    path = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route).removeprefix("/")
    return frozenset(_all_doors().get((method, path.removeprefix("/api/v1/")), frozenset()))


def right_of(method: str, path: str) -> Right:
    """The one right that opens a door which has no other."""
    (right,) = rights_for(method, path)
    return Right(right)


@cache
def _all_doors() -> dict[tuple[str, str], set[str]]:
    doors: dict[tuple[str, str], set[str]] = defaultdict(set)
    for door in (*api_doors(), *read(PAGES), *read(SOCKETS)):
        doors[door.method, door.path] |= door.rights
    return doors
