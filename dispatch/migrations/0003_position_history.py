"""Position history in day partitions: dropped by the day, never deleted row by row."""

from django.db import migrations

TABLE = """
CREATE TABLE dispatch_positionfix (
    pk_uuid uuid NOT NULL DEFAULT gen_random_uuid(),
    crew_id bigint NOT NULL,
    fixed_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    latitude double precision NOT NULL,
    longitude double precision NOT NULL,
    accuracy_m double precision,
    speed_ms double precision,
    heading double precision,
    verdict varchar(30) NOT NULL DEFAULT ''
) PARTITION BY RANGE (received_at);
CREATE INDEX position_history_by_crew ON dispatch_positionfix (crew_id, fixed_at);
-- Whatever the day's partition could not take: nothing is lost when the housekeeping slept.
CREATE TABLE dispatch_positionfix_default PARTITION OF dispatch_positionfix DEFAULT;
"""


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0002_initial")]
    operations = [migrations.RunSQL(TABLE, "DROP TABLE dispatch_positionfix")]
