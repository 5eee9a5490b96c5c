"""The day that a return agreed opens the report, so it is known where the lock is: reports that are the unit's turn after a return get theirs."""

from django.db import migrations

AGREED = """
UPDATE directives_obligation AS owed SET agreed_on = last.again_by
FROM reports_report AS report
CROSS JOIN LATERAL (
  SELECT review.again_by FROM reports_review AS review JOIN reports_submission AS sent ON sent.id = review.submission_id
  WHERE sent.report_id = report.id AND review.decision <> '' ORDER BY sent.number DESC LIMIT 1
) AS last
WHERE report.status IN ('returned', 'draft') AND last.again_by IS NOT NULL
  AND (owed.directive_id, owed.period_id, owed.unit_id) = (report.directive_id, report.period_id, report.unit_id);
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_verdicts_by_an_act"), ("directives", "0010_taken_back_and_agreed_day")]

    operations = [migrations.RunSQL(AGREED, migrations.RunSQL.noop)]
