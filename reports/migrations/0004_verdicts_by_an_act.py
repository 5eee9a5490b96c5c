"""An entry under review has no verdict until somebody says one. What stood in undecided reviews was filled in by the form, so it is nobody's:
"Đạt" without a word goes, and the reviewer says it himself. Decided reviews stay as they were decided.
"""

from django.db import migrations, models
from django.db.models import Q

NOBODYS = """
DELETE FROM reports_remark WHERE verdict = 'ok' AND comment = '' AND review_id IN (SELECT id FROM reports_review WHERE decision = '');
UPDATE reports_remark SET verdict = '' WHERE verdict = 'ok' AND review_id IN (SELECT id FROM reports_review WHERE decision = '');
"""
BACK = """
UPDATE reports_remark SET verdict = 'ok' WHERE verdict = '';
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_report_steps")]

    operations = [
        migrations.RemoveConstraint(model_name="remark", name="remark_verdict_known"),
        migrations.AlterField(
            model_name="remark",
            name="verdict",
            field=models.CharField(blank=True, choices=[("ok", "Đạt"), ("more", "Cần bổ sung")], max_length=4, verbose_name="kết luận"),
        ),
        migrations.RunSQL(NOBODYS, BACK),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(condition=Q(verdict__in=["", "ok", "more"]), name="remark_verdict_known"),
        ),
    ]
