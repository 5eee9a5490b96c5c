"""``grant_scores NAME``: at the machine, let an account see scores: the first one, or where no second person can confirm."""

from units.management.commands.confirm_post import Command as Confirming
from units.roles import Right


class Command(Confirming):
    help = "Cho một tài khoản xem bảng điểm (Phụ lục 3), không cần người thứ hai xác nhận; mọi người đang có quyền được báo."
    right = Right.SCORES
    done = "từ nay được xem bảng điểm; quyền hết khi chuyển vị trí công tác."
    already = "đã được xem bảng điểm"
