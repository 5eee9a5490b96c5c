"""Two indexes for the figures of all units and for the line of finished items: each is answered without reading the items themselves."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directives", "0008_directive_reading")]

    operations = [
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["accountable", "responsible", "status", "due_on"], include=["id"], name="item_units"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["directive", "verified_at"], condition=models.Q(("status", "verified")), name="item_finished"),
        ),
    ]
