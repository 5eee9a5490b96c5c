"""Log-in, own account, and the administrators' users pages."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from units.views import accounts, kept, users

urlpatterns = [
    path("dang-nhap/", accounts.PortalLoginView.as_view(), name="login"),
    path("dang-xuat/", LogoutView.as_view(), name="logout"),
    path("da-giu/bo/", kept.kept_discard, name="kept_discard"),
    path("tai-khoan/", accounts.account, name="account"),
    path("mat-khau/", accounts.password_change, name="password_change"),
    path("mat-khau/da-doi/", accounts.password_changed, name="password_changed"),
    path("nguoi-dung/", users.user_list, name="user_list"),
    path("nguoi-dung/moi/", users.user_create, name="user_create"),
    path("nguoi-dung/<int:pk>/", users.user_edit, name="user_edit"),
    path("nguoi-dung/<int:pk>/vi-tri/", users.user_move, name="user_move"),
    path("nguoi-dung/<int:pk>/dat-lai-mat-khau/", users.user_reset_password, name="user_reset_password"),
    path("nguoi-dung/<int:pk>/ngung/", users.user_close, name="user_close"),
    path("nguoi-dung/<int:pk>/dung-lai/", users.user_reopen, name="user_reopen"),
    path("nguoi-dung/<int:pk>/mo-khoa/", users.user_unlock, name="user_unlock"),
]
