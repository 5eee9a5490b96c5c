"""``manage.py list_demo_accounts``: who can log in to the demo, for the terminal."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dongthap_remediation.demo.accounts import DEMO_PASSWORD, SHOWN_ACCOUNTS


class Command(BaseCommand):
    help = "In tài khoản của bản chạy thử"

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Đây không phải bản chạy thử, không có tài khoản mẫu.")
        width = max(len(account.username) for account in SHOWN_ACCOUNTS)
        self.stdout.write(f"Tài khoản mẫu (mật khẩu chung: {DEMO_PASSWORD})")
        for account in SHOWN_ACCOUNTS:
            self.stdout.write(f"  {account.username:<{width}}  {account.about}")
