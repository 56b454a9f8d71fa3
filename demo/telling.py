"""The simulator's voice: one calm line for each thing that happens, in plain words."""

from django.utils.timezone import localtime


def tell(number: str, words: str) -> None:
    print(f"{localtime():%H:%M:%S}  {number}  {words}", flush=True)
