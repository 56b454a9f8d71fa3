"""How often the status page may be asked: the API's count per address, and far fewer guesses at a phone's end."""

from typing import Any

from django.http import HttpRequest

from command_center.ground.core.api.throttles import AnonThrottle, ForgivingThrottle
from command_center.screens.status.supply import account_number


class SupplyThrottle(ForgivingThrottle):
    """Per account number, from wherever and however written: ten thousand phone ends are not to be tried out."""

    scope = "supply"

    def get_cache_key(self, request: Any, view: Any) -> str:
        return self.cache_format % {"scope": self.scope, "ident": account_number(request.POST.get("number", ""))[:20]}


class AskerThrottle(AnonThrottle):
    """Per address, signed in or not."""

    def get_cache_key(self, request: Any, view: Any) -> str:
        return self.cache_format % {"scope": "status", "ident": self.get_ident(request)}


class GuesserThrottle(AskerThrottle):
    """Per address: one person asks about few accounts."""

    scope = "supply"

    def get_cache_key(self, request: Any, view: Any) -> str:
        return self.cache_format % {"scope": "supply-address", "ident": self.get_ident(request)}


def may_ask(request: HttpRequest) -> bool:
    return AskerThrottle().allow_request(request, None)  # type: ignore[arg-type]


def may_guess(request: HttpRequest) -> bool:
    """Both counts rise with every try, whichever of them is used up."""
    per_account = SupplyThrottle().allow_request(request, None)  # type: ignore[arg-type]
    per_address = GuesserThrottle().allow_request(request, None)  # type: ignore[arg-type]
    return per_account and per_address
