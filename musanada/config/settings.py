"""Settings of an installation. Everything that differs between installations comes from ``MUSANADA_*`` variables."""

import sys
import warnings
from pathlib import Path

try:
    import pysqlite3

    # The system's SQLite may carry the WAL-reset corruption race (3.7.0 to 3.51.2).
    sys.modules["sqlite3"] = pysqlite3
except ImportError:
    warnings.warn("pysqlite3 is missing: the system's SQLite is used. Run 'make setup'.", stacklevel=1)

import os

from django.utils.translation import gettext_lazy as _

from musanada.config import env

PACKAGE = Path(__file__).resolve().parents[1]
DATA = env.data_folder()
DEBUG = env.flag("MUSANADA_DEBUG", default=False)
SECRET_KEY = env.secret(DATA, "secret.key")
AUDIT_KEY = env.secret(DATA, "audit.key")
# The keys of encrypted columns and files, made on first use; better on another disk than the database.
KEYRING = Path(os.environ.get("MUSANADA_KEYRING") or DATA / "data.keys").expanduser()
# The journal's daily anchors: copy them to where nobody of the installation can write.
ANCHORS = Path(os.environ.get("MUSANADA_ANCHORS") or DATA / "anchors").expanduser()
# Extracts hold coded facts of everybody: they may lie on an encrypted disk of their own.
EXTRACTS = os.environ.get("MUSANADA_EXTRACTS", "")
# The drawing of the world: with the southern provinces in Morocco, or as on maps of the United Nations.
WORLD_MAP = env.one_of("MUSANADA_WORLD_MAP", ("ma", "un"))
ALLOWED_HOSTS = env.words("MUSANADA_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.words("MUSANADA_ORIGINS", default=[])
HTTPS = env.flag("MUSANADA_HTTPS", default=False)

INSTALLED_APPS = [
    "musanada.kit",
    "musanada.reference",
    "musanada.access",
    "musanada.partners",
    "musanada.programmes",
    "musanada.people",
    "musanada.cases",
    "musanada.dataprotection",
    "musanada.linkage",
    "musanada.intake",
    "musanada.surveys",
    "musanada.assistance",
    "musanada.regularisation",
    "musanada.returns",
    "musanada.protection",
    "musanada.reporting",
    "musanada.monitoring",
    "musanada.press",
    "musanada.publications",
    "musanada.demo",
    "musanada.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
INSTALLED_APPS = [
    a for a in INSTALLED_APPS if not a.startswith("musanada.") or (PACKAGE / a[9:] / "apps.py").exists()
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "musanada.web.middleware.SecurityHeaders",
    "musanada.access.audit.origin.Origin",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "musanada.web.middleware.ClearSentences",
    "musanada.intake.imports.upload.UploadLimit",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "musanada.access.signin.middleware.SessionRules",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "musanada.config.urls"
WSGI_APPLICATION = "musanada.config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "musanada.web.context.shell",
            ],
        },
    },
]

DATABASES = {"default": env.database(os.environ.get("MUSANADA_DATABASE", ""), DATA)}

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "musanada.access.backend.Accounts"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "musanada.access.signin.passwords.HardToGuess"},
    {"NAME": "musanada.access.signin.passwords.NotBreached"},
]
BREACHED_PASSWORDS = env.readable_file("MUSANADA_BREACHED_PASSWORDS")
LOGIN_URL = "web:sign-in"
LOGIN_REDIRECT_URL = "web:home"
LOGOUT_REDIRECT_URL = "web:sign-in"

# Lock-out (NIST SP 800-63B, 5.2.2: limit consecutive failures), for passwords, codes and invitations alike.
AXES_HANDLER = "musanada.access.signin.failures.Failures"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_USERNAME_CALLABLE = "musanada.access.signin.lockout.name_tried"
AXES_CLIENT_IP_CALLABLE = "musanada.access.signin.devices.address_of"
AXES_LOCKOUT_PARAMETERS = "musanada.access.signin.lockout.counted_by"
AXES_LOCKOUT_CALLABLE = "musanada.web.views.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

# The second factor, compulsory for accounts that hold a right which reaches P3 or P4 (``access.signin``).
SECOND_FACTOR = env.flag("MUSANADA_SECOND_FACTOR", default=True)
MFA_ADAPTER = "musanada.access.signin.adapters.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Musanada"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_COUNT = 10
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
USERSESSIONS_TRACK_ACTIVITY = False

# The organisation's own sign-in service: opens an account that exists already, and makes none.
OIDC = env.single_sign_on()
SOCIALACCOUNT_ADAPTER = "musanada.access.signin.sso.Identities"
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": env.sign_on_apps(OIDC)}}

# How often a search, an emergency, an export may be asked for (``access.limits``): counted over all processes.
RATE_LIMITS = True
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA / "counts",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

IDLE_MINUTES = env.number("MUSANADA_IDLE_MINUTES", default=30, low=5, high=600)
SESSION_ENGINE = "musanada.access.signin.sessions"
SESSION_COOKIE_AGE = 10 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
# Behind HTTPS no other host of the domain can set these cookies, nor a page without encryption (RFC 6265bis, 4.1.3).
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrftoken"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_SSL_REDIRECT = HTTPS
# Preloading binds a whole domain in every browser for good: for the owner of the domain to ask, not for a program.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("Français")), ("ar", _("Arabe")), ("en", _("Anglais")), ("es", _("Espagnol"))]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Africa/Casablanca"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 0 if DEBUG else 3600
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
UPLOAD_LIMIT = env.number("MUSANADA_UPLOAD_LIMIT_MB", default=50, low=1, high=2000) * 1024 * 1024
# Files joined to a person never touch the disk in clear: they wait in memory until they are sealed.
ATTACHMENT_LIMIT = env.number("MUSANADA_ATTACHMENT_LIMIT_MB", default=10, low=1, high=40) * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "musanada.people.attachments.receive.InMemory",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
UPLOAD_ROWS = env.number("MUSANADA_UPLOAD_ROWS", default=200_000, low=100, high=5_000_000)

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "musanada.kit.logs.Nameless",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # One way out: Django's own handlers would write what ours leaves out, and mail it.
    "loggers": {"axes": {"level": "ERROR"}, "django": {"handlers": []}},
}
