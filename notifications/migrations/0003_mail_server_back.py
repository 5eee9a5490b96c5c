"""When the mail server took mails again: what waited before is one letter a person. Reversible."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_decided_when_it_leaves")]

    operations = [
        migrations.AddField("mailserver", "back_at", models.DateTimeField("nhận thư trở lại lúc", null=True, blank=True)),
    ]
