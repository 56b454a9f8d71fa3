"""Many sign-ins at once stay within memory. Measured in a process of its own: the peak is the process's."""

import subprocess
import sys

from django.contrib.auth.hashers import Argon2PasswordHasher

from command_center.ground.core.hashing import AT_ONCE, BoundedArgon2

EIGHT_AT_ONCE = """
import resource, threading
from django.conf import settings
settings.configure(PASSWORD_HASHERS=["command_center.ground.core.hashing.BoundedArgon2"])
from django.contrib.auth.hashers import check_password, make_password
kept = make_password("x")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
people = [threading.Thread(target=check_password, args=("x", kept)) for _ in range(8)]
[person.start() for person in people]
[person.join() for person in people]
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024, check_password("x", kept), kept)
"""


def test_eight_people_at_the_change_of_a_shift():
    answer = subprocess.run([sys.executable, "-c", EIGHT_AT_ONCE], capture_output=True, text=True, check=True)
    more_mb, right, kept = answer.stdout.split()
    assert int(more_mb) < (AT_ONCE + 1) * 47 and right == "True" and "m=48128,t=2,p=1" in kept


def test_a_hash_of_before_is_read_and_made_anew():
    before = Argon2PasswordHasher().encode("right", "a-salt-of-old-days")
    assert BoundedArgon2().verify("right", before) and not BoundedArgon2().verify("wrong", before)
    assert BoundedArgon2().must_update(before)
    assert not BoundedArgon2().must_update(BoundedArgon2().encode("right", BoundedArgon2().salt()))
