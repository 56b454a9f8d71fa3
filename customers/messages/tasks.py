"""Celery entry points of the messages."""

from celery import shared_task
from django.utils.timezone import now

from command_center.ground.core.postgres import held_if_free
from customers.messages.services.sending import send_due

# A third of what a task may take (CELERY_TASK_SOFT_TIME_LIMIT); a gateway that hangs takes six seconds more.
AT_MOST_S = 5.0


@shared_task(name="customers.send_messages")
def send_messages() -> None:
    """Whatever is due goes, and what lost its worker is taken up."""
    with held_if_free("customers.send_messages") as is_ours:  # a gateway that hangs must not hold every worker
        if is_ours:
            send_due(at=now(), seconds=AT_MOST_S)
