"""Settings, read from the environment alone. Nothing here starts a service (the type checker loads this file); entry points do.

``environment`` judges what is set and says in words what is wrong; production refuses what is only good for a developer's machine.
"""

from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from dongthap_remediation import environment

try:
    environment.check()
except environment.Refused as refusal:
    raise ImproperlyConfigured(str(refusal)) from None

BASE_DIR = environment.PROJECT
DATA_DIR = environment.data_dir()
PROFILE_DIR = DATA_DIR / environment.profile()  # what the demo, an empty portal and the tests must not share

PRODUCTION = environment.is_production()
DEMO = environment.flag("PORTAL_DEMO")
SECRET_KEY = environment.value("SECRET_KEY") or environment.DEFAULT_SECRET
DEBUG = environment.value("DEBUG") == "1"
ALLOWED_HOSTS = environment.hosts()
PORTAL_TODAY = environment.day()  # sets the day of every page and command; the demo lives on 19/03/2021

INSTALLED_APPS = [
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
    "pgtrigger",
    "template_partials",
    "common",
    "units",
    "notifications",
    "directives",
    "reports",
    "dongthap_remediation",
]

MIDDLEWARE = [
    "dongthap_remediation.health.AnswerFirst",
    "django.middleware.security.SecurityMiddleware",
    "dongthap_remediation.gate.GateMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dongthap_remediation.compression.TextGZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "dongthap_remediation.privacy.NothingKeptMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "units.middleware.LogInFirstMiddleware",
    "units.middleware.MustChangePasswordMiddleware",
    "units.middleware.KeptWordsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dongthap_remediation.errors.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
    "common.typed.TypedTextMiddleware",
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
            "builtins": ["common.templatetags.components", "directives.templatetags.items", "reports.templatetags.reporting"],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        environment.value("DATABASE_URL") or "postgresql://postgres@127.0.0.1:1/portal-not-started",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)  # a server that is gone must not hang the pages
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = environment.value("REDIS_URL") or "redis://127.0.0.1:1/0"
KEY_PREFIX = environment.value("PORTAL_KEY_PREFIX") or "portal"
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
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"  # in memory: see celery.py
MAIL_QUEUE = "mail"  # a worker of its own: imports and heartbeats never wait behind a mail server
CELERY_TASK_ROUTES = {"notifications.*": {"queue": MAIL_QUEUE}}
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
EMAIL_URL = environment.value("EMAIL_URL")
PORTAL_URL = environment.portal_url()
# Whom to call when something does not work, in words: error pages and what else sends a person to somebody show it.
PORTAL_CONTACT = environment.value("PORTAL_CONTACT") or "Trung tâm Kiểm soát TTHC và Phục vụ hành chính công"
KEPT_MAIL_DIR = PROFILE_DIR / "mails"
EMAIL_BACKEND = "notifications.keeping.KeepInFolder"
EMAIL_TIMEOUT = 20  # seconds for one answer of the mail server
MAIL_LETTER_SECONDS = 60  # for all its answers to one letter
MAIL_TASK_SECONDS = 60  # after them a task begins no further letter; all three together stay below the broker's visibility_timeout
MAIL_WAIT_WORKING_DAYS = int(environment.number("PORTAL_MAIL_WAIT_DAYS"))  # so long a mail waits for a server that takes nothing
DEFAULT_FROM_EMAIL = environment.value("PORTAL_MAIL_FROM") or f"nhac-viec@{urlsplit(PORTAL_URL).hostname or 'localhost'}"
if EMAIL_URL:
    _mail = urlsplit(EMAIL_URL)
    EMAIL_PORT = _mail.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[_mail.scheme]
    EMAIL_BACKEND = "notifications.smtp.CarefulBackend"
    EMAIL_HOST = _mail.hostname
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.scheme == "smtps", _mail.scheme == "smtp+tls"

# Log-ins, messages and kept mails are kept so long. What the audit needs is not forgotten at all.
LOGS_KEPT_MONTHS = int(environment.number("PORTAL_LOGS_KEPT_MONTHS"))

# Scores of named persons (Phụ lục 3). How long names are kept is this portal's choice, no law gives a number; thresholds only filter.
SCORES_KEPT_DAYS = int(environment.number("PORTAL_SCORES_KEPT_DAYS"))
SCORES_GOOD_SHARE = environment.number("PORTAL_SCORES_GOOD_SHARE")
SCORES_WEAK_SHARE = environment.number("PORTAL_SCORES_WEAK_SHARE")
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
CLIENT_ADDRESS_HEADER = environment.value("PORTAL_CLIENT_HEADER")  # X-Real-IP, X-Forwarded-For
PROXIES = int(environment.number("PORTAL_PROXIES"))  # how many of them write into it, one behind the other
AXES_ENABLE_ADMIN = False  # the users page shows and opens what is locked
# A session ends that long after the last act; using it is written down at most once in so many seconds (units/sessions.py).
SESSION_ENGINE = "units.sessions"
SESSION_HOURS = int(environment.number("PORTAL_SESSION_HOURS"))
SESSION_COOKIE_AGE = SESSION_HOURS * 60 * 60
SESSION_REFRESH_SECONDS = 5 * 60
CSRF_FAILURE_VIEW = "units.views.kept.csrf_failure"
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
DISK_FREE_BYTES = int(environment.number("PORTAL_DISK_FREE_MB")) * 1024 * 1024  # with less the portal says that it is not ready
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
    SECURE_SSL_REDIRECT = environment.flag("PORTAL_HTTPS", default=True)
    SECURE_HSTS_SECONDS = 31536000
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"without_stack": {"()": "dongthap_remediation.logs.WithoutStack"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        "strangers": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_stack"]},
    },
    "loggers": {"django.security": {"handlers": ["strangers"], "propagate": False}},  # a stranger's request is one line, not forty
    "root": {"handlers": ["stderr"], "level": environment.value("PORTAL_LOG_LEVEL") or "WARNING"},
}
