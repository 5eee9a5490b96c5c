"""Addresses of the pages that mix rooms."""

from __future__ import annotations

from django.urls import path

from reports.views import directive_page, leader, my_work, overview, units

urlpatterns = [
    path("", overview.home, name="home"),
    path("tong-quan/", overview.overview, name="overview"),
    path("lanh-dao/", leader.leader, name="leader"),
    path("viec-cua-toi/", my_work.my_work, name="my_work"),
    path("don-vi/", units.unit_list, name="unit_list"),
    path("don-vi/<slug:code>/", units.unit_detail, name="unit_detail"),
    path("don-vi-toi/", units.my_unit, name="my_unit"),
    path("van-ban/<int:pk>/", directive_page.directive_detail, name="directive_detail"),
]
