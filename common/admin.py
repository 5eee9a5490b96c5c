"""Base classes of the admin site's pages, and the two tables that every room uses.

Two kinds only: what is the truth of work is read, never written (``ReadOnlyAdmin``); what is a setting is written with a trace
(``AuditedAdmin``), and nothing that history refers to can be deleted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from common.audit import record
from common.models import AuditEvent, Holiday

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
else:
    _ModelAdmin = admin.ModelAdmin


class OfferedFiltersOnly(_ModelAdmin):
    """An address can ask for what the page offers as a filter, and for nothing else.

    Django lets any field of the model's own be asked for (``?password__startswith=``), which tells a secret letter by letter; it guards
    ``password`` in its own ``UserAdmin`` alone.
    """

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        offered = self.get_list_filter(request) if request is not None else self.list_filter
        return any(lookup == name or lookup.startswith(f"{name}__") for name in map(str, offered))


class ReadOnlyAdmin(OfferedFiltersOnly):
    """To look at: no add, no change, no delete, no actions."""

    show_full_result_count = False
    actions = None
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class AuditedAdmin(OfferedFiltersOnly):
    """A setting: each change is one line of the audit log, in the same transaction. ``may_delete`` is for what nothing refers to."""

    may_delete = False
    fixed_fields: tuple[str, ...] = ()  # can be set when a row is added, not later
    list_per_page = 50

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return [*self.readonly_fields, *(self.fixed_fields if obj is not None else ())]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.may_delete

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm[Any], change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change:
            changes = [_change(form, name) for name in form.changed_data]
            if changes:
                self._record(request, obj, "changed", f"sửa {obj._meta.verbose_name} “{obj}”: {'; '.join(changes)}")
        else:
            self._record(request, obj, "added", f"thêm {obj._meta.verbose_name} “{obj}”")

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        self._record(request, obj, "deleted", f"bỏ {obj._meta.verbose_name} “{obj}”")
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> None:
        for obj in queryset:
            self.delete_model(request, obj)

    def _record(self, request: HttpRequest, obj: Model, verb: str, text: str) -> None:
        kind = obj._meta.model_name or ""
        actor: Any = request.user  # an administrator; Django's type allows for visitors
        record(by=actor, verb=f"{kind}.{verb}", text=text, subject_kind=kind, subject_id=obj.pk, subject_label=str(obj))


def _change(form: ModelForm[Any], name: str) -> str:
    """'tên: “A” → “B”'."""
    field = form.fields[name]
    before, after = (_shown(field, value) for value in (form.initial.get(name), form.cleaned_data.get(name)))
    return f"{field.label or name}: “{before}” → “{after}”"


def _shown(field: Any, value: Any) -> str:
    if value in (None, ""):
        return "để trống"
    if isinstance(value, bool):
        return "có" if value else "không"
    if queryset := getattr(field, "queryset", None):
        value = value if isinstance(value, Model) else queryset.filter(pk=value).first()
    return str(dict(getattr(field, "choices", ())).get(value, value) if isinstance(value, str) else value)


@admin.register(Holiday)
class HolidayAdmin(AuditedAdmin):
    """The Government decides swaps each year; what was reminded already does not depend on it."""

    may_delete = True
    list_display = ["date", "kind", "name"]
    list_filter = ["kind"]
    search_fields = ["name"]
    ordering = ["-date"]


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "actor_name", "unit_name", "text", "subject_label"]
    list_filter = ["subject_kind"]
    search_fields = ["actor_name", "unit_name", "subject_label", "text"]
    list_display_links = ["at"]
