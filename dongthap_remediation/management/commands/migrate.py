"""``manage.py migrate``, which first looks whether the data are of this edition: tables that another one made are never half used."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from dongthap_remediation.environment import PROJECT

_OTHER_EDITION = (
    "Cơ sở dữ liệu này do một bản khác của cổng tạo ra (có bước “{}” mà bản này không biết), cổng không động vào. "
    "Dữ liệu mẫu: chạy make reset-demo để làm lại. Cơ sở dữ liệu khác: tạo một cơ sở dữ liệu trống rồi đặt DATABASE_URL vào nó."
)


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        rooms = {app.label for app in apps.get_app_configs() if Path(app.path).parent == PROJECT}
        loader = MigrationLoader(connections[options["database"]], ignore_no_migrations=True)
        unknown = sorted(".".join(step) for step in loader.applied_migrations if step[0] in rooms and step not in loader.disk_migrations)
        if unknown:
            raise CommandError(_OTHER_EDITION.format(unknown[0]))
        super().handle(*args, **options)
