"""Units and areas as settings; people only to read: accounts and their posts are managed on the portal's users page.

Nothing here can break history: a code, a kind, a place in a tree is set once (the rights of people follow from the tree and the audit log
names units by code), a unit that ends gets its last day and a successor, nothing is deleted.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from common import clock
from common.admin import AuditedAdmin, ReadOnlyAdmin
from common.text import clean, fold, match_key
from units.models import Area, Membership, Unit, UnitAlias, User

admin.site.unregister(Group)  # roles are data (units/roles.py), the portal has no groups


class AreaForm(forms.ModelForm):
    """Says in words what the database would refuse."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        starts, ends = given.get("valid_from"), given.get("valid_to")
        if starts and ends and starts > ends:
            raise ValidationError({"valid_to": "Ngày hết hiệu lực phải sau ngày bắt đầu."})
        same = Area.objects.filter(code=given.get("code", self.instance.code)).exclude(pk=self.instance.pk)
        if starts:
            same = same.filter(Q(valid_to=None) | Q(valid_to__gte=starts))
        if ends:
            same = same.filter(Q(valid_from=None) | Q(valid_from__lte=ends))
        if other := same.first():
            raise ValidationError(f"Mã này đang thuộc {other} trong cùng thời gian. Một mã chỉ dùng cho một địa bàn một lúc.")
        return given


@admin.register(Area)
class AreaAdmin(AuditedAdmin):
    form = AreaForm
    fields = ["code", "level", "kind", "name", "parent", "valid_from", "valid_to"]
    fixed_fields = ("code", "level", "parent")
    list_display = ["code", "kind", "name", "parent", "valid_from", "valid_to"]
    list_filter = ["level", "kind"]
    list_select_related = ["parent"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["parent"]
    ordering = ["code"]


class UnitForm(forms.ModelForm):
    """A unit has a superior: a new root would be outside the reach of those who see everything."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.instance.pk is None and not given.get("parent"):
            raise ValidationError({"parent": "Chọn cấp trên. Đơn vị mới phải nằm dưới một đơn vị đã có."})
        if self.instance.pk is not None and given.get("successor") == self.instance:
            raise ValidationError({"successor": "Đơn vị kế tiếp phải là đơn vị khác."})
        if given.get("valid_from") and given.get("valid_to") and given["valid_from"] > given["valid_to"]:
            raise ValidationError({"valid_to": "Ngày hết hiệu lực phải sau ngày bắt đầu."})
        return given


@admin.register(Unit)
class UnitAdmin(AuditedAdmin):
    form = UnitForm
    fields = ["code", "kind", "name", "short_name", "parent", "area", "valid_from", "valid_to", "successor"]
    fixed_fields = ("code", "kind", "parent", "area")
    list_display = ["code", "full_name", "parent", "valid_from", "valid_to"]
    list_filter = ["kind", "area__level"]
    list_select_related = ["parent", "area__parent"]
    search_fields = ["search", "code"]
    autocomplete_fields = ["parent", "area", "successor"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Unit]:
        return super().get_queryset(request).select_related("area__parent")

    @admin.display(description="tên", ordering="sort_key")
    def full_name(self, unit: Unit) -> str:
        return unit.qualified_name

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Unit], search_term: str) -> tuple[QuerySet[Unit], bool]:
        """Search without accents, as everywhere in the portal."""
        return super().get_search_results(request, queryset, fold(search_term))


class UnitAliasForm(forms.ModelForm):
    """Keeps the spelling as it is compared; the same one twice for a unit would say nothing new."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self.instance.key = match_key(given.get("text", ""))
        same = UnitAlias.objects.filter(key=self.instance.key, within=given.get("within"), unit=given.get("unit"))
        if same.exclude(pk=self.instance.pk).exists():
            raise ValidationError({"text": "Đơn vị này đã có cách viết ấy."})
        return given

    def clean_text(self) -> str:
        return clean(self.cleaned_data["text"])


@admin.register(UnitAlias)
class UnitAliasAdmin(AuditedAdmin):
    """Another spelling: read when a document is matched, never afterwards, so a wrong one can be taken away."""

    form = UnitAliasForm
    may_delete = True
    fields = ["unit", "text", "within", "before", "key", "made_at", "made_by"]
    readonly_fields = ["key", "made_at", "made_by"]
    list_display = ["text", "unit", "within", "made_at", "made_by"]
    list_select_related = ["unit", "within", "made_by"]
    search_fields = ["text", "key", "unit__name"]
    autocomplete_fields = ["unit", "within"]

    def save_model(self, request: HttpRequest, obj: Model, form: forms.ModelForm, change: bool) -> None:
        if isinstance(obj, UnitAlias) and not change:
            obj.made_at, obj.made_by_id = clock.now(), request.user.pk
        super().save_model(request, obj, form, change)


class MembershipInline(admin.TabularInline):
    model = Membership
    fk_name = "user"
    fields = ["unit", "role", "started_on", "ended_on"]
    can_delete = False
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    fields = ["username", "full_name", "email", "is_active", "is_superuser", "must_change_password", "created_at", "last_login"]
    list_display = ["username", "full_name", "email", "is_active", "last_login"]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["username", "full_name", "email"]
    inlines = [MembershipInline]


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    list_display = ["user", "unit", "role", "started_on", "ended_on"]
    list_filter = ["role"]
    list_select_related = ["user", "unit"]
    search_fields = ["user__username", "user__full_name", "unit__name"]
