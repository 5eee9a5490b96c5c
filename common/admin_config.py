"""Puts the portal's admin site in the place of Django's; ``INSTALLED_APPS`` names this class."""

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "common.admin_site.PortalAdminSite"
