"""Settings of the tests: servers of their own (profile ``test``), names that no other run shares, no demo's or production's environment.

This, not ``conftest.py``, is the entry point that starts the servers: pytest-django reads the settings before any conftest.
"""

import os
import secrets
import sys
import tempfile
from pathlib import Path

from dongthap_remediation.environment import SERVERS
from dongthap_remediation.local_services import ensure

for _name in (
    "PORTAL_ENV",
    "PORTAL_DEMO",
    "PORTAL_TODAY",
    "DEBUG",
    "ALLOWED_HOSTS",
    "SECRET_KEY",
    "EMAIL_URL",
    "PORTAL_URL",
    "PORTAL_MAIL_FROM",
    "PORTAL_CONTACT",
):
    os.environ.pop(_name, None)
if "PORTAL_TEST_RUN" not in os.environ:  # tests make, drop and empty what they use, so never on a server that somebody named
    for _name in SERVERS:
        os.environ.pop(_name, None)
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a hundred processes that tests start would each compile the portal anew
sys.dont_write_bytecode = False
RUN_ID = os.environ.setdefault("PORTAL_TEST_RUN", secrets.token_hex(4))  # xdist's workers inherit it
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
os.environ["PORTAL_PROFILE"] = "test"
os.environ["PORTAL_KEY_PREFIX"] = f"t-{RUN_ID}-{WORKER}"  # one Valkey, separate cache and queues
ensure("test")

from dongthap_remediation.settings import *  # noqa: E402, F403 - they read the environment made above

DATABASES["default"]["OPTIONS"]["options"] = "-c lock_timeout=60s -c statement_timeout=200s"  # noqa: F405 - what waits for ever fails in words
_scratch = tempfile.TemporaryDirectory(prefix="portal-test-", ignore_cleanup_errors=True)  # removed when the process ends
MEDIA_ROOT = Path(_scratch.name, "uploads")
STATIC_ROOT = Path(_scratch.name, "static")
KEPT_MAIL_DIR = Path(_scratch.name, "mails")
for _folder in (MEDIA_ROOT, STATIC_ROOT):
    _folder.mkdir()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # safe hashers are slow on purpose
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},  # no collectstatic before tests
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # looked up when asked for: every browser of a test would list all files again
INSTALLED_APPS = [*INSTALLED_APPS, "django_linear_migrations"]  # noqa: F405
MIDDLEWARE.append("tests.markup.Flat")  # noqa: F405 - pages are read as a browser shows them
