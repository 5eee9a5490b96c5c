"""``manage.py load_demo``: fill an empty demo portal; a filled one is left as it is."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.errors import PortalError
from dongthap_remediation.demo import loader


class Command(BaseCommand):
    help = "Nạp văn bản thật và dữ liệu giả định vào bản chạy thử"

    def handle(self, *args: Any, **options: Any) -> None:
        if loader.is_loaded():
            self.stderr.write("Bản chạy thử đã có dữ liệu, giữ nguyên.")
            return
        try:
            loader.load_demo(self.stderr.write)
        except PortalError as error:
            raise CommandError(error.message) from error
