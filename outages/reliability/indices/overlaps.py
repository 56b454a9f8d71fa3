"""When rows of a log are one interruption, and when customers stand in two events at once."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from outages.reliability.indices.interruptions import Interruptions, Mask


def joined_within_events(rows: Interruptions) -> tuple[Interruptions, int]:
    """Rows of one event and group that overlap or touch become one; also how many customers stood in two at once.

    Inside an event a customer is off once, however the ranges nest (standards.md §2), and a switching log that writes
    10:00–10:03 and 10:03–10:08 means eight minutes. Two events that meet at the same customer stay two, as the
    published logs count them: which of them counts is for the keeper of the ledger.
    """
    if not len(rows):
        return rows, 0
    rows, start, end, lift = _lined_up(rows, np.stack([rows.event, rows.groups], axis=1))
    reached = np.maximum.accumulate(end + lift)
    opens, overlaps = np.ones(len(rows), dtype=bool), np.zeros(len(rows), dtype=bool)
    opens[1:] = start[1:] + lift[1:] > reached[:-1]
    overlaps[1:] = start[1:] + lift[1:] < reached[:-1]
    heads = np.flatnonzero(opens)
    until = np.maximum.reduceat(end, heads)
    return replace(rows.where(heads), seconds=until - start[heads]), int(rows.customers[overlaps].sum())


def in_two_events(rows: Interruptions) -> int:
    """How many customers, row by row, begin an interruption while another event still has them off."""
    if not len(rows) or rows.group is None:
        return 0
    rows, start, end, lift = _lined_up(rows, rows.groups[:, np.newaxis])
    reached = np.maximum.accumulate(end + lift)
    return int(rows.customers[1:][start[1:] + lift[1:] < reached[:-1]].sum())


def _lined_up(
    rows: Interruptions, owners: NDArray[np.int64]
) -> tuple[Interruptions, NDArray[np.int64], NDArray[np.float64 | np.int64], NDArray[np.int64]]:
    """The rows by owner and start, their starts and ends in seconds, and a lift that parts the owners.

    Each owner's times are lifted above those of the one before, so that one running maximum serves all.
    """
    start = (rows.start - np.datetime64(0, "s")).astype(np.int64)
    _, owner = np.unique(owners, axis=0, return_inverse=True)
    order = np.lexsort((start, owner.reshape(-1)))
    rows, start, owner = rows.where(order), start[order], owner.reshape(-1)[order]
    end = start + rows.seconds
    lift: NDArray[np.int64] = owner * int(np.ceil(end.max() - start.min() + 1))
    return rows, start, end, lift


def is_within(rows: Interruptions, first: np.datetime64, last: np.datetime64) -> Mask:
    """Rows that begin on these days, both included: all minutes of an interruption go to the day it starts."""
    days = rows.days()
    return (days >= first) & (days <= last)
