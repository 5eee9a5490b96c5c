"""What ``import_findings`` and ``import_scores`` share: arguments, exit status, the JSON document or a summary (docs/reading.md).

Exit status: 0 done (rows with errors are listed), 1 the file as a whole can't be used, 2 wrong arguments.
"""

import json
import sys
from pathlib import Path
from typing import Any, ClassVar, Protocol

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.errors import FileRefused, Invalid
from directives.importing.document import refusal_of

NEW = "new:"
KINDS = ".xlsx, .xls, .csv, .docx"


class Outcome(Protocol):
    """What an import gives back."""

    @property
    def document(self) -> dict[str, Any]: ...

    @property
    def batch(self) -> Any:
        """None for a dry run."""


class ImportCommand(BaseCommand):
    """Reads one file into an inspection. A command says what its target is and how it imports."""

    path_help: ClassVar[str]
    noun: ClassVar[str]
    saved: ClassVar[str]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", help=f"{self.path_help} ({KINDS})")
        parser.add_argument("--inspection", required=True, metavar="ID", help=f"mã đợt kiểm tra, hoặc {NEW}TÊN để tạo đợt mới")
        parser.add_argument("--dry-run", action="store_true", help="chỉ xem, không lưu gì")
        parser.add_argument("--json", action="store_true", help="in một tài liệu JSON duy nhất")

    def target(self, inspection_id: int | None, new_title: str, options: dict[str, Any]) -> Any:
        """Where the rows go; ``Invalid`` where there is no such place."""
        raise NotImplementedError

    def run_import(self, target: Any, path: Path, *, dry_run: bool) -> Outcome:
        """Read and store; ``FileRefused`` where the file as a whole can't be used."""
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["path"])
        if not path.is_file():
            raise CommandError(f"Không có tệp {path}.", returncode=2)
        try:
            target = self.target(*_inspection(options["inspection"]), options)
            outcome = self.run_import(target, path, dry_run=options["dry_run"])
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
        """A few lines for a person at the terminal; they quote no cell."""
        document = outcome.document
        actions = [row["action"] for row in document["rows"]]
        words = ("create", "thêm"), ("update", "cập nhật"), ("unchanged", "không đổi")
        counted = ", ".join(f"{word} {actions.count(action)}" for action, word in words)
        self.stdout.write(f"{len(actions)} {self.noun} ({counted}); {len(document['errors'])} lỗi.")
        for error in document["errors"]:
            source = error["source"]
            self.stdout.write(f"  {source.get('sheet', '')} dòng {source['row']}, cột {error['column']}: {error['message']}")
        for warning in document["warnings"]:
            self.stdout.write(f"  ! {warning['message']}")
        if outcome.batch is not None:
            self.stdout.write(f"{self.saved} {outcome.batch.pk}.")


def _inspection(written: str) -> tuple[int | None, str]:
    """(id, title of a new one) of ``--inspection``."""
    if written.startswith(NEW):
        return None, written[len(NEW) :]
    if not written.isdecimal():
        raise CommandError(f"--inspection nhận một mã số hoặc {NEW}TÊN, không nhận “{written}”.", returncode=2)
    return int(written), ""
