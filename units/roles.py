"""Roles as data: what a person of this role may do, and over which units. ``units.grants`` writes guardian's rows from this table."""

from dataclasses import dataclass

from django.db import models


class Role(models.TextChoices):
    CENTRE = "centre", "Cán bộ theo dõi"
    VERIFIER = "verifier", "Cán bộ xác nhận của Văn phòng"
    LEADER = "leader", "Lãnh đạo, chỉ xem"
    OFFICER = "officer", "Cán bộ đầu mối"
    READER = "reader", "Đơn vị nhận để biết"
    ADMIN = "admin", "Quản trị"


WORKING_ROLES = (Role.OFFICER, Role.CENTRE, Role.VERIFIER)
"""Of a unit, those who do its work: they are reminded and told."""


class Right(models.TextChoices):
    """What an administrator asks for and a second person gives (``rules.check_can_confirm``); its columns of ``Membership`` begin so."""

    POST = "post", "vị trí công tác"
    SCORES = "scores", "quyền xem bảng điểm"


class Reach(models.TextChoices):
    """Over which units a grant goes; every grant is inherited down the tree."""

    OWN = "own", "đơn vị của mình và cấp dưới"
    EVERYWHERE = "everywhere", "mọi đơn vị (gốc của hai hệ thống)"
    CENTRE = "centre", "Trung tâm"


@dataclass(frozen=True)
class RoleSpec:
    """What one role is: words for the screen, kinds of unit it fits, and its grants as (permission, reach)."""

    about: str
    unit_kinds: frozenset[str]
    grants: tuple[tuple[str, Reach], ...]


ROLES: dict[str, RoleSpec] = {
    Role.CENTRE: RoleSpec(
        "Nhập, giao việc, theo dõi, xác nhận, trả lại; làm các việc của chính Trung tâm",
        frozenset({"kstthc"}),
        (("see_work", Reach.EVERYWHERE), ("steer_work", Reach.EVERYWHERE), ("verify_work", Reach.EVERYWHERE), ("do_work", Reach.OWN)),
    ),
    Role.VERIFIER: RoleSpec(
        "Xem mọi việc; xác nhận các việc do Trung tâm thực hiện",
        frozenset({"vpubnd"}),
        (("see_work", Reach.EVERYWHERE), ("verify_work", Reach.CENTRE)),
    ),
    Role.LEADER: RoleSpec("Xem mọi việc, không sửa", frozenset({"ubnd", "vpubnd"}), (("see_work", Reach.EVERYWHERE),)),
    Role.OFFICER: RoleSpec(
        "Cập nhật, gửi minh chứng, báo xong việc của đơn vị mình và cấp dưới",
        frozenset({"ubnd", "buudien", "so", "khac"}),
        (("see_work", Reach.OWN), ("do_work", Reach.OWN)),
    ),
    Role.READER: RoleSpec("Đọc văn bản chỉ đạo", frozenset({"so", "khac"}), (("see_work", Reach.OWN),)),
    Role.ADMIN: RoleSpec(
        "Quản trị tài khoản, đơn vị và cài đặt; xem mọi việc, không xác nhận",
        frozenset({"kstthc", "vpubnd", "ubnd"}),
        (("see_work", Reach.EVERYWHERE),),
    ),
}

SCORE_REACH: dict[str, Reach] = {Role.CENTRE: Reach.EVERYWHERE, Role.OFFICER: Reach.OWN}
"""Over whose staff an account sees scores once it was given ``see_scores``: the Centre all, each side its own (docs/domain.md, trap 16)."""
