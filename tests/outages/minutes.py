"""The ledger of one customer as a row of minutes: slow, obvious, and written without ``tests.outages.ledger``.

``by[m]`` is the outage that keeps the customer dark in minute ``m``, 0 for supplied; ``begins`` the minutes in which an
interruption begins; an interruption that lasts fills all minutes to the end. ``steps`` remembers what ended which.
"""

from tests.outages.ledger import Span

HORIZON = 60


class Refused(Exception):
    pass


class Minutes:
    def __init__(self):
        self.by = [0] * HORIZON
        self.begins = set()
        self.lasts = False
        self.steps = {}

    # What is there

    def end_of(self, begin):
        """The first minute after the interruption that begins there."""
        minute = begin + 1
        while minute < HORIZON and self.by[minute] == self.by[begin] and minute not in self.begins:
            minute += 1
        return minute

    def last_begin(self):
        return max(self.begins, default=None)

    def return_before(self, minute):
        """When power last returned at or before ``minute``; 0 when it never went."""
        return next((m + 1 for m in range(minute - 1, -1, -1) if self.by[m]), 0)

    def spans(self):
        last = self.last_begin()
        return tuple(
            Span(begin, None if self.lasts and begin == last else self.end_of(begin), self.by[begin])
            for begin in sorted(self.begins)
        )

    def dark_minutes(self):
        return sum(1 for outage in self.by if outage)

    # What happens

    def claim(self, outage, since):
        if not self.lasts:
            since = max(since, self.return_before(HORIZON))
            self._paint(since, HORIZON, outage)
            self.begins.add(since)
            self.lasts = True
            return
        begin = self.last_begin()
        since = max(since, self.return_before(begin))
        if since < begin:
            self._paint(since, begin, self.by[begin])
            self._begin_instead(begin, since)

    def power_back(self, outage, at, step=None):
        begin = self.last_begin()
        if not self.lasts or self.by[begin] != outage:
            return False
        if at <= begin:
            raise Refused
        self._paint(at, HORIZON, 0)
        self.lasts = False
        self.steps[begin] = step
        return True

    def move_start(self, outage, old, new):
        if old not in self.begins or self.by[old] != outage:
            return
        end, start = self.end_of(old), max(new, self.return_before(old))
        lasts = self.lasts and old == self.last_begin()
        if start >= end and not lasts:
            raise Refused
        self._paint(old, end, 0)
        self._paint(start, end, outage)
        self._begin_instead(old, start)

    def move_end(self, begin, new):
        outage, old = self.by[begin], self.end_of(begin)
        end = min([new, *(other for other in self.begins if other >= old)])
        if end <= begin:
            raise Refused
        self._paint(begin, old, 0)
        self._paint(begin, end, outage)

    def never_off(self, outage):
        if self.lasts and self.by[self.last_begin()] == outage:
            self.lasts = False
        for begin in [begin for begin in self.begins if self.by[begin] == outage]:
            self.begins.discard(begin)
            self.steps.pop(begin, None)
        self.by = [0 if by == outage else by for by in self.by]

    def was_off(self, outage, off, on):
        free = [minute for minute in range(off, on) if not self.by[minute]]
        for minute in free:
            self.by[minute] = outage
            if minute - 1 not in free:
                self.begins.add(minute)

    def still_off(self, outage, nested):
        begin = self.last_begin()
        if begin is None or self.by[begin] != outage:
            return False
        self._paint(begin, HORIZON, nested)
        self.lasts = True
        self.steps.pop(begin, None)
        return True

    def hand_over(self, outage, to):
        self.by = [to if by == outage else by for by in self.by]

    def _paint(self, start, end, outage):
        for minute in range(start, end):
            self.by[minute] = outage

    def _begin_instead(self, old, new):
        self.begins.discard(old)
        self.begins.add(new)
        if old in self.steps:
            self.steps[new] = self.steps.pop(old)
