"""``import_findings PATH --inspection ID|new:TITLE``: read the findings of an annex and store the valid rows (docs/reading.md)."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from directives.management.importing import ImportCommand
from directives.services.importing import Outcome, Target, import_file, target_of
from directives.services.reading import content_of_path


class Command(ImportCommand):
    help = "Nhập kết quả kiểm tra từ phụ lục. Dòng có lỗi được liệt kê, không được lưu."
    path_help, noun, saved = "phụ lục cần nhập", "hạn chế", "Đã lưu lần nhập số"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--directive", type=int, metavar="ID", help="mã văn bản; không ghi thì lấy văn bản của đợt kiểm tra")
        parser.add_argument("--point", default="", metavar="KEY", help="điểm nhận các hạn chế, ví dụ 1.b")

    def target(self, inspection_id: int | None, new_title: str, options: dict[str, Any]) -> Target:
        return target_of(inspection_id=inspection_id, new_title=new_title, directive_id=options["directive"], point_key=options["point"])

    def run_import(self, target: Target, path: Path, *, dry_run: bool) -> Outcome:
        return import_file(target=target, content=content_of_path(path, path.name), file_name=path.name, by=None, dry_run=dry_run)
