"""People, where they work, and the permissions that follow from it."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import F, Q
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from units.models.unit import Unit
from units.querysets import MembershipQuerySet
from units.roles import Right, Role


class UserManager(BaseUserManager["User"]):
    """Looks users up by name. Accounts are made by ``units.services.create_user`` only."""

    use_in_migrations = True


class User(AbstractBaseUser, PermissionsMixin):
    """One person's account. Never deleted, only closed (``is_active``), so that traces stay readable.

    What Django calls a superuser decides nothing here: rights follow from the post (``units.roles``).
    """

    username = models.CharField(
        "tên đăng nhập",
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "Tên đăng nhập này đã có. Chọn tên khác."},
    )
    full_name = models.CharField("họ tên hoặc chức danh", max_length=120)
    email = models.EmailField("địa chỉ thư", blank=True)
    is_active = models.BooleanField("đang dùng", default=True)
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=True)
    created_at = models.DateTimeField("tạo lúc")
    scope = models.CharField("phạm vi đang xem", max_length=40, blank=True, default="", db_default="")

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"
        ordering = ["username"]

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    @cached_property
    def membership(self) -> Membership | None:
        """The open membership with its unit, or None without one or while it waits for a second person: one query a request."""
        return self.memberships.current().select_related("unit__area__parent").first()

    @property
    def open_post(self) -> Membership | None:
        """The open membership, whether it counts yet or waits for a second person."""
        return self.memberships.filter(ended_on=None).select_related("unit__area__parent").first()

    @property
    def unit(self) -> Unit | None:
        return self.membership.unit if self.membership else None

    @property
    def role(self) -> str:
        return self.membership.role if self.membership else ""

    @property
    def audit_id(self) -> int:
        return self.pk

    @property
    def audit_name(self) -> str:
        return self.full_name

    @property
    def audit_unit(self) -> tuple[str, str]:
        return (self.unit.code, self.unit.name) if self.unit else ("", "")


def _by_two(right: Right) -> list[models.CheckConstraint]:
    """Who and when come in pairs, and who asked never gives."""
    asked_at, asked_by, given_at, given_by = (f"{right}_{step}" for step in ("asked_at", "asked_by", "given_at", "given_by"))
    return [
        models.CheckConstraint(
            name=f"membership_{right}_asked_at_and_by",
            condition=Q(**{asked_at: None, asked_by: None}) | Q(**{f"{asked_at}__isnull": False, f"{asked_by}__isnull": False}),
        ),
        models.CheckConstraint(
            name=f"membership_{right}_given_by_and_at", condition=Q(**{given_by: None}) | Q(**{f"{given_at}__isnull": False})
        ),
        models.CheckConstraint(
            name=f"membership_{right}_by_two",
            condition=Q(**{given_by: None}) | Q(**{asked_by: None}) | ~Q(**{given_by: F(asked_by)}),
        ),
    ]


class Membership(models.Model):
    """This person works in this unit with this role, from – to. At most one is open a person; nothing else says where he works.

    ``post_asked_at``: an administrator gave this post, or knows a password of its account since, and the post is one that a second person
    confirms (``rules.needs_second_person``); until ``post_given_at`` it opens nothing. ``scores_asked_at``: an administrator asked that
    this account may see scores of named persons in this post. ``…_given_at`` without ``…_given_by``: given by somebody at the machine.
    All of it ends with the post.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name="tài khoản")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name="đơn vị")
    role = models.CharField("vai trò", max_length=20, choices=Role)
    started_on = models.DateField("từ ngày")
    ended_on = models.DateField("đến ngày", null=True, blank=True)
    post_asked_at = models.DateTimeField("chờ xác nhận từ lúc", null=True, blank=True)
    post_asked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người đề nghị vị trí")
    post_given_at = models.DateTimeField("được xác nhận lúc", null=True, blank=True)
    post_given_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người xác nhận vị trí")
    scores_asked_at = models.DateTimeField("đề nghị xem bảng điểm lúc", null=True, blank=True)
    scores_asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người đề nghị xem bảng điểm"
    )
    scores_given_at = models.DateTimeField("được xem bảng điểm từ lúc", null=True, blank=True)
    scores_given_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người cho xem bảng điểm"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "vị trí công tác"
        verbose_name_plural = "vị trí công tác"
        ordering = ["-started_on", "-id"]
        constraints = [
            models.UniqueConstraint(name="membership_one_open", fields=["user"], condition=Q(ended_on=None)),
            models.CheckConstraint(name="membership_period_in_order", condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on"))),
            models.CheckConstraint(name="membership_role_known", condition=Q(role__in=Role.values)),
            *_by_two(Right.SCORES),
            *_by_two(Right.POST),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.unit}"

    @property
    def waits(self) -> bool:
        """For a second person: until then it opens nothing."""
        return self.post_asked_at is not None and self.post_given_at is None


class UnitUserObjectPermission(UserObjectPermissionBase):
    """guardian's grants to a person, by a direct foreign key. Written by ``units.services`` alone."""

    content_object = models.ForeignKey(Unit, on_delete=models.CASCADE)


class UnitGroupObjectPermission(GroupObjectPermissionBase):
    """guardian's grants to a group; the portal gives none, guardian asks for the table."""

    content_object = models.ForeignKey(Unit, on_delete=models.CASCADE)
