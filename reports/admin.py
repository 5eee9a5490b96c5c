"""Reports can only be looked at: their one way in is ``reports.services``."""

from django.contrib import admin

from common.admin import ReadOnlyAdmin
from reports.models import Report


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    list_display = ["unit", "period", "directive", "status", "first_submitted_on"]
    list_select_related = ["unit", "period", "directive"]
    list_filter = ["status"]
