"""``unlock NAME …`` or ``unlock --all``: forget wrong passwords, so that who was kept out can log in at once. Works without any log-in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from units import doors
from units.models import User
from units.services import unlock_everybody, unlock_user


class Command(BaseCommand):
    help = "Mở chặn nhập sai mật khẩu cho các tài khoản, hoặc cho tất cả."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("names", nargs="*", default=[], metavar="NAME", help="tên đăng nhập")
        which.add_argument("--all", action="store_true", help="mọi tài khoản, mọi nơi")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"]:
            self.stdout.write(f"Đã mở chặn ở {unlock_everybody()} nơi.")
            return
        users = {user.username: user for user in User.objects.filter(username__in=options["names"])}
        if unknown := [name for name in options["names"] if name not in users]:
            raise CommandError(f"Không có tài khoản {', '.join(unknown)}. Chưa mở gì.")
        for name, user in users.items():
            blocked = doors.kept_out().filter(username=name).count()
            unlock_user(user_id=user.pk, by=None)
            closed = "" if user.is_active else " Tài khoản đã ngừng dùng: quản trị cho dùng lại ở trang Quản trị người dùng."
            self.stdout.write(f"Đã mở chặn {name} ({blocked} nơi).{closed}")
