"""``grant_scores NAME``: at the machine, let an account see scores: the first one, or where no second person can confirm."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.errors import PortalError
from directives.services import scores_granting
from units.models import User


class Command(BaseCommand):
    help = "Cho một tài khoản xem bảng điểm (Phụ lục 3), không cần người thứ hai xác nhận; mọi người đang có quyền được báo."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="tên đăng nhập")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["name"]).first()
        if user is None:
            raise CommandError(f"Không có tài khoản {options['name']}.")
        if user.membership is not None and user.membership.scores_given_at is not None:
            self.stdout.write(f"Tài khoản {user.username} đã được xem bảng điểm, không đổi gì.")
            return
        try:
            scores_granting.confirm(user_id=user.pk, by=None)
        except PortalError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"Tài khoản {user.username} từ nay được xem bảng điểm; quyền hết khi chuyển vị trí công tác.")
