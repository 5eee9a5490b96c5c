"""``send_reminders``: what the daily task does, for any day and any number of times; a reminder goes out once."""

import json
from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from common import clock
from reports.management.commands.statistics import a_day
from reports.presenters.reminders import as_document, as_text
from reports.reminders import sending


def a_count(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ArgumentTypeError(f"số lời nhắc phải là số nguyên từ 0, không phải “{text}”")
    return int(text)


class Command(BaseCommand):
    help = "Gửi nhắc việc của một ngày: mỗi mốc nhắc một lần, mỗi người một thư một ngày."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=a_day, metavar="2021-03-24", help="ngày nhắc; mặc định là hôm nay")
        parser.add_argument("--dry-run", action="store_true", help="chỉ xem, không gửi gì")
        parser.add_argument("--max", type=a_count, metavar="N", help="gửi nhiều nhất N lời nhắc; phần còn lại để lần sau")
        parser.add_argument("--json", action="store_true", help="in một tài liệu JSON")

    def handle(self, **options: Any) -> None:
        on = options["on"] or clock.today()
        limit = options["max"]
        sent = sending.look_ahead(on=on, limit=limit) if options["dry_run"] else sending.send(on=on, by=None, limit=limit)
        if options["json"]:
            self.stdout.write(json.dumps(as_document(sent), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(as_text(sent))
