"""The doors of verbs follow from the processes: which rights open an address, and what is met behind it."""

from collections import defaultdict
from collections.abc import Iterator

from command_center.ground.organisation.doors import Door
from command_center.ground.organisation.roles import Right
from workorders.kinds import KINDS
from workorders.kinds.fault.process import FAULT

# What somebody meets at a fault order, by the columns of ``command_center/ground/organisation/doors.py``: of its own place, the one above,
# another, none. Who may take the step with other kinds only is told so by the order they can see.
OF_A_DESK, OF_A_CREW, OF_OTHER_KINDS = "++??", "+-?-", "--??"


def doors_of_verbs() -> Iterator[Door]:
    for address, verbs in _by_address().items():
        path = f"work-orders/{{number}}/{address}/"
        all_rights = frozenset(right for each in verbs.values() for right in each)
        of_faults = frozenset(verbs.get(FAULT.kind, ()))
        if of_faults == {Right.FIELD}:
            yield Door("POST", path, of_faults, OF_A_CREW)
        else:
            yield Door("POST", path, of_faults or all_rights, OF_A_DESK)
        if of_faults and all_rights - of_faults:
            yield Door("POST", path, all_rights - of_faults, OF_OTHER_KINDS)


def _by_address() -> dict[str, dict[str, tuple[Right, ...]]]:
    """Address → kind → the rights of its verb there, of the first that has the address."""
    found: dict[str, dict[str, tuple[Right, ...]]] = defaultdict(dict)
    for process in KINDS:
        for verb in process.verbs:
            if verb.rights:
                found[verb.address].setdefault(process.kind, verb.rights)
    return found
