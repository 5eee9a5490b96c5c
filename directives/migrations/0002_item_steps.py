"""``item_number`` gives each item its number for ever: a sequence never hands a number out twice, also after a rollback."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("directives", "0001_initial")]
    operations = [migrations.RunSQL("CREATE SEQUENCE item_number", "DROP SEQUENCE item_number")]
