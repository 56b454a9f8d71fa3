"""The demo's sign-ins: one for each kind of person. The password is public: never load this into a real system."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password

from command_center.ground.custody.services.duty import duty_of, sign_on
from command_center.ground.organisation.models import OrgUnit, ServiceGrid, User
from command_center.ground.organisation.roles import Role
from dispatch.models import Crew

PASSWORD = "demo-2022"


@dataclass(frozen=True)
class Account:
    username: str
    name: str
    role: str
    home_code: str
    page: str
    words: str


# A head-end signs in only where the product knows such a machine.
HEAD_ENDS = tuple(
    Account("headend", "HES", role, "42", "/api/docs/", "用采主站（接口）· meter head-end, through the API")
    for role in Role.values
    if role == "HEAD_END"
)
ACCOUNTS = (
    Account("dispatcher", "林晓", Role.DISPATCHER, "42", "/", "服务指挥员，全省 · dispatcher, whole province"),
    Account("supervisor", "周正", Role.SUPERVISOR, "42", "/", "值班长，全省 · shift supervisor, whole province"),
    Account("xianfeng", "覃月", Role.DISPATCHER, "422826", "/", "服务指挥员，咸丰县 · dispatcher, Xianfeng county"),
    Account(
        "crew-dingzhai",
        "向建军",
        Role.CREW_LEADER,
        "422826",
        "/crew/",
        "抢修班长，丁寨 01 班 · crew leader, on a phone",
    ),
    Account(
        "controller", "丁力", Role.CONTROLLER, "42", "/", "配网调控员，全省 · distribution controller, whole province"
    ),
    Account("quality", "何静", Role.QUALITY_OFFICER, "42", "/", "质量监督员 · quality officer: reviews and callbacks"),
    Account("station", "向远", Role.STATION_HEAD, "422826T09", "/orders/", "供电所长，丁寨 · station head, Dingzhai"),
    Account(
        "grid-dingzhai",
        "田野",
        Role.GRID_MANAGER,
        "422826T09",
        "/visits/",
        "网格客户经理，丁寨 · grid manager, on a phone",
    ),
    Account(
        "connection",
        "程诺",
        Role.CONNECTION_CONTROLLER,
        "422826",
        "/connections/",
        "业扩管控员，咸丰县 · connection controller",
    ),
    Account(
        "connections", "程远", Role.CONNECTION_CONTROLLER, "42", "/connections/", "业扩管控员，全省 · whole province"
    ),
    Account("manager", "贺勇", Role.MANAGER, "42", "/", "领导，只读 · manager, read only"),
    Account("auditor", "邵平", Role.AUDITOR, "42", "/admin/", "审计员 · auditor: the audit trail"),
    Account(
        "agent95598", "95598", Role.AGENT_95598, "42", "/api/docs/", "95598 坐席（接口）· 95598 agent, through the API"
    ),
    *HEAD_ENDS,
    Account(
        "admin",
        "系统管理员",
        Role.ADMINISTRATOR,
        "42",
        "/admin/",
        "系统管理员 · system administrator: accounts, set-up",
    ),
    Account(
        "security",
        "安全管理员",
        Role.SECURITY_ADMINISTRATOR,
        "42",
        "/admin/",
        "安全管理员 · security administrator: roles, areas, sign-in rules",
    ),
)
AT_THEIR_DESKS = ("dispatcher", "supervisor", "controller", "quality", "connections")
DINGZHAI_CREW = "422826T09-01"
DINGZHAI_GRID = "422826T09G1"


def create_accounts() -> None:
    """Idempotent; one hash for all, because argon2 is slow on purpose."""
    password = make_password(PASSWORD)
    homes = {unit.code: unit for unit in OrgUnit.objects.filter(code__in={a.home_code for a in ACCOUNTS}).defer("area")}
    for account in ACCOUNTS:
        if account.role in RENAMED:
            _rename(RENAMED[account.role](), account, password)
            continue
        staff = account.page == "/admin/"
        User.objects.update_or_create(
            username=account.username,
            defaults={
                "name": account.name,
                "email": f"{account.username}@demo.invalid",
                "role": account.role,
                "home": homes[account.home_code],
                "password": password,
                "is_staff": staff,
                "is_superuser": False,
            },
        )


def sit_down(*, at: datetime) -> None:
    """Those who work for the whole province are at their desks; the county's own seat is free for whoever tries it."""
    for person in User.objects.filter(username__in=AT_THEIR_DESKS).select_related("home"):
        if duty_of(person) is None and person.home is not None:
            sign_on(person=person, centre=person.home, at=at)


def _leader() -> User | None:
    return Crew.objects.get(code=DINGZHAI_CREW).leader


def _grid_manager() -> User | None:
    """Of a very small province perhaps nobody's grid."""
    grid = ServiceGrid.objects.filter(code=DINGZHAI_GRID).select_related("manager").first()
    return grid.manager if grid else None


# The crew of the article's case is led, and a grid of its station looked after, by somebody one can sign in as.
RENAMED: dict[str, Callable[[], User | None]] = {Role.CREW_LEADER: _leader, Role.GRID_MANAGER: _grid_manager}


def _rename(person: User | None, account: Account, password: str) -> None:
    if person is not None:
        person.username, person.name, person.password = account.username, account.name, password
        person.save(update_fields=["username", "name", "password"])
