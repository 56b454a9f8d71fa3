"""Custody on paper: people, desks and items as plain dictionaries. What the services do in SQL, step by step and in the same words.

Only the ranked rule is the product's own. It is walked a million steps by itself, and beside the services to compare with them.
"""

from collections import defaultdict

from command_center.ground.custody.falling import OnDuty, Roster, ladder

TRADES = {"order": "repair", "outage": "supply", "alarm": "alarm"}


class Refused(Exception):
    """The rule says no, and nothing has happened."""


class Paper:
    def __init__(self, people):
        """``people``: id → (role, path of their home)."""
        self.people = people
        self.duty = {}  # person → path of the desk
        self.items = {}  # (kind, id) → path
        self.holder = {}  # (kind, id) → person; None: the centre itself
        self.held = defaultdict(set)  # person or None → their items
        self.handovers = {}  # giver → {"lines": {item: person}, "rest": person or None}
        self.roster = Roster([])

    # --- items --------------------------------------------------------------------------------------------------------

    def open(self, item, path):
        self.items[item] = path
        self._fall(item)

    def end(self, item):
        self._put_down(item)
        del self.items[item]

    def move(self, item, path):
        other_centre = centre_of(path) != centre_of(self.items[item])
        self.items[item] = path
        if other_centre:
            self._fall(item)

    def give(self, item, to):
        if to not in self.duty or not self.covers(to, item):
            raise Refused
        self._hold(item, to)

    # --- people -------------------------------------------------------------------------------------------------------

    def sign_on(self, person, path):
        if person in self.duty or not path.startswith(self.people[person][1]):
            raise Refused
        self.duty[person] = path
        self._reread()
        for item in sorted(self.held[None]):
            if self.items[item].startswith(path):
                self._fall(item)

    def sign_off(self, person):
        if person not in self.duty or self.held[person]:
            raise Refused
        self._leave(person)

    def relieve(self, person):
        """They have gone; nobody was told."""
        if person not in self.duty:
            raise Refused
        self._leave(person)

    # --- the hand-over ------------------------------------------------------------------------------------------------

    def begin(self, giver):
        if giver not in self.duty:
            raise Refused
        self.handovers.setdefault(giver, {"lines": {}, "rest": None})

    def fill(self, giver, item, to):
        if (
            to == giver
            or giver not in self.handovers
            or self.holder.get(item, giver) != giver
            or item not in self.items
        ):
            raise Refused
        if to not in self.duty or not self.covers(to, item):
            raise Refused
        self.handovers[giver]["lines"][item] = to

    def set_rest(self, giver, to):
        if to == giver or giver not in self.handovers or to not in self.duty:
            raise Refused
        self.handovers[giver]["rest"] = to

    def drop(self, giver):
        if self.handovers.pop(giver, None) is None:
            raise Refused

    def close(self, giver):
        if giver not in self.handovers:
            raise Refused
        said = self.handovers[giver]
        takers = {item: said["lines"].get(item, said["rest"]) for item in self.held[giver]}
        if any(to not in self.duty or not self.covers(to, item) for item, to in takers.items()):
            raise Refused
        for item, to in takers.items():
            self._hold(item, to)
        self._leave(giver)

    # --- the pen ------------------------------------------------------------------------------------------------------

    def covers(self, person, item):
        return self.items[item].startswith(self.people[person][1])

    def _leave(self, person):
        del self.duty[person]
        self.handovers.pop(person, None)
        self._reread()
        for item in sorted(self.held[person]):
            self._fall(item)

    def _reread(self):
        self.roster = Roster(OnDuty(person, self.people[person][0], path) for person, path in self.duty.items())

    def _fall(self, item):
        self._hold(item, self.roster.falls_to(TRADES[item[0]], item[1], self.items[item]))

    def _hold(self, item, person):
        self._put_down(item)
        self.holder[item] = person
        self.held[person].add(item)

    def _put_down(self, item):
        if item in self.holder:
            self.held[self.holder.pop(item)].discard(item)


def centre_of(path):
    """County or city: at most three parts; a station's is the county above it."""
    return next(unit for unit in ladder(path) if unit.count("/") <= 3)
