"""The web server's entry point (``gunicorn dongthap_remediation.wsgi``)."""

import os

import django

from dongthap_remediation.local_services import ensure

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dongthap_remediation.settings")
ensure()
django.setup(set_prefix=False)

from dongthap_remediation.gate import PortalHandler  # noqa: E402 - middleware is loaded with it

application = PortalHandler()
