"""Addresses of the inbox and of the book of mails."""

from django.urls import path

from notifications import views

urlpatterns = [
    path("thong-bao/", views.inbox, name="inbox"),
    path("thong-bao/da-doc/", views.inbox_read_all, name="inbox_read_all"),
    path("thong-bao/<int:pk>/da-doc/", views.inbox_read, name="inbox_read"),
    path("nhac-viec/thu/", views.mail_list, name="mail_list"),
    path("nhac-viec/thu/gui-lai-tat-ca/", views.mail_retry_all, name="mail_retry_all"),
    path("nhac-viec/thu/<int:pk>/", views.mail_detail, name="mail_detail"),
    path("nhac-viec/thu/<int:pk>/gui-lai/", views.mail_retry, name="mail_retry"),
]
