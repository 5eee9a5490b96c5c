"""What was read of a dispatch gets a row of its own: pages that name a dispatch no longer fetch its whole text."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

MOVE = """
INSERT INTO directives_directivereading (directive_id, proposal, answers) SELECT id, proposal, answers FROM directives_directive;
SET CONSTRAINTS ALL IMMEDIATE;
"""
MOVE_BACK = """
UPDATE directives_directive SET proposal = reading.proposal, answers = reading.answers FROM directives_directivereading reading
  WHERE reading.directive_id = directives_directive.id;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("directives", "0007_one_finding_once")]

    operations = [
        migrations.CreateModel(
            name="DirectiveReading",
            fields=[
                (
                    "directive",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="reading",
                        serialize=False,
                        to="directives.directive",
                        verbose_name="văn bản",
                    ),
                ),
                ("proposal", models.JSONField(default=dict, verbose_name="đề xuất đã đọc")),
                ("answers", models.JSONField(blank=True, default=dict, verbose_name="điều đã chọn")),
            ],
            options={"verbose_name": "bản đọc", "verbose_name_plural": "bản đọc"},
        ),
        migrations.RunSQL(MOVE, MOVE_BACK),
        migrations.RemoveField(model_name="directive", name="proposal"),
        migrations.RemoveField(model_name="directive", name="answers"),
    ]
