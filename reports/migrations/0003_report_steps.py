"""What no page and no admin form may do: a step that reports.workflow does not know, and changing what was handed in or decided."""

from django.db import migrations

SQL = r"""
CREATE FUNCTION report_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'draft' THEN
      RAISE EXCEPTION 'report_steps: a report starts as draft, not as %', NEW.status USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.directive_id, NEW.period_id, NEW.unit_id) <> (OLD.directive_id, OLD.period_id, OLD.unit_id) THEN
    RAISE EXCEPTION 'report_steps: a report keeps its unit, period and directive' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN
     (('draft','submitted'), ('submitted','draft'), ('submitted','returned'), ('submitted','accepted'), ('returned','submitted')) THEN
    RAISE EXCEPTION 'report_steps: % may not follow %', NEW.status, OLD.status USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER report_steps BEFORE INSERT OR UPDATE ON reports_report FOR EACH ROW EXECUTE FUNCTION report_steps();

CREATE FUNCTION submission_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.withdrawn_at IS NOT NULL
     OR (NEW.report_id, NEW.number, NEW.submitted_at, NEW.submitted_by_id, NEW.content)
        IS DISTINCT FROM (OLD.report_id, OLD.number, OLD.submitted_at, OLD.submitted_by_id, OLD.content) THEN
    RAISE EXCEPTION 'submission_stays: what was handed in never changes' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER submission_stays BEFORE UPDATE OR DELETE ON reports_submission FOR EACH ROW EXECUTE FUNCTION submission_stays();

CREATE FUNCTION review_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.decision <> '' THEN
    RAISE EXCEPTION 'review_stays: a decision never changes' USING ERRCODE = 'check_violation';
  END IF;
  RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER review_stays BEFORE UPDATE OR DELETE ON reports_review FOR EACH ROW EXECUTE FUNCTION review_stays();

CREATE FUNCTION remark_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE of_review bigint;
BEGIN
  IF TG_OP = 'DELETE' THEN of_review := OLD.review_id; ELSE of_review := NEW.review_id; END IF;
  IF EXISTS (SELECT 1 FROM reports_review WHERE id = of_review AND decision <> '') THEN
    RAISE EXCEPTION 'remark_stays: a decision never changes' USING ERRCODE = 'check_violation';
  END IF;
  RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER remark_stays BEFORE INSERT OR UPDATE OR DELETE ON reports_remark FOR EACH ROW EXECUTE FUNCTION remark_stays();
"""
UNDO = """
DROP TRIGGER remark_stays ON reports_remark; DROP FUNCTION remark_stays();
DROP TRIGGER review_stays ON reports_review; DROP FUNCTION review_stays();
DROP TRIGGER submission_stays ON reports_submission; DROP FUNCTION submission_stays();
DROP TRIGGER report_steps ON reports_report; DROP FUNCTION report_steps();
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_entries_and_reviews")]
    operations = [migrations.RunSQL(SQL, UNDO)]
