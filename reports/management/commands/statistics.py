"""``statistics``: the figures of the overview page on the command line."""

import json
from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common import clock
from common.past import as_of
from common.quarters import Quarter
from directives.models import Directive
from reports import dashboard
from reports.presenters.statistics import as_text

NOTHING_ISSUED = "Chưa có văn bản nào được giao việc nên chưa có số liệu. Tải văn bản lên và giao việc trước."


def a_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"ngày phải có dạng 2021-03-19, không phải “{text}”") from error


def a_quarter(text: str) -> str:
    try:
        return Quarter.parse(text).code
    except ValueError as error:
        raise ArgumentTypeError(f"kỳ phải có dạng 2021-Q1, không phải “{text}”") from error


class Command(BaseCommand):
    help = "In số liệu của trang tổng quan: nội dung, đúng hạn, báo cáo, từng đơn vị chủ trì."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--directive", type=int, metavar="ID", help="mã văn bản; mặc định là văn bản giao việc sau cùng")
        which.add_argument("--all", action="store_true", help="mọi văn bản đang theo dõi, mọi kỳ báo cáo còn việc phải làm")
        parser.add_argument("--period", type=a_quarter, metavar="2021-Q1", help="kỳ báo cáo; mặc định là kỳ sau cùng có báo cáo phải nộp")
        parser.add_argument("--on", type=a_day, metavar="2021-03-19", help="tính tại ngày này; mặc định là hôm nay")
        parser.add_argument("--as-of", type=a_day, metavar="2021-03-19", help="số liệu và tình trạng như cuối ngày này")
        parser.add_argument("--json", action="store_true", help="in một tài liệu JSON")

    def handle(self, **options: Any) -> None:
        if options["all"] and options["period"]:
            raise CommandError("Chỉ dùng một trong hai: --all tính mọi kỳ báo cáo còn việc phải làm.", returncode=2)
        with as_of(self._past_day(options["as_of"])):
            self._print(**options)

    def _past_day(self, day: date | None) -> date | None:
        if day is not None and day > clock.today():
            raise CommandError(f"Ngày {day:%d/%m/%Y} chưa đến: --as-of nhận hôm nay hoặc một ngày đã qua.", returncode=2)
        return day

    def _print(self, **options: Any) -> None:
        on = options["on"] or clock.today()
        directive = self._directive(options["directive"])
        found = dashboard.statistics(None if options["all"] else directive, options["period"], on, everything=options["all"])
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
        elif directive is not None:
            self.stdout.write(as_text(found, None if options["all"] else directive))
        if directive is None:
            raise CommandError(NOTHING_ISSUED, returncode=1)

    def _directive(self, pk: int | None) -> Directive | None:
        """The one asked for, or the one issued last; None where nothing was issued at all."""
        if pk is None:
            return Directive.objects.latest_issued()
        directive = Directive.objects.issued().filter(pk=pk).first()
        if directive is None:
            raise CommandError(f"Không có văn bản đã giao việc nào mang mã {pk}.", returncode=2)
        return directive
