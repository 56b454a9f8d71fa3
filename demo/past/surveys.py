"""满意度回访 of the invented past: asked when a file was closed, answered by some; who is not satisfied has an opinion of their own, handled and closed.

Who is asked and how often follows ``workorders/surveys/services.py``; the shares are ours.
"""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from command_center.ground.core.values import CHINA
from customers.messages.catalogue import AtNight
from customers.messages.quiet_hours import USUAL, may_go_at
from demo.past.handled import closed, done, in_hand
from demo.past.played import Played
from demo.past.steps import give
from demo.past.supervisions import sprung_of
from demo.past.world import World
from workorders.kinds import ENDS
from workorders.models import Satisfaction, Survey
from workorders.surveys.models import AnsweredBy
from workorders.surveys.services import (
    ARCHIVED,
    ASKED_OF,
    NOT_AGAIN_WITHIN,
    OPEN_FOR,
    hash_of,
    satisfaction_of,
    token_of,
)

LOOKED_BACK = timedelta(days=180)
ANSWERED, BY_LINK = 0.42, 0.4
SCORES = {5: 0.66, 4: 0.20, 3: 0.09, 2: 0.03, 1: 0.02}
UNHAPPY = ("等了太久，没有人解释原因。", "来的人态度不好。", "问题过两天又出现了。", "打了三次电话才有人来。")


def ask_how_it_was(world: World, plays: Sequence[Played]) -> list[Played]:
    """Surveys go to the rows of the orders that they ask about; answers the orders that came of them."""
    last: dict[int | str, datetime] = {}
    sprung = []
    for play in sorted(plays, key=lambda each: each.at):
        whom = play.order.customer_id or play.order.reporter_phone
        asked_at = last.get(whom)
        lately = asked_at is not None and play.at - asked_at < NOT_AGAIN_WITHIN
        if not whom or lately or not _is_asked(world, play):
            continue
        last[whom] = play.at
        survey = _survey(world, play)
        play.rows.append(survey)
        if world.chance(ANSWERED) and (opinion := _answer(world, play, survey)):
            sprung.append(opinion)
    return sprung


def _is_asked(world: World, play: Played) -> bool:
    order = play.order
    willing = order.callback_wanted and not order.confidential
    return order.kind in ASKED_OF and order.status == ARCHIVED and willing and play.at >= world.midnight - LOOKED_BACK


def _survey(world: World, play: Played) -> Survey:
    nonce = uuid.UUID(int=world.lot.getrandbits(128), version=4)
    asked = {"asked_at": play.at, "expires_at": play.at + OPEN_FOR}
    return Survey(order=play.order, nonce=nonce, token_hash=hash_of(token_of(nonce)), **asked)


def _answer(world: World, play: Played, survey: Survey) -> Played | None:
    """What they said, once the question had reached them; the opinion of who is not satisfied, where it is over by now."""
    reached_at = may_go_at(play.at, USUAL, zone=CHINA, at_night=AtNight.NEVER, is_life_support=False)
    at = reached_at + timedelta(minutes=round(world.between(4, 3000)))
    if at > world.midnight:
        return None
    score = int(world.one_of(list(SCORES), list(SCORES.values())))
    opinion = _opinion(world, replace(play, at=at)) if satisfaction_of(score) == Satisfaction.UNSATISFIED else None
    if opinion is None:
        score = max(score, 3)
    by_link = world.chance(BY_LINK)
    survey.score, survey.satisfaction = score, str(satisfaction_of(score).value)
    survey.answered_at, survey.answered_by = at, (AnsweredBy.LINK if by_link else AnsweredBy.MESSAGE).value
    if opinion is not None:
        survey.matter, survey.comment = opinion.order, opinion.order.description
    return opinion


def _opinion(world: World, play: Played) -> Played | None:
    """From the answer to its end; None where that has not come yet."""
    opinion = Played.opened(sprung_of(world, play, "OPINION", "SERVICE", world.one_of(UNHAPPY)), world.ids)
    give(world, opinion, play.order.unit or world.units[play.order.centre_id])
    in_hand(world, opinion)
    done(world, opinion)
    closed(world, opinion)
    ended = opinion.order.status in ENDS and opinion.at < world.midnight and not opinion.sprung
    return opinion if ended else None
