"""Triggers stand beside their models, made from the transition tables; those that earlier migrations wrote by hand go."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

BY_HAND = [
    ("item_steps", "directives_item"),
    ("directive_stays_issued", "directives_directive"),
    ("score_reading_append_only", "directives_scorereading"),
]
GONE = " ".join(f"DROP TRIGGER IF EXISTS {name} ON {table}; DROP FUNCTION IF EXISTS {name}();" for name, table in BY_HAND)


class Migration(migrations.Migration):
    dependencies = [
        ("directives", "0012_finished_by_unit"),
    ]

    operations = [
        migrations.RunSQL(GONE, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name="difficulty",
            trigger=pgtrigger.compiler.Trigger(
                name="difficulty_steps",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF TG_OP = 'INSERT' THEN IF NEW.status <> 'waiting' THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'difficulty_steps: ' || 'begins as waiting, not as ' || NEW.status; END IF; RETURN NEW; END IF; IF NEW.status <> OLD.status AND NOT (OLD.status, NEW.status) IN (('waiting', 'guided'), ('guided', 'guided'), ('escalated', 'guided'), ('waiting', 'escalated'), ('guided', 'escalated'), ('escalated', 'escalated'), ('waiting', 'resolved'), ('guided', 'resolved'), ('escalated', 'resolved')) THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'difficulty_steps: ' || NEW.status || ' may not follow ' || OLD.status; END IF; IF NEW.status <> OLD.status AND NEW.answer !~ '\\S' AND (NEW.answer <> '' OR (OLD.status, NEW.status) IN (('waiting', 'guided'), ('guided', 'guided'), ('escalated', 'guided'), ('waiting', 'escalated'), ('guided', 'escalated'), ('escalated', 'escalated'))) THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'difficulty_steps: ' || 'a step back needs a reason'; END IF; RETURN COALESCE(NEW, OLD);",
                    hash="47c3a3327e6c0ae499c52850421f30c65e1f2ae4",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_difficulty_steps_b4836",
                    table="directives_difficulty",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="directive",
            trigger=pgtrigger.compiler.Trigger(
                name="directive_stays_issued",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF OLD.status = 'issued' AND NEW.status <> 'issued' THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'directive_stays_issued: ' || 'an issued directive is not taken back'; END IF; RETURN COALESCE(NEW, OLD);",
                    hash="ce0640c5cbc0431b2ca7c2baa4b2e97dd8f6a8ca",
                    operation="UPDATE",
                    pgid="pgtrigger_directive_stays_issued_c32f8",
                    table="directives_directive",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="item",
            trigger=pgtrigger.compiler.Trigger(
                name="item_steps",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF TG_OP = 'INSERT' THEN IF NEW.status <> 'todo' THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'item_steps: ' || 'begins as todo, not as ' || NEW.status; END IF; RETURN NEW; END IF; IF NEW.number IS DISTINCT FROM OLD.number THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'item_steps: ' || 'number never changes'; END IF; IF NEW.status <> OLD.status AND NOT (OLD.status, NEW.status) IN (('todo', 'doing'), ('doing', 'claimed'), ('claimed', 'doing'), ('claimed', 'verified'), ('verified', 'doing')) THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'item_steps: ' || NEW.status || ' may not follow ' || OLD.status; END IF; IF NEW.status <> OLD.status AND NEW.back_reason !~ '\\S' AND (NEW.back_reason <> '' OR (OLD.status, NEW.status) IN (('verified', 'doing'))) THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'item_steps: ' || 'a step back needs a reason'; END IF; RETURN COALESCE(NEW, OLD);",
                    hash="26b4fb2cfc5de48a59f0bda4bd46341bf227c7fb",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_item_steps_0db63",
                    table="directives_item",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scorereading",
            trigger=pgtrigger.compiler.Trigger(
                name="score_reading_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF TRUE THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'score_reading_append_only: ' || 'who saw scores is never changed or removed'; END IF; RETURN COALESCE(NEW, OLD);",
                    hash="1292122e3945dc43a57072b50a670b64c2d414ab",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_score_reading_append_only_02f56",
                    table="directives_scorereading",
                    when="BEFORE",
                ),
            ),
        ),
    ]
