"""Query budgets: how many statements a request may take."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext


@contextmanager
def at_most(number: int) -> Iterator[None]:
    with CaptureQueriesContext(connection) as queries:
        yield
    assert len(queries) <= number, "\n".join(query["sql"][:160] for query in queries.captured_queries)


def counted(work) -> int:
    with CaptureQueriesContext(connection) as queries:
        work()
    return len(queries)
