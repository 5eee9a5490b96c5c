"""``import_scores PATH --inspection ID|new:TITLE``: read a score table (Phụ lục 3) and store the valid rows (docs/reading.md).

Names are printed only in the JSON document, which was asked for; the summary and refusals hold none.
"""

from pathlib import Path
from typing import Any

from directives.management.importing import ImportCommand
from directives.services.reading import content_of_path
from directives.services.scores import Outcome, Target, import_scores, target_of
from reading.scores.reader import neutral_name


class Command(ImportCommand):
    help = "Nhập bảng điểm kiểm tra kiến thức (Phụ lục 3). Dòng có lỗi được liệt kê, không được lưu."
    path_help, noun, saved = "bảng điểm cần nhập", "người", "Đã lưu bảng điểm số"

    def target(self, inspection_id: int | None, new_title: str, options: dict[str, Any]) -> Target:
        return target_of(inspection_id=inspection_id, new_title=new_title, directive_id=None)

    def run_import(self, target: Target, path: Path, *, dry_run: bool) -> Outcome:
        content = content_of_path(path, neutral_name(path.name))
        return import_scores(target=target, content=content, file_name=path.name, by=None, dry_run=dry_run)
