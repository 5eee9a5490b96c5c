"""``read_directive PATH [--save] [--json]``: read a dispatch and print the proposed breakdown (docs/reading.md).

Exit status: 0 read, 1 the file as a whole can't be used (the document then holds ``file_errors``), 2 wrong arguments.
"""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.errors import FileRefused
from directives.services.reading import content_of_path, read_dispatch
from reading.dispatch import Proposal, refusal_json


class Command(BaseCommand):
    help = "Đọc một văn bản chỉ đạo (.docx, .txt, .md) và in bản đề xuất tách điểm."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", help="văn bản cần đọc")
        parser.add_argument("--save", action="store_true", help="lưu bản đề xuất thành bản nháp, in thêm id")
        parser.add_argument("--json", action="store_true", help="in một tài liệu JSON duy nhất")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["path"])
        if not path.is_file():
            raise CommandError(f"Không có tệp {path}.", returncode=2)
        try:
            content = content_of_path(path, path.name)
            proposal = read_dispatch(content, path.name)
            saved = self._save(proposal, path.name, content) if options["save"] else {}
        except FileRefused as refusal:
            self._refuse(refusal, as_json=options["json"])
            sys.exit(1)
        document = proposal.to_json() | saved
        if options["json"]:
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=1))
        else:
            self._summary(proposal, document.get("id"))

    @staticmethod
    def _save(proposal: Proposal, name: str, content: bytes) -> dict[str, Any]:
        # Imported here: reading needs no services, and the command works without the database's tables of drafts.
        from directives.services import save_draft

        return {"id": save_draft(by=None, proposal=proposal, file_name=name, content=content).pk}

    def _refuse(self, refusal: FileRefused, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(refusal_json(refusal.code, refusal.message), ensure_ascii=False, indent=1))
        self.stderr.write(refusal.message)

    def _summary(self, proposal: Proposal, draft: int | None) -> None:
        """A few lines for a person at the terminal."""
        self.stdout.write(f"{proposal.kind or 'văn bản'} số {proposal.number or '…'}/{proposal.symbol or '…'}: {proposal.subject or ''}")
        for point in proposal.points:
            due = f" – hạn {point.due_on:%d/%m/%Y}" if point.due_on else ""
            self.stdout.write(f"  {point.key}  {point.text[:90]}  [{len(point.lead)} đơn vị chủ trì]{due}")
        for warning in proposal.warnings:
            self.stdout.write(f"  ! {warning.message}")
        if draft is not None:
            self.stdout.write(f"Đã lưu bản nháp số {draft}.")
