"""Argon2id for passwords, with a bound on what many sign-ins at the same moment cost: two are hashed, the others wait.

47 MB and two passes are above what OWASP asks. Django's own 100 MB each took a gigabyte when eight people of one shift signed in.
"""

import threading

from django.contrib.auth.hashers import Argon2PasswordHasher

AT_ONCE = 2

_places = threading.BoundedSemaphore(AT_ONCE)


class BoundedArgon2(Argon2PasswordHasher):
    """A hash made with other parameters is read, and made anew when its person signs in."""

    time_cost = 2
    memory_cost = 47 * 1024
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with _places:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with _places:
            return super().verify(password, encoded)
