"""``issue_directive``: issue a draft as it was read, with the safe answer to each open question (docs/reading.md)."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.errors import PortalError
from directives.models import Directive
from directives.services.issuing import Issued, issue_directive


class Command(BaseCommand):
    help = "Giao việc theo một bản nháp đã đọc: tạo các điểm, nội dung và báo cáo phải nộp. Chỗ chưa chọn lấy cách hiểu an toàn."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", type=int, metavar="ID", help="mã văn bản do read_directive --save in ra")
        parser.add_argument("--json", action="store_true", help="in một tài liệu JSON")

    def handle(self, **options: Any) -> None:
        pk: int = options["id"]
        if not Directive.objects.filter(pk=pk).exists():
            raise CommandError(f"Không có văn bản nào mang mã {pk}.", returncode=2)
        try:
            issued = issue_directive(directive_id=pk, by=None)
        except PortalError as error:
            if options["json"]:
                self.stdout.write(_printed({**_made(pk), "errors": [{"code": "not_issued", "message": error.message}]}))
            raise CommandError(error.message, returncode=1) from error
        if options["json"]:
            self.stdout.write(_printed(_made(pk, issued)))
            return
        self.stdout.write(f"Đã giao {issued.items} nội dung và {issued.obligations} báo cáo theo {issued.directive.reference}.")
        for unit, _ in issued.waiting:
            self.stdout.write(f"Chờ Trung tâm quyết định: {unit}.")


def _made(pk: int, issued: Issued | None = None) -> dict[str, Any]:
    """The document of docs/reading.md, "Issuing"; nothing made where nothing was issued."""
    return {
        "id": pk,
        "items": issued.items if issued else 0,
        "obligations": issued.obligations if issued else 0,
        "waiting": [{"unit": unit, "code": code} for unit, code in issued.waiting] if issued else [],
    }


def _printed(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)
