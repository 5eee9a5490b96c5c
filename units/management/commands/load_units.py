"""``load_units [--json]``: the seed of areas, units, other spellings and holidays. Run again it changes nothing."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from units.loading import load_units


class Command(BaseCommand):
    help = "Nạp danh mục đơn vị, cách viết khác và ngày nghỉ; chạy lại không đổi gì."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="in số dòng đã thêm dưới dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_units()
        if options["json"]:
            self.stdout.write(json.dumps({"added": added}, ensure_ascii=False))
        elif options["verbosity"]:
            words = {"areas": "địa bàn", "units": "đơn vị", "aliases": "cách viết khác", "holidays": "ngày nghỉ"}
            done = ", ".join(f"{count} {words[table]}" for table, count in added.items() if count)
            self.stdout.write(f"Đã thêm {done}." if done else "Danh mục đơn vị đã đủ, không có gì thay đổi.")
