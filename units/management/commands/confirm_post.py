"""``confirm_post NAME``: at the machine, confirm a post of the Centre or of Văn phòng: the first one, or where no second person can."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.errors import PortalError
from units import services
from units.models import User
from units.roles import Right


class Command(BaseCommand):
    help = "Xác nhận vị trí ở Trung tâm, Văn phòng UBND Tỉnh của một tài khoản; từ đó tài khoản ấy xác nhận được cho người khác."
    right = Right.POST
    done = "được xác nhận: đăng nhập và làm việc được."
    already = ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="tên đăng nhập")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["name"]).first()
        if user is None:
            raise CommandError(f"Không có tài khoản {options['name']}.")
        if self.already and user.membership is not None and getattr(user.membership, f"{self.right}_given_at") is not None:
            self.stdout.write(f"Tài khoản {user.username} {self.already}, không đổi gì.")
            return
        try:
            services.confirm(user_id=user.pk, right=self.right, by=None)
        except PortalError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"Tài khoản {user.username} {self.done}")
