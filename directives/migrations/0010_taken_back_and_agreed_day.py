"""One report may be open until a day of its own: agreed with its return, or when it was opened after the lock."""

from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    dependencies = [("directives", "0009_item_figure_indexes")]

    operations = [
        migrations.AddField(
            model_name="obligation",
            name="agreed_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày hẹn nộp"),
        ),
        migrations.AddField(
            model_name="obligation",
            name="expected_on",
            field=models.GeneratedField(
                db_persist=True, expression=Coalesce(models.F("agreed_on"), models.F("due_on")), output_field=models.DateField()
            ),
        ),
    ]
