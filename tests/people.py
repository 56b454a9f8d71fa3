"""The cast. ``eva`` works in another county and sees nothing of Xianfeng."""

from types import SimpleNamespace
from typing import Any

from django.utils.timezone import localdate

from command_center.ground.organisation.models import OrgUnit, User
from command_center.ground.organisation.roles import Role
from dispatch.models import CrewMember

PASSWORD = "correct-horse-battery"


def make_user(username: str, role: str, home: OrgUnit | None, **fields: Any) -> User:
    """A person without a password (hashing is slow); ``sign_in_by_password`` gives one."""
    return User.objects.create(username=username, name=username.title(), role=role, home=home, **fields)


def give_password(user: User) -> str:
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return PASSWORD


def make_cast(p: Any) -> SimpleNamespace:
    """mei, lin, omar, pete, eva, agent, auditor, boss; omar leads Dingzhai 01, tao is the town crew's."""
    cast = SimpleNamespace(
        mei=make_user("mei", Role.DISPATCHER, p.xianfeng),
        lin=make_user("lin", Role.SUPERVISOR, p.province),
        omar=make_user("omar", Role.CREW_LEADER, p.dingzhai, phone="+8613900001234"),
        tao=make_user("tao", Role.REPAIRER, p.town),
        eva=make_user("eva", Role.DISPATCHER, p.laifeng),
        agent=make_user("agent", Role.AGENT_95598, p.province),
        auditor=make_user("auditor", Role.AUDITOR, p.province),
        boss=make_user("boss", Role.ADMINISTRATOR, p.province, is_staff=True, is_superuser=True),
    )
    for person, crew in ((cast.omar, p.dingzhai_crew), (cast.tao, p.town_crew)):
        CrewMember.objects.create(crew=crew, person=person, from_on=localdate())
    p.dingzhai_crew.leader = cast.omar
    p.dingzhai_crew.save(update_fields=["leader"])
    return cast
