"""Triggers stand beside their models, made from the transition tables; those that earlier migrations wrote by hand go."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

BY_HAND = [
    ("audit_append_only", "common_auditevent"),
]
GONE = " ".join(f"DROP TRIGGER IF EXISTS {name} ON {table}; DROP FUNCTION IF EXISTS {name}();" for name, table in BY_HAND)


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0002_a_form_is_done_once"),
    ]

    operations = [
        migrations.RunSQL(GONE, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name="auditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="audit_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF TRUE THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'audit_append_only: ' || 'history is never changed or removed'; END IF; RETURN COALESCE(NEW, OLD);",
                    hash="d26169477ac0e46d9f9955f201ccec06abb1f44c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_audit_append_only_6e869",
                    table="common_auditevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
