"""Undone work names its reaction as the wiring does, and no longer by the Python path of its function."""

from django.db import migrations

# outages.handlers.judge_reports → outages.judge_reports. Where both names stand for one event, the new one is the work.
RENAME = r"""
DELETE FROM core_delivery d USING core_delivery o
 WHERE d.done_at IS NULL AND d.handler ~ '^[a-z_]+\.handlers\.[a-z_]+$' AND o.event_id = d.event_id
   AND o.handler = regexp_replace(d.handler, '^([a-z_]+)\.handlers\.', '\1.');
UPDATE core_delivery SET handler = regexp_replace(handler, '^([a-z_]+)\.handlers\.', '\1.')
 WHERE done_at IS NULL AND handler ~ '^[a-z_]+\.handlers\.[a-z_]+$';
"""
BACK = r"""
UPDATE core_delivery SET handler = regexp_replace(handler, '^([a-z_]+)\.', '\1.handlers.')
 WHERE done_at IS NULL AND handler ~ '^(outages|dispatch)\.[a-z_]+$';
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0005_token_use")]
    operations = [migrations.RunSQL(RENAME, BACK)]
