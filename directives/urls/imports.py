"""Addresses of imports: upload, preview and result, the original file and its copy with marks, undoing, the empty annex."""

from django.urls import path

from directives.views import imports

urlpatterns = [
    path("nhap-ket-qua/", imports.import_upload, name="import_upload"),
    path("nhap-ket-qua/mau/", imports.import_template, name="import_template"),
    path("nhap-ket-qua/<int:pk>/", imports.import_batch, name="import_batch"),
    path("nhap-ket-qua/<int:pk>/tep/", imports.import_original, name="import_original"),
    path("nhap-ket-qua/<int:pk>/dong-loi/", imports.import_marked, name="import_marked"),
    path("nhap-ket-qua/<int:pk>/hoan-tac/", imports.import_undo, name="import_undo"),
    path("nhap-ket-qua/<int:pk>/bo/", imports.import_discard, name="import_discard"),
]
