"""``pseudonymise_scores``: persons whose time of keeping is over become numbers (``settings.SCORES_KEPT_DAYS``). Safe to run daily."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.formats import vn_date
from directives.services.scores_keeping import pseudonymise_scores


class Command(BaseCommand):
    help = "Thay tên người trong bảng điểm bằng số khi hết thời hạn lưu (PORTAL_SCORES_KEPT_DAYS)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", metavar="NGÀY", help="tính như vào ngày này, ví dụ 2022-03-31; không ghi thì là hôm nay")
        parser.add_argument("--dry-run", action="store_true", help="chỉ đếm, không thay gì")
        parser.add_argument("--json", action="store_true", help="in một tài liệu JSON duy nhất")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            on = date.fromisoformat(options["on"]) if options["on"] else None
        except ValueError as error:
            raise CommandError("--on phải có dạng 2022-03-31.", returncode=2) from error
        done = pseudonymise_scores(on=on, dry_run=options["dry_run"])
        if options["json"]:
            document = {"before": done.before.isoformat(), "people": done.people, "drafts": done.drafts}
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=1))
            return
        verb = "Sẽ thay tên" if options["dry_run"] else "Đã thay tên"
        self.stdout.write(f"{verb} {done.people} người nhập trước ngày {vn_date(done.before)}; bỏ {done.drafts} bảng điểm chưa nhập.")
