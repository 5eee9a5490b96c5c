"""Addresses of the pages that mix rooms."""

from django.urls import URLPattern, path

from directives.workflow import DIRECTIVE_FLOW
from reports.views import (
    directive_page,
    giving,
    lists,
    overview,
    passing,
    reminders,
    replacing,
    report_parts,
    report_sent,
    reports,
    reviews,
    settings,
    unit_admin,
    units,
)


def step_patterns() -> list[URLPattern]:
    """One address for each step of a dispatch whose page the table makes: ``directive_close``, ``directive_reopen``."""
    steps = [step for step in DIRECTIVE_FLOW.steps if step.path]
    view = directive_page.directive_step
    return [path(f"van-ban/<int:pk>/{s.path}/", view, {"act": s.name}, name=f"directive_{s.name}") for s in steps]


_REPORT = "bao-cao/<int:directive>/<str:period>/<slug:unit>"
"""One report while it is written, which may be before there is a row of it."""

urlpatterns = [
    path("", overview.home, name="home"),
    path("tong-quan/", overview.overview, name="overview"),
    path("thay-doi/", overview.changes, name="changes"),
    path("lanh-dao/", overview.leader, name="leader"),
    path("viec-cua-toi/", overview.my_work, name="my_work"),
    path("don-vi/", units.unit_list, name="unit_list"),
    path("don-vi/danh-muc.xlsx", lists.unit_list_file, name="unit_list_file"),
    path("don-vi/nhap/", lists.unit_list_import, name="unit_list_import"),
    path("nguoi-dung/danh-sach.xlsx", lists.account_list_file, name="account_list_file"),
    path("nguoi-dung/nhap/", lists.account_list_import, name="account_list_import"),
    path("nguoi-dung/<int:pk>/thay-nguoi/", replacing.user_replace, name="user_replace"),
    path("cai-dat/", settings.settings_home, name="settings"),
    path("cai-dat/ngay-nghi/", settings.holiday_list, name="holiday_list"),
    path("cai-dat/ky-bao-cao/", settings.period_list, name="period_list"),
    path("cai-dat/nhom-yeu-cau/", settings.group_list, name="group_list"),
    path("cai-dat/nhat-ky/", settings.audit_log, name="audit_log"),
    path("don-vi/them/", unit_admin.unit_create, name="unit_create"),  # no unit has a code like this
    path("don-vi/ban-giao/", passing.unit_left, name="unit_left"),
    path("don-vi/hien-nay/", passing.unit_now, name="unit_now"),
    path("don-vi/<slug:code>/", units.unit_detail, name="unit_detail"),
    path("don-vi/<slug:code>/quan-ly/", unit_admin.unit_manage, name="unit_manage"),
    path("don-vi/<slug:code>/ban-giao/", passing.unit_pass_on, name="unit_pass_on"),
    path("noi-dung/<int:number>/giao-don-vi-khac/", giving.item_give, name="item_give"),
    path("don-vi-toi/", units.my_unit, name="my_unit"),
    path("bao-cao/", reports.report_list, name="report_list"),
    path("bao-cao/<int:pk>/", report_sent.report_detail, name="report_detail"),
    path("bao-cao/<int:pk>/thu-hoi/", report_sent.report_withdraw, name="report_withdraw"),
    path("bao-cao/<int:pk>/in/", report_sent.report_print, name="report_print"),
    path(f"{_REPORT}/", reports.report_form, name="report_form"),
    path(f"{_REPORT}/noi-dung/<int:number>/", report_parts.report_entry, name="report_entry"),
    path(f"{_REPORT}/noi-dung/<int:number>/tep/", reports.report_file, name="report_file"),
    path(f"{_REPORT}/kien-nghi/", report_parts.report_remarks, name="report_remarks"),
    path(f"{_REPORT}/kiem-tra/", reports.report_check, name="report_check"),
    path(f"{_REPORT}/in/", reports.report_preview, name="report_preview"),
    path("duyet-bao-cao/", reviews.review_queue, name="review_queue"),
    path("duyet-bao-cao/khoa-ky/", reviews.period_lock, name="period_lock"),
    path("duyet-bao-cao/<int:directive>/<str:period>/<slug:unit>/mo/", reviews.report_open, name="report_open"),
    path("duyet-bao-cao/<int:pk>/", reviews.review_detail, name="review_detail"),
    path("duyet-bao-cao/<int:pk>/bat-dau/", reviews.review_start, name="review_start"),
    path("nhac-viec/", reminders.reminder_plan, name="reminder_plan"),
    path("nhac-viec/gui/", reminders.reminder_send, name="reminder_send"),
    path("nhac-viec/xem-thu/<slug:code>/", reminders.reminder_letter, name="reminder_letter"),
    path("van-ban/<int:pk>/", directive_page.directive_detail, name="directive_detail"),
    *step_patterns(),
]
