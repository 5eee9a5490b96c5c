"""Django's admin site as the portal offers it: for administrators only, with the portal's own log-in, log-out and password pages."""

from functools import update_wrapper
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView, redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.i18n import JavaScriptCatalog

from common.errors import Forbidden


class FullNames(AutocompleteJsonView):
    """Offers a unit with its district: communes of different districts share names."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, Any]:
        return {**super().serialize_result(obj, to_field_name), "text": getattr(obj, "qualified_name", str(obj))}


class PortalAdminSite(admin.AdminSite):
    """Units, calendars and the like for now; accounts and work have pages of their own, here they can only be read."""

    site_title = "Cổng theo dõi khắc phục hạn chế"
    site_header = "Cài đặt – Cổng theo dõi khắc phục hạn chế"
    index_title = "Đơn vị, lịch và dữ liệu gốc"
    site_url = "/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Administrators alone (``is_superuser`` follows from that role)."""
        return bool(request.user.is_active and request.user.is_superuser)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Who is logged in but no administrator gets a reason instead of a second log-in page."""
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.user.is_authenticated and not self.has_permission(request):
                raise Forbidden("Trang cài đặt chỉ dành cho quản trị.")
            return inner(request, *args, **kwargs)

        return update_wrapper(guarded, view)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one log-in page: the portal's."""
        wanted = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index", current_app=self.name)
        return redirect_to_login(wanted, settings.LOGIN_URL)

    def i18n_javascript(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Django's words and ours."""
        return JavaScriptCatalog.as_view(packages=["django.contrib.admin", "common"])(request)

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return FullNames.as_view(admin_site=self)(request)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return LogoutView.as_view()(request)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("password_change")

    def password_change_done(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("password_change")
