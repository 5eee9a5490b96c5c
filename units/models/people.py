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
from units.roles import Role


class UserManager(BaseUserManager["User"]):
    """Looks users up by name. Accounts are made by ``units.services.create_user`` only."""

    use_in_migrations = True


class User(AbstractBaseUser, PermissionsMixin):
    """One person's account. Never deleted, only closed (``is_active``), so that traces stay readable.

    ``is_superuser`` follows from the administrator's role and is written by ``units.services`` alone; it opens Django's admin site
    and decides nothing else.
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

    @property
    def is_staff(self) -> bool:
        """Django's admin site asks this."""
        return self.is_superuser

    @cached_property
    def membership(self) -> Membership | None:
        """The open membership with its unit, or None: one query a request."""
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


class Membership(models.Model):
    """This person works in this unit with this role, from – to. At most one is open a person; nothing else says where he works.

    ``scores_asked_at``: an administrator asked that this account may see scores of named persons in this post. ``scores_given_at``: a
    second person confirmed it or, without ``scores_given_by``, somebody at the machine gave it. Both end with the post.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name="tài khoản")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name="đơn vị")
    role = models.CharField("vai trò", max_length=20, choices=Role)
    started_on = models.DateField("từ ngày")
    ended_on = models.DateField("đến ngày", null=True, blank=True)
    scores_asked_at = models.DateTimeField("đề nghị xem bảng điểm lúc", null=True, blank=True)
    scores_asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người đề nghị xem bảng điểm"
    )
    scores_given_at = models.DateTimeField("được xem bảng điểm từ lúc", null=True, blank=True)
    scores_given_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người cho xem bảng điểm"
    )

    class Meta:
        verbose_name = "vị trí công tác"
        verbose_name_plural = "vị trí công tác"
        ordering = ["-started_on", "-id"]
        constraints = [
            models.UniqueConstraint(name="membership_one_open", fields=["user"], condition=Q(ended_on=None)),
            models.CheckConstraint(name="membership_period_in_order", condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on"))),
            models.CheckConstraint(name="membership_role_known", condition=Q(role__in=Role.values)),
            models.CheckConstraint(
                name="membership_scores_asked_at_and_by",
                condition=Q(scores_asked_at=None, scores_asked_by=None) | Q(scores_asked_at__isnull=False, scores_asked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="membership_scores_given_by_and_at", condition=Q(scores_given_by=None) | Q(scores_given_at__isnull=False)
            ),
            models.CheckConstraint(
                name="membership_scores_by_two",
                condition=Q(scores_given_by=None) | Q(scores_asked_by=None) | ~Q(scores_given_by=F("scores_asked_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.unit}"


class UnitUserObjectPermission(UserObjectPermissionBase):
    """guardian's grants to a person, by a direct foreign key. Written by ``units.services`` alone."""

    content_object = models.ForeignKey(Unit, on_delete=models.CASCADE)


class UnitGroupObjectPermission(GroupObjectPermissionBase):
    """guardian's grants to a group; the portal gives none, guardian asks for the table."""

    content_object = models.ForeignKey(Unit, on_delete=models.CASCADE)
