"""A promise is written once and gets its outcome once; a version of a template is never edited."""

from django.db import migrations

FIXED = (
    "id, chain, customer_id, org_path, subject_kind, subject_id, subject_ref, kind, from_at, until_at, since_at, told_at, "
    "channel, teller_id, message_id, contradicts_id, reason"
)


def columns(prefix):
    return ", ".join(f"{prefix}.{name.strip()}" for name in FIXED.split(","))


RULES = f"""
CREATE FUNCTION promises_are_never_edited() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'the book of promises is never deleted from' USING ERRCODE = 'restrict_violation';
    END IF;
    IF ({columns("NEW")}) IS DISTINCT FROM ({columns("OLD")}) THEN
        RAISE EXCEPTION 'what was told stays as it was told' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER promises_are_never_edited BEFORE UPDATE OR DELETE ON customers_promise
    FOR EACH ROW EXECUTE FUNCTION promises_are_never_edited();
CREATE FUNCTION templates_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a version of a template is never edited: write another' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER templates_are_append_only BEFORE UPDATE OR DELETE ON customers_messagetemplate
    FOR EACH ROW EXECUTE FUNCTION templates_are_append_only();
"""
UNDO = """
DROP TRIGGER promises_are_never_edited ON customers_promise; DROP FUNCTION promises_are_never_edited();
DROP TRIGGER templates_are_append_only ON customers_messagetemplate; DROP FUNCTION templates_are_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0006_messages")]
    operations = [migrations.RunSQL(RULES, UNDO)]
