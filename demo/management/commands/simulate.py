"""``manage.py simulate``: the demo's callers, crews, desk and faults, through the HTTP API as in real life."""

import asyncio
import contextlib
import logging
import random
from argparse import ArgumentParser
from typing import Any

import httpx
from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import Max
from django.utils.timezone import now
from knox.models import AuthToken

from command_center.ground.core import simulation_speed
from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role
from customers.models import Customer, ServicePoint
from demo.api_client import Api, Line
from demo.connection_scenes import Connections
from demo.crew_mail import CrewMail
from demo.loading import extend_shifts
from demo.matter_scenes import Household, Matters
from demo.presence import Presence
from demo.simulator import Simulation
from demo.stage import Stage
from dispatch.crew_messages.models import CrewMessage
from dispatch.models import Crew
from workorders.models import WorkOrder

SOCKETS = 16
KEEP_SHIFTS_SECONDS = 6 * 3600
LOOK_SECONDS = 3
CONTROLLER, HEAD_END, QUALITY, CONNECTIONS = "controller", "headend", "quality", "connections"
HOUSEHOLDS = 500
STORM_MINUTES = 10.0


class Command(BaseCommand):
    help = "Files reports, breaks lines, moves crews and closes orders in the demo province, until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--speed", type=float, default=5, help="driving and repairing, 1 to 60 times as fast")
        parser.add_argument("--calls-per-hour", type=float, default=120)
        parser.add_argument(
            "--matters-per-hour", type=float, default=6, help="opinions, requests, complaints …; 0: none"
        )
        parser.add_argument(
            "--applications-per-hour", type=float, default=3, help="for new supplies, which then go their way; 0: none"
        )
        parser.add_argument("--seed", type=int, default=None)
        parser.add_argument("--no-outages", action="store_true", help="single calls only, the network stays whole")
        parser.add_argument(
            "--storm",
            type=float,
            nargs="?",
            const=STORM_MINUTES,
            default=0.0,
            metavar="MINUTES",
            help=f"begin with a storm over two counties; {STORM_MINUTES:g} minutes unless said otherwise",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        logging.getLogger("httpx").setLevel(logging.WARNING)  # a line for each request would bury the story
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(self._run(options))

    async def _run(self, options: dict[str, Any]) -> None:
        speed, chance = min(max(options["speed"], 1), 60), random.Random(options["seed"])
        limits = httpx.Limits(max_connections=SOCKETS)
        async with Line(base_url=settings.SITE_URL, timeout=20, limits=limits) as client:
            await client.until_ready()
            agent = await _sign_in(client, username="agent95598")
            desk = await _sign_in(client, username="supervisor")
            presence, phones = Presence(), Phones(client)
            simulation = Simulation(
                presence=presence,
                agent=agent,
                desk=desk,
                phone=phones.of,
                mail=CrewMail(phones.of, presence, chance, _unread),
                speed=speed,
                calls_per_hour=options["calls_per_hour"],
                customers=await sync_to_async(Customer.objects.count)(),
                chance=chance,
                stage=None if options["no_outages"] else await _stage(client, agent, desk, chance, speed),
                storm_minutes=options["storm"],
                matters=await _matters(client, agent, desk, chance, speed, options["matters_per_hour"], presence),
                connections=await _connections(
                    client, agent, chance, speed, options["applications_per_hour"], presence
                ),
            )
            keepers = [asyncio.create_task(keeping) for keeping in (_keep_shifts(), _look(presence), _tell_pace(speed))]
            try:
                await simulation.run()
            finally:
                for keeper in keepers:
                    keeper.cancel()


async def _stage(client: Line, agent: Api, desk: Api, chance: random.Random, speed: float) -> Stage | None:
    """A province that was loaded before there was a controller, or a graph, stays without outages."""
    known = await sync_to_async(
        lambda: set(User.objects.filter(username__in=[CONTROLLER, HEAD_END]).values_list("username", flat=True))
    )()
    if CONTROLLER not in known:
        return None
    controller = await _sign_in(client, username=CONTROLLER)
    meters = await _sign_in(client, username=HEAD_END) if HEAD_END in known else None
    return Stage(agent=agent, controller=controller, desk=desk, chance=chance, speed=speed, meters=meters)


async def _matters(
    client: Line, agent: Api, desk: Api, chance: random.Random, speed: float, per_hour: float, presence: Presence
) -> Matters | None:
    """Needs who leads complaints, whom an older province may lack."""
    if not per_hour or not await User.objects.filter(username=QUALITY).aexists():
        return None
    return Matters(
        agent=agent,
        desk=desk,
        quality=await _sign_in(client, username=QUALITY),
        hand=Hands(client).of,
        households=await sync_to_async(_households)(chance),
        chance=chance,
        speed=speed,
        per_hour=per_hour,
        left_alone=presence.holds_unit,
    )


async def _connections(
    client: Line, agent: Api, chance: random.Random, speed: float, per_hour: float, presence: Presence
) -> Connections | None:
    """Needs who leads connections, whom an older province may lack."""
    if not per_hour or not await User.objects.filter(username=CONNECTIONS).aexists():
        return None
    return Connections(
        agent=agent,
        controller=await _sign_in(client, username=CONNECTIONS),
        hand=Hands(client).of,
        unit_of=_unit_of,
        households=await sync_to_async(_households)(chance),
        chance=chance,
        speed=speed,
        per_hour=per_hour,
        left_alone=presence.holds_unit,
    )


async def _unread() -> list[tuple[int, int]]:
    """(message, crew) of what desks wrote and nobody has read."""
    return [row async for row in CrewMessage.objects.unread().values_list("pk", "crew_id")]


async def _unit_of(number: str) -> str:
    """The code of the unit that an order is with; "" for none."""
    return await WorkOrder.objects.filter(number=number).values_list("unit__code", flat=True).afirst() or ""


def _households(chance: random.Random) -> list[Household]:
    """Some customers all over the province."""
    highest = ServicePoint.objects.aggregate(highest=Max("pk"))["highest"] or 0
    chosen = [chance.randrange(1, highest + 1) for _ in range(HOUSEHOLDS)] if highest else []
    rows = ServicePoint.objects.filter(pk__in=chosen).order_by("pk")
    return [Household(*row) for row in rows.values_list("customer__number", "unit__code")]


class Hands:
    """A grid manager of each unit, signed in when the unit first has something to handle."""

    def __init__(self, client: Line) -> None:
        self.client = client
        self.known: dict[str, Api | None] = {}
        self.signing_in = asyncio.Lock()

    async def of(self, unit: str) -> Api | None:
        async with self.signing_in:
            if unit not in self.known:
                managers = User.objects.filter(home__code=unit, role=Role.GRID_MANAGER, is_active=True)
                manager = await managers.order_by("pk").afirst()
                self.known[unit] = await _sign_in(self.client, pk=manager.pk) if manager else None
        return self.known[unit]


class Phones:
    """Each crew leader's phone, signed in when first needed. The sign-in is set-up; everything else is the API."""

    def __init__(self, client: Line) -> None:
        self.client = client
        self.known: dict[int, Api] = {}
        self.signing_in = asyncio.Lock()

    async def of(self, crew_id: int) -> Api | None:
        async with self.signing_in:  # a second sign-in would take the first one's token away
            if crew_id not in self.known:
                leader_id = await sync_to_async(Crew.objects.values_list("leader_id", flat=True).get)(pk=crew_id)
                if leader_id is None:
                    return None
                self.known[crew_id] = await _sign_in(self.client, pk=leader_id)
        return self.known[crew_id]


async def _sign_in(client: Line, **who: Any) -> Api:
    def token() -> str:
        user = User.objects.get(**who)
        if not user.has_usable_password():  # nobody but an earlier simulation can have signed this phone in
            AuthToken.objects.filter(user=user).delete()
        _, text = AuthToken.objects.create(user)
        return str(text)

    return Api(client, await sync_to_async(token)())


async def _keep_shifts() -> None:
    """A demo left running for a week must not run out of crews on duty."""
    while True:
        crews = await sync_to_async(lambda: list(Crew.objects.values_list("pk", flat=True)))()
        await sync_to_async(_extend)(crews)
        await asyncio.sleep(KEEP_SHIFTS_SECONDS)


async def _look(presence: Presence) -> None:
    """Who has signed in, every few seconds."""
    while True:
        await sync_to_async(presence.look)(at=now())
        await asyncio.sleep(LOOK_SECONDS)


async def _tell_pace(speed: float) -> None:
    """The boards say that and how fast the demo runs, for as long as it does."""
    while True:
        with contextlib.suppress(Exception):  # Redis away: the boards say it a little later
            await sync_to_async(simulation_speed.announce)(speed)
        await asyncio.sleep(simulation_speed.KEPT_SECONDS / 3)


def _extend(crews: list[int]) -> None:
    with transaction.atomic():
        extend_shifts(crews)
