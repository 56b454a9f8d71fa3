"""What must be true of files made in the background: asked in SQL of the rows, and of the folders that lie on the disk."""

from pathlib import Path

from django.db import connection

RULES = {
    "is finished with neither a file nor a sentence, or with both": """
        SELECT id FROM exports_export WHERE finished_at IS NOT NULL AND (file = '') = (problem = '')""",
    "has a file or a sentence, and is not finished": """
        SELECT id FROM exports_export WHERE finished_at IS NULL AND (file <> '' OR problem <> '')""",
    "is finished, and somebody holds it": """
        SELECT id FROM exports_export WHERE finished_at IS NOT NULL AND file <> '' AND claimed_until IS NOT NULL""",
    "was tried more often than anything is tried": "SELECT id FROM exports_export WHERE tries > 5",
    "lies in the folder of another": """
        SELECT id FROM exports_export WHERE file <> '' AND file NOT LIKE 'exports/' || id || '/%%'""",
    "is one of more than wait for a person": """
        SELECT min(id) FROM exports_export WHERE finished_at IS NULL GROUP BY owner_id HAVING count(*) > 3""",
    "is kept longer than files are": """
        SELECT id FROM exports_export WHERE asked_at < %(now)s - make_interval(days => %(days)s) - interval '1 hour'""",
    "was fetched, and the trail does not say so, or the trail says so of one that was not": """
        SELECT coalesce(a.export, t.export)
        FROM (SELECT object_ref::bigint AS export, count(*) AS times FROM core_auditentry
            WHERE action = 'export_downloaded' GROUP BY 1) a
        FULL JOIN (SELECT export, count(*) AS times FROM unnest(%(fetched)s::bigint[]) export GROUP BY 1) t
            ON a.export = t.export
        WHERE a.times IS DISTINCT FROM t.times""",
}


def breaches(*, now, days, fetched):
    """(rule, export) of every row that breaks one. ``fetched``: the exports that were given out, one entry each time."""
    with connection.cursor() as cursor:
        for rule, sql in RULES.items():
            cursor.execute(sql, {"now": now, "days": days, "fetched": fetched})
            yield from ((rule, row[0]) for row in cursor.fetchall())


def unfinished():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM exports_export WHERE finished_at IS NULL")
        return [row[0] for row in cursor.fetchall()]


def strays(media: Path):
    """Folders on the disk that belong to no row any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id::text FROM exports_export")
        rows = {row[0] for row in cursor.fetchall()}
    return sorted({path.parent.name for path in media.rglob("*") if path.is_file()} - rows)
