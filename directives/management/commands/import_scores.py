"""``import_scores PATH --inspection ID|new:TITLE``: read a score table (Phụ lục 3) and store the valid rows (contract of the commands).

Exit status: 0 done (rows with errors are listed), 1 the file as a whole can't be used, 2 wrong arguments. Names are printed only in the
JSON document, which was asked for; the summary and refusals hold none.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.errors import FileRefused, Invalid
from directives.importing.document import refusal_of
from directives.importing.scores import neutral_name
from directives.reading.document import load
from directives.services.scores import Outcome, import_scores, target_of

_NEW = "new:"


class Command(BaseCommand):
    help = "Nhập bảng điểm kiểm tra kiến thức (Phụ lục 3). Dòng có lỗi được liệt kê, không được lưu."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", help="bảng điểm cần nhập (.xlsx, .xls, .csv, .docx)")
        parser.add_argument("--inspection", required=True, metavar="ID", help="mã đợt kiểm tra, hoặc new:TÊN để tạo đợt mới")
        parser.add_argument("--dry-run", action="store_true", help="chỉ xem, không lưu gì")
        parser.add_argument("--json", action="store_true", help="in một tài liệu JSON duy nhất (có họ tên)")

    def handle(self, *args: Any, **options: Any) -> None:
        path, written = Path(options["path"]), options["inspection"]
        if not path.is_file():
            raise CommandError(f"Không có tệp {path}.", returncode=2)
        if not written.startswith(_NEW) and not written.isdecimal():
            raise CommandError(f"--inspection nhận một mã số hoặc {_NEW}TÊN, không nhận “{written}”.", returncode=2)
        is_new = written.startswith(_NEW)
        try:
            target = target_of(
                inspection_id=None if is_new else int(written), new_title=written[len(_NEW) :] if is_new else "", directive_id=None
            )
            content = load(path, neutral_name(path.name))
            outcome = import_scores(target=target, content=content, file_name=path.name, by=None, dry_run=options["dry_run"])
        except Invalid as error:
            raise CommandError(error.message, returncode=2) from error
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
        """A few lines for a person at the terminal, without a name."""
        document = outcome.document
        actions = [row["action"] for row in document["rows"]]
        words = ("create", "thêm"), ("update", "cập nhật"), ("unchanged", "không đổi")
        counted = ", ".join(f"{word} {actions.count(action)}" for action, word in words)
        self.stdout.write(f"{len(actions)} người ({counted}); {len(document['errors'])} lỗi.")
        for error in document["errors"]:
            source = error["source"]
            self.stdout.write(f"  {source.get('sheet', '')} dòng {source['row']}, cột {error['column']}: {error['message']}")
        for warning in document["warnings"]:
            self.stdout.write(f"  ! {warning['message']}")
        if outcome.batch is not None:
            self.stdout.write(f"Đã lưu bảng điểm số {outcome.batch.pk}.")
