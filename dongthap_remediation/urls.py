"""All addresses of the portal. Log-in is required everywhere by middleware; what is open says so at its view."""

from django.urls import include, path

from dongthap_remediation import health

urlpatterns = [
    path("", include("reports.urls")),
    path("", include("directives.urls")),
    path("", include("notifications.urls")),
    path("", include("units.urls")),
    path("", include(health.urlpatterns)),
]
handler403 = "dongthap_remediation.errors.forbidden"
handler500 = "dongthap_remediation.errors.fault"
