"""Addresses of dispatches: reading, confirming, the list, the original file, what is filled in or decided later."""

from django.urls import path

from directives.views import corrections, dispatches, dispatches_reading, scope

urlpatterns = [
    path("pham-vi/", scope.scope_choose, name="scope_choose"),
    path("van-ban/", dispatches.directive_list, name="directive_list"),
    path("van-ban/moi/", dispatches_reading.directive_upload, name="directive_upload"),
    path("van-ban/<int:pk>/de-xuat/", dispatches_reading.directive_proposal, name="directive_proposal"),
    path("van-ban/<int:pk>/don-vi/", dispatches_reading.directive_units, name="directive_units"),
    path("van-ban/<int:pk>/xac-nhan/", dispatches_reading.directive_confirm, name="directive_confirm"),
    path("van-ban/<int:pk>/bo/", dispatches.directive_discard, name="directive_discard"),
    path("van-ban/<int:pk>/tep/", dispatches.directive_file, name="directive_file"),
    path("van-ban/<int:pk>/so-ngay/", dispatches.directive_number, name="directive_number"),
    path("van-ban/diem/<int:pk>/rut/", corrections.point_drop, name="point_drop"),
    path("van-ban/cho-xac-dinh/<int:pk>/", dispatches.pending_decide, name="pending_decide"),
]
