"""``undo_import BATCH [--json]``: take back a committed import, of findings or of scores (docs/reading.md).

Both kinds take their numbers from one sequence, so a number names one import. Exit status: 0 undone, 1 something was built on it (it is
listed), 2 there is no such import.
"""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.errors import Forbidden
from directives.models import ImportBatch, ScoreBatch
from directives.services.importing import Obstacle, Undone, undo_import
from directives.services.scores import undo_scores


class Command(BaseCommand):
    help = "Hoàn tác một lần nhập kết quả kiểm tra hoặc bảng điểm khi chưa có gì làm tiếp trên đó."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("batch", type=int, metavar="BATCH", help="mã lần nhập do import_findings hoặc import_scores in ra")
        parser.add_argument("--json", action="store_true", help="in một tài liệu JSON duy nhất")

    def handle(self, *args: Any, **options: Any) -> None:
        pk: int = options["batch"]
        try:
            undone, noun = _undo(pk)
        except Forbidden as error:  # a draft, or undone before
            undone, noun = Undone(0, 0, (Obstacle("", error.message),)), ""
        if options["json"]:
            self.stdout.write(json.dumps(undone.document(pk), ensure_ascii=False, indent=1))
        if undone.obstacles:
            raise CommandError("\n".join(["Chưa hoàn tác được:", *(f"  {one.message}" for one in undone.obstacles)]), returncode=1)
        if not options["json"]:
            self.stdout.write(f"Đã bỏ {undone.removed} {noun}, trả lại {undone.restored} giá trị cũ.")


def _undo(pk: int) -> tuple[Undone, str]:
    """What was done, and what the import held."""
    if ImportBatch.objects.filter(pk=pk).exists():
        return undo_import(batch_id=pk, by=None), "hạn chế"
    if ScoreBatch.objects.filter(pk=pk).exists():
        return undo_scores(batch_id=pk, by=None), "người"
    raise CommandError(f"Không có lần nhập nào mang mã {pk}.", returncode=2)
