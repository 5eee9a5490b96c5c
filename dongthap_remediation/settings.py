"""Settings, read from the environment alone. Nothing here starts a service (the type checker loads this file); entry points do.

Production (``PORTAL_ENV=production``) refuses to start with a default secret, DEBUG or without ALLOWED_HOSTS.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("PORTAL_DATA") or BASE_DIR / ".local").resolve()
PROFILE_DIR = DATA_DIR / (os.environ.get("PORTAL_PROFILE") or "run")  # what the demo, an empty portal and the tests must not share

PRODUCTION = os.environ.get("PORTAL_ENV") == "production"
DEMO = os.environ.get("PORTAL_DEMO") == "1"
_DEFAULT_SECRET = "chi-dung-tren-may-phat-trien-khong-dung-that"  # noqa: S105 - refused in production below
SECRET_KEY = os.environ.get("SECRET_KEY") or _DEFAULT_SECRET
DEBUG = os.environ.get("DEBUG") == "1"
ALLOWED_HOSTS = [
    host for host in os.environ.get("ALLOWED_HOSTS", "" if PRODUCTION else "127.0.0.1,localhost,[::1],testserver").split(",") if host
]

if PRODUCTION:
    if SECRET_KEY == _DEFAULT_SECRET or len(SECRET_KEY) < 40:
        raise ImproperlyConfigured("Đặt biến môi trường SECRET_KEY (ít nhất 40 ký tự, ngẫu nhiên) trước khi chạy thật.")
    if DEBUG:
        raise ImproperlyConfigured("Bỏ biến môi trường DEBUG khi chạy thật.")
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("Đặt biến môi trường ALLOWED_HOSTS là tên máy chủ, ví dụ khacphuc.dongthap.gov.vn.")
    if DEMO:
        raise ImproperlyConfigured("Bản chạy thật không có dữ liệu mẫu: bỏ biến môi trường PORTAL_DEMO.")

INSTALLED_APPS = [
    "common.admin_config.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "guardian",
    "template_partials",
    "common",
    "units",
    "notifications",
    "directives",
    "reports",
    "dongthap_remediation",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dongthap_remediation.compression.TextGZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "dongthap_remediation.privacy.NothingKeptMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "units.middleware.MustChangePasswordMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dongthap_remediation.errors.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "dongthap_remediation.urls"
WSGI_APPLICATION = "dongthap_remediation.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dongthap_remediation.nav.navigation",
            ],
            "builtins": ["common.templatetags.components"],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or "postgresql://postgres@127.0.0.1:1/portal-not-started",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = os.environ.get("REDIS_URL") or "redis://127.0.0.1:1/0"
KEY_PREFIX = os.environ.get("PORTAL_KEY_PREFIX", "portal")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": KEY_PREFIX,
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 5},  # a frozen server must not freeze the pages
    }
}

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(PROFILE_DIR / "beat-schedule")
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_throttle": 1,
    "unacked_restore_interval": 5,
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
    "global_keyprefix": f"{KEY_PREFIX}:",
}

# Mail: EMAIL_URL names the server: smtp://host:25, smtp+tls://name:password@host:587 or smtps://name:password@host:465. Without it mails
# are kept as files, and the Centre reads them on the portal. PORTAL_URL is how the portal is reached: the links in mails begin with it.
EMAIL_URL = os.environ.get("EMAIL_URL") or ""
PORTAL_URL = os.environ.get("PORTAL_URL") or (f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else "http://127.0.0.1:8000")
KEPT_MAIL_DIR = PROFILE_DIR / "mails"
EMAIL_BACKEND = "notifications.keeping.KeepInFolder"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("PORTAL_MAIL_FROM") or f"nhac-viec@{urlsplit(PORTAL_URL).hostname or 'localhost'}"
if EMAIL_URL:
    _MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
    _mail = urlsplit(EMAIL_URL)
    try:
        EMAIL_PORT = _mail.port or _MAIL_PORTS[_mail.scheme]
    except (KeyError, ValueError) as error:
        raise ImproperlyConfigured("EMAIL_URL phải có dạng smtp://máy-chủ:25, smtp+tls://… hoặc smtps://….") from error
    if _mail.scheme not in _MAIL_PORTS or not _mail.hostname:
        raise ImproperlyConfigured("EMAIL_URL phải có dạng smtp://máy-chủ:25, smtp+tls://… hoặc smtps://….")
    EMAIL_BACKEND = "notifications.smtp.CarefulBackend"
    EMAIL_HOST = _mail.hostname
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.scheme == "smtps", _mail.scheme == "smtp+tls"

# Scores of named persons (Phụ lục 3). How long names are kept is this portal's choice, no law gives a number; thresholds only filter.
SCORES_KEPT_DAYS = int(os.environ.get("PORTAL_SCORES_KEPT_DAYS") or 365)
SCORES_GOOD_SHARE = float(os.environ.get("PORTAL_SCORES_GOOD_SHARE") or 0.8)
SCORES_WEAK_SHARE = float(os.environ.get("PORTAL_SCORES_WEAK_SHARE") or 0.5)
SCORES_PURPOSE_MINUTES = 30  # a stated purpose holds that long

AUTH_USER_MODEL = "units.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "units.backends.PasswordBackend",
    "guardian.backends.ObjectPermissionBackend",
]
PASSWORD_HASHERS = [
    "units.passwords.PortalArgon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # read only: a hash of it is made anew at the next log-in
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "units.passwords.SubstanceValidator"},
]
GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
# Wrong passwords (units/doors.py; TCVN 14423:2026): so many from one source for one name, then so many hours of pause for that source.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 12
AXES_HANDLER = "units.lockout.Doors"
AXES_CLIENT_IP_CALLABLE = "units.lockout.client_address"
AXES_LOCKOUT_CALLABLE = "units.views.accounts.kept_out"
# Behind a proxy the visitor's address stands in a header that the proxy writes; without this setting no header is believed.
CLIENT_ADDRESS_HEADER = os.environ.get("PORTAL_CLIENT_HEADER") or ""  # X-Real-IP, X-Forwarded-For
try:
    PROXIES = int(os.environ.get("PORTAL_PROXIES") or 1)  # how many of them write into it, one behind the other
except ValueError as error:
    raise ImproperlyConfigured("PORTAL_PROXIES phải là số proxy đứng trước cổng, ví dụ 1.") from error
if PROXIES < 1:
    raise ImproperlyConfigured("PORTAL_PROXIES phải là số proxy đứng trước cổng, ví dụ 1.")
AXES_ENABLE_ADMIN = False  # the users page shows and opens what is locked
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = "common.locale"  # dates as 31/03/2021, typed and shown

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = PROFILE_DIR / "uploads"
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
UPLOAD_MAX_BYTES = 10 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = os.environ.get("PORTAL_HTTPS", "1") == "1"
    SECURE_REDIRECT_EXEMPT = [r"^health/"]  # probes come from the machine itself, without the proxy
    SECURE_HSTS_SECONDS = 31536000
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

try:
    PORTAL_TODAY = date.fromisoformat(os.environ["PORTAL_TODAY"]) if os.environ.get("PORTAL_TODAY") else None
except ValueError as error:
    raise ImproperlyConfigured("PORTAL_TODAY phải có dạng 2021-03-19.") from error

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("PORTAL_LOG_LEVEL", "WARNING")},
}
