"""The simulator's log lines: one for each thing that happens, in plain words."""

from django.utils.timezone import localtime


def say(words: str) -> None:
    print(f"{localtime():%H:%M:%S}  {words}", flush=True)


def say_of_order(number: str, words: str) -> None:
    """What happened to an order."""
    say(f"{number}  {words}")
