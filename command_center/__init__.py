"""The project package. The Celery application is loaded with Django, so that tasks sent from anywhere use it."""

from command_center.celery import app as celery_app

__all__ = ["celery_app"]
