"""The web server's entry point (``gunicorn dongthap_remediation.wsgi``)."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from dongthap_remediation.local_services import ensure

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dongthap_remediation.settings")
ensure()
application = get_wsgi_application()
