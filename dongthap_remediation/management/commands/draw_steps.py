"""``manage.py draw_steps``: the transition tables as a page of the docs."""

from typing import Any

from django.core.management.base import BaseCommand

from dongthap_remediation.steps import document


class Command(BaseCommand):
    help = "In bảng các bước của nội dung, vướng mắc, báo cáo (docs/workflow.md)"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(document(), ending="")
