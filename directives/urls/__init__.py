"""Addresses of items and dispatches."""

from directives.urls import dispatches, items

urlpatterns = [*items.urlpatterns, *dispatches.urlpatterns]
