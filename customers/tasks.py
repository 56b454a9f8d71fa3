"""Celery entry points of the customers: each capability has its own file, this one makes Celery find them."""

from customers.messages.tasks import send_messages

__all__ = ["send_messages"]
