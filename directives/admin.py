"""Dispatches and work can only be looked at: their one way in is ``directives.services``. Two settings are editable, with a trace."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from common.admin import AuditedAdmin, ReadOnlyAdmin
from common.text import clean, fold
from directives.models import (
    Difficulty,
    Directive,
    DirectiveUnit,
    Evidence,
    Finding,
    Inspection,
    Item,
    Obligation,
    PendingUnit,
    Period,
    Point,
    PointUnit,
    RequirementGroup,
)


@admin.register(Directive)
class DirectiveAdmin(ReadOnlyAdmin):
    exclude = ["file"]
    list_display = ["reference", "subject", "status", "issued_on", "issued_at"]
    list_filter = ["status"]
    search_fields = ["number", "symbol", "subject"]

    @admin.display(description="số, ký hiệu")
    def reference(self, directive: Directive) -> str:
        return directive.reference


@admin.register(Point)
class PointAdmin(ReadOnlyAdmin):
    exclude = ["paragraphs"]
    list_display = ["key", "directive", "modality", "makes", "due_on"]
    list_select_related = ["directive"]
    search_fields = ["key", "text"]


@admin.register(PointUnit)
class PointUnitAdmin(ReadOnlyAdmin):
    list_display = ["point", "unit", "role", "sub_unit"]
    list_select_related = ["point", "unit", "sub_unit"]
    search_fields = ["unit__name"]


@admin.register(DirectiveUnit)
class DirectiveUnitAdmin(ReadOnlyAdmin):
    list_display = ["directive", "unit", "role"]
    list_select_related = ["directive", "unit"]
    list_filter = ["role"]
    search_fields = ["unit__name"]


@admin.register(PendingUnit)
class PendingUnitAdmin(ReadOnlyAdmin):
    list_display = ["unit", "directive", "outcome", "decided_at", "decided_by"]
    list_select_related = ["unit", "directive", "decided_by"]


@admin.register(Item)
class ItemAdmin(ReadOnlyAdmin):
    list_display = ["code", "title", "responsible", "accountable", "due_on", "status"]
    list_select_related = ["responsible", "accountable"]
    list_filter = ["status"]
    search_fields = ["search"]
    exclude = ["search", "due_key"]

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Item], search_term: str) -> tuple[QuerySet[Item], bool]:
        """Search without accents, as everywhere in the portal."""
        return super().get_search_results(request, queryset, fold(search_term))

    @admin.display(description="mã")
    def code(self, item: Item) -> str:
        return item.code


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    """The row, not the file: files are served by the item's page alone."""

    exclude = ["file", "thumbnail", "original"]
    list_display = ["name", "item", "moment", "unit", "added_at", "withdrawn_at"]
    list_select_related = ["item", "unit"]
    search_fields = ["name", "caption"]


@admin.register(Inspection)
class InspectionAdmin(ReadOnlyAdmin):
    list_display = ["title", "directive"]
    list_select_related = ["directive"]


@admin.register(Finding)
class FindingAdmin(ReadOnlyAdmin):
    list_display = ["text", "unit", "inspection"]
    list_select_related = ["unit", "inspection"]
    search_fields = ["text"]


@admin.register(Difficulty)
class DifficultyAdmin(ReadOnlyAdmin):
    list_display = ["title", "unit", "item", "status", "raised_at"]
    list_select_related = ["unit", "item"]
    list_filter = ["status"]


@admin.register(Obligation)
class ObligationAdmin(ReadOnlyAdmin):
    list_display = ["unit", "period", "directive", "due_on", "lock_on"]
    list_select_related = ["unit", "period", "directive"]


class RequirementGroupForm(forms.ModelForm):
    """The dispatch is fixed, so Django would leave the rule "one name a dispatch" to the database."""

    def clean_name(self) -> str:
        name = clean(self.cleaned_data["name"])
        if RequirementGroup.objects.filter(directive=self.instance.directive_id, name=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError("Văn bản này đã có nhóm cùng tên. Chọn tên khác.")
        return name


@admin.register(RequirementGroup)
class RequirementGroupAdmin(AuditedAdmin):
    """Names, order and words that propose the group; groups themselves come with their dispatch."""

    form = RequirementGroupForm
    fields = ["directive", "name", "position", "words", "is_default"]
    readonly_fields = ["directive", "is_default"]
    list_display = ["name", "directive", "position", "is_default"]
    list_select_related = ["directive"]

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class PeriodForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("data_from") and given.get("data_to") and given["data_from"] > given["data_to"]:
            raise ValidationError({"data_to": "Ngày cuối của kỳ số liệu phải sau ngày đầu."})
        return given


@admin.register(Period)
class PeriodAdmin(AuditedAdmin):
    """Only the data window can be set (Decree 09/2019, Article 12); the quarter itself is what it is."""

    form = PeriodForm
    fields = ["code", "name", "starts_on", "ends_on", "data_from", "data_to"]
    readonly_fields = ["code", "name", "starts_on", "ends_on"]
    list_display = ["name", "data_from", "data_to"]

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
