"""Triggers stand beside their models, made from the transition tables; those that earlier migrations wrote by hand go."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

BY_HAND = [
    ("report_steps", "reports_report"),
    ("submission_stays", "reports_submission"),
    ("review_stays", "reports_review"),
    ("remark_stays", "reports_remark"),
]
GONE = " ".join(f"DROP TRIGGER IF EXISTS {name} ON {table}; DROP FUNCTION IF EXISTS {name}();" for name, table in BY_HAND)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0005_agreed_days"),
    ]

    operations = [
        migrations.RunSQL(GONE, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name="remark",
            trigger=pgtrigger.compiler.Trigger(
                name="remark_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM reports_review WHERE id = COALESCE(NEW.review_id, OLD.review_id) AND decision <> '') THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'remark_stays: ' || 'a decision never changes'; END IF; RETURN COALESCE(NEW, OLD);",
                    hash="450431935d14d1bf161c21c1c3bd08e82adf963b",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_remark_stays_5dbe4",
                    table="reports_remark",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="report",
            trigger=pgtrigger.compiler.Trigger(
                name="report_steps",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF TG_OP = 'INSERT' THEN IF NEW.status <> 'draft' THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'report_steps: ' || 'begins as draft, not as ' || NEW.status; END IF; RETURN NEW; END IF; IF NEW.directive_id IS DISTINCT FROM OLD.directive_id THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'report_steps: ' || 'directive_id never changes'; END IF; IF NEW.period_id IS DISTINCT FROM OLD.period_id THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'report_steps: ' || 'period_id never changes'; END IF; IF NEW.unit_id IS DISTINCT FROM OLD.unit_id THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'report_steps: ' || 'unit_id never changes'; END IF; IF NEW.status <> OLD.status AND NOT (OLD.status, NEW.status) IN (('draft', 'submitted'), ('returned', 'submitted'), ('submitted', 'draft'), ('submitted', 'accepted'), ('submitted', 'returned')) THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'report_steps: ' || NEW.status || ' may not follow ' || OLD.status; END IF; RETURN COALESCE(NEW, OLD);",
                    hash="dd88a5a087c45455f6fa108d049170c912212676",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_report_steps_ba7f2",
                    table="reports_report",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="review",
            trigger=pgtrigger.compiler.Trigger(
                name="review_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF OLD.decision <> '' THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'review_stays: ' || 'a decision never changes'; END IF; RETURN COALESCE(NEW, OLD);",
                    hash="cbe8feb64d37dfd684e6c63229e76d19b55be789",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_review_stays_2fb1e",
                    table="reports_review",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="submission",
            trigger=pgtrigger.compiler.Trigger(
                name="submission_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF TG_OP = 'DELETE' OR OLD.withdrawn_at IS NOT NULL OR (NEW.report_id, NEW.number, NEW.submitted_at, NEW.submitted_by_id, NEW.content) IS DISTINCT FROM (OLD.report_id, OLD.number, OLD.submitted_at, OLD.submitted_by_id, OLD.content) THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'submission_stays: ' || 'what was handed in never changes'; END IF; RETURN COALESCE(NEW, OLD);",
                    hash="148425a2a6c6cb5e5851932f848e31196c521fe8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_submission_stays_d043e",
                    table="reports_submission",
                    when="BEFORE",
                ),
            ),
        ),
    ]
