"""Addresses of items and their evidence."""

from django.urls import URLPattern, path

from directives.views import items_acts, items_detail, items_files, items_list, items_update
from directives.workflow import ITEM_FLOW


def step_patterns() -> list[URLPattern]:
    """One address for each step whose page the table makes: ``item_verify``, ``item_return`` …"""
    steps = [step for step in ITEM_FLOW.steps if step.path]
    return [path(f"noi-dung/<int:number>/{s.path}/", items_acts.item_step, {"act": s.name}, name=f"item_{s.name}") for s in steps]


urlpatterns = [
    path("noi-dung/", items_list.item_list, name="item_list"),
    path("noi-dung/xuat/", items_list.item_export, name="item_export"),
    path("noi-dung/<int:number>/", items_detail.item_detail, name="item_detail"),
    path("noi-dung/<int:number>/cap-nhat/", items_update.item_update, name="item_update"),
    *step_patterns(),
    path("noi-dung/<int:number>/han/", items_acts.item_due, name="item_due"),
    path("noi-dung/<int:number>/trao-doi/", items_detail.item_note, name="item_note"),
    path("noi-dung/<int:number>/minh-chung/", items_update.item_evidence, name="item_evidence"),
    path("minh-chung/<int:pk>/", items_files.evidence_file, name="evidence_file"),
    path("minh-chung/<int:pk>/anh-nho/", items_files.evidence_thumbnail, name="evidence_thumbnail"),
    path("minh-chung/<int:pk>/tep-goc/", items_files.evidence_original, name="evidence_original"),
    path("minh-chung/<int:pk>/rut/", items_acts.evidence_withdraw, name="evidence_withdraw"),
]
