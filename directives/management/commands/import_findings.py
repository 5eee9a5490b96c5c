"""``import_findings PATH --inspection ID|new:TITLE``: read the findings of an annex and store the valid rows (contract of the commands).

Exit status: 0 done (rows with errors are listed), 1 the file as a whole can't be used, 2 wrong arguments.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.errors import FileRefused, Invalid
from directives.importing.document import refusal_of
from directives.reading.document import load
from directives.services.importing import Outcome, import_file, target_of

_NEW = "new:"


class Command(BaseCommand):
    help = "Nhập kết quả kiểm tra từ phụ lục (.xlsx). Dòng có lỗi được liệt kê, không được lưu."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", help="phụ lục cần nhập")
        parser.add_argument("--inspection", required=True, metavar="ID", help="mã đợt kiểm tra, hoặc new:TÊN để tạo đợt mới")
        parser.add_argument("--directive", type=int, metavar="ID", help="mã văn bản; không ghi thì lấy văn bản của đợt kiểm tra")
        parser.add_argument("--point", default="", metavar="KEY", help="điểm nhận các hạn chế, ví dụ 1.b")
        parser.add_argument("--dry-run", action="store_true", help="chỉ xem, không lưu gì")
        parser.add_argument("--json", action="store_true", help="in một tài liệu JSON duy nhất")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["path"])
        if not path.is_file():
            raise CommandError(f"Không có tệp {path}.", returncode=2)
        inspection, title = _inspection(options["inspection"])
        try:
            target = target_of(inspection_id=inspection, new_title=title, directive_id=options["directive"], point_key=options["point"])
        except Invalid as error:
            raise CommandError(error.message, returncode=2) from error
        try:
            content = load(path, path.name)
            outcome = import_file(target=target, content=content, file_name=path.name, by=None, dry_run=options["dry_run"])
        except FileRefused as refusal:
            if options["json"]:
                self.stdout.write(json.dumps(refusal_of(refusal), ensure_ascii=False, indent=1))
            self.stderr.write(refusal.message)
            sys.exit(1)
        if options["json"]:
            self.stdout.write(json.dumps(outcome.document, ensure_ascii=False, indent=1))
        else:
            self._summary(outcome)

    def _summary(self, outcome: Outcome) -> None:
        """A few lines for a person at the terminal."""
        document = outcome.document
        actions = [row["action"] for row in document["rows"]]
        words = ("create", "thêm"), ("update", "cập nhật"), ("unchanged", "không đổi")
        counted = ", ".join(f"{word} {actions.count(action)}" for action, word in words)
        self.stdout.write(f"{len(actions)} hạn chế ({counted}); {len(document['errors'])} lỗi.")
        for error in document["errors"]:
            source = error["source"]
            self.stdout.write(f"  {source.get('sheet', '')} dòng {source['row']}, cột {error['column']}: {error['message']}")
        for warning in document["warnings"]:
            self.stdout.write(f"  ! {warning['message']}")
        if outcome.batch is not None:
            self.stdout.write(f"Đã lưu lần nhập số {outcome.batch.pk}.")


def _inspection(written: str) -> tuple[int | None, str]:
    """(id, title of a new one) of ``--inspection``."""
    if written.startswith(_NEW):
        return None, written[len(_NEW) :]
    if not written.isdecimal():
        raise CommandError(f"--inspection nhận một mã số hoặc {_NEW}TÊN, không nhận “{written}”.", returncode=2)
    return int(written), ""
