"""Addresses of scores: no name and no score stands in any of them."""

from django.urls import path

from directives.views import grants, scores, scores_import
from units.roles import Right

urlpatterns = [
    path("bang-diem/", scores.score_list, name="score_list"),
    path("xac-nhan/<int:pk>/bang-diem/", grants.grant, {"right": Right.SCORES}, name="score_grant"),
    path("xac-nhan/", grants.grants, name="grants"),
    path("xac-nhan/<int:pk>/vi-tri/", grants.grant, {"right": Right.POST}, name="post_grant"),
    path("nguoi-dung/<int:pk>/bang-diem/", grants.user_scores, name="user_scores"),
    path("bang-diem/muc-dich/", scores.score_purpose, name="score_purpose"),
    path("bang-diem/xuat/", scores.score_export, name="score_export"),
    path("bang-diem/so-xem/", scores.score_log, name="score_log"),
    path("bang-diem/nhap/", scores_import.score_upload, name="score_upload"),
    path("bang-diem/nhap/<int:pk>/", scores_import.score_batch, name="score_batch"),
    path("bang-diem/nhap/<int:pk>/hoan-tac/", scores_import.score_undo, name="score_undo"),
    path("bang-diem/nhap/<int:pk>/bo/", scores_import.score_discard, name="score_discard"),
    path("bang-diem/<int:pk>/", scores.score_detail, name="score_detail"),
    path("bang-diem/<int:pk>/bieu-duong/", scores.score_follow, {"kind": "commend"}, name="score_commend"),
    path("bang-diem/<int:pk>/nhac-nho/", scores.score_follow, {"kind": "remind"}, name="score_remind"),
    path("bang-diem/<int:pk>/bo-tri-lai/", scores.score_follow, {"kind": "reassign"}, name="score_reassign"),
    path("bang-diem/viec/<int:pk>/rut/", scores.score_withdraw, name="score_withdraw"),
]
