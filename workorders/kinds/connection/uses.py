"""What verbs of a connection do besides moving it."""

from collections.abc import Callable, Mapping

from workorders.kinds.common.forms import ContactIn
from workorders.kinds.connection.process import CONNECTION
from workorders.kinds.connection.services import appointments, feed, plans, stages, validity, waiting

CONNECTION_USES: Mapping[str, Callable[..., object]] = {
    **{verb.name: stages.stage(verb.name) for verb in CONNECTION.verbs if verb.form is ContactIn},
    "book-survey": appointments.book,
    "book-installation": appointments.book,
    "move-appointment": appointments.move,
    "unbook-survey": appointments.cancel,
    "unbook-installation": appointments.cancel,
    "visit-on-the-way": appointments.set_off,
    "visit-arrived": appointments.arrive,
    "survey": plans.survey,
    "reply-plan": plans.reply_plan,
    "prolong-plan": validity.prolong,
    "energise": stages.energise,
    "follow-up": feed.follow_up,
    "report-designation": feed.report_designation,
    "terminate": stages.terminate,
    "wait-for-grid": waiting.wait_for_grid,
    "pass-wait-on": waiting.pass_wait_on,
}
