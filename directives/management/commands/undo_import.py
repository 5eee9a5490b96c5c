"""``undo_import BATCH``: take back one committed import while nothing was built on it (contract of the commands).

Exit status: 0 undone, 1 something stands in the way (the document lists it), 2 wrong arguments.
"""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.errors import Forbidden
from directives.models import ImportBatch
from directives.services.undoing import Obstacle, Undone, undo_import


class Command(BaseCommand):
    help = "Hoàn tác một lần nhập kết quả kiểm tra khi chưa có gì làm tiếp trên đó."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("batch", type=int, metavar="BATCH", help="mã lần nhập do import_findings in ra")
        parser.add_argument("--json", action="store_true", help="in một tài liệu JSON duy nhất")

    def handle(self, *args: Any, **options: Any) -> None:
        pk: int = options["batch"]
        if not ImportBatch.objects.filter(pk=pk).exists():
            raise CommandError(f"Không có lần nhập nào mang mã {pk}.", returncode=2)
        try:
            undone = undo_import(batch_id=pk, by=None)
        except Forbidden as error:  # a draft, or undone before
            undone = Undone(0, 0, (Obstacle("", error.message),))
        if options["json"]:
            self.stdout.write(json.dumps(undone.document(pk), ensure_ascii=False, indent=1))
        if undone.obstacles:
            raise CommandError("\n".join(["Chưa hoàn tác được:", *(f"  {one.message}" for one in undone.obstacles)]), returncode=1)
        if not options["json"]:
            self.stdout.write(f"Đã bỏ {undone.removed} hạn chế, trả lại {undone.restored} giá trị cũ.")
