"""``create_first_admin``: in a portal without any administrator, make one and show the password once. Otherwise change nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.errors import PortalError
from units.models import Membership, Unit
from units.roles import Role
from units.services import create_user, one_time_password


class Command(BaseCommand):
    help = "Tạo tài khoản quản trị đầu tiên khi cổng chưa có quản trị nào."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--username", default="quantri", help="tên đăng nhập (mặc định: quantri)")
        parser.add_argument("--full-name", default="Quản trị cổng", help="họ tên hoặc chức danh")
        parser.add_argument("--email", default="", help="địa chỉ thư")
        parser.add_argument("--unit", default="kstthc-87", help="mã đơn vị (mặc định: kstthc-87)")

    def handle(self, *args: Any, **options: Any) -> None:
        if Membership.objects.filter(role=Role.ADMIN, ended_on=None, user__is_active=True).exists():
            self.stdout.write("Cổng đã có quản trị, không tạo thêm.")
            return
        unit = Unit.objects.with_area().filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError(f"Không có đơn vị mã {options['unit']}. Chạy load_units trước.")
        password = one_time_password()
        try:
            user = create_user(
                by=None,
                username=options["username"],
                full_name=options["full_name"],
                email=options["email"],
                unit=unit,
                role=Role.ADMIN,
                password=password,
            )
        except PortalError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"Đã tạo quản trị đầu tiên. Tên đăng nhập: {user.username} – mật khẩu dùng một lần: {password}")
        self.stdout.write("Ghi lại ngay: mật khẩu chỉ hiện lần này và phải đổi khi đăng nhập lần đầu.")
