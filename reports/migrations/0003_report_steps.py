"""Empty: its triggers stand beside their models now (0006)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_entries_and_reviews")]
    operations = []
