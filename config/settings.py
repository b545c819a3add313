"""Handrail's settings: one file, everything that differs between installations comes from the
environment (see .env.example), and nothing insecure survives DEBUG=false."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from csp.constants import NONCE, NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE

from config import env

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = env.boolean("DEBUG", default=False)
SECRET_KEY = env.text("SECRET_KEY")
if not DEBUG and len(SECRET_KEY) < 32:
    raise env.ConfigurationError("SECRET_KEY is shorter than 32 characters; use a random one.")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", default="localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

# --- applications -----------------------------------------------------------------------------

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.simple_history",
    "config.apps.HandrailAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_vite",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "simple_history",
    "axes",
    "audit",
    "tickets",
    "ai_review",
    "live",
]

MIDDLEWARE = [
    "config.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ]
        },
    }
]

# --- PostgreSQL: the single source of truth ---------------------------------------------------

# Each process has the rights it needs and no more: `web` serves people, `worker` drafts and
# delivers, `owner` changes the schema (manage.py and config/celery.py choose).
DATABASE_ROLE = env.choice("DATABASE_ROLE", ("web", "worker", "owner"), default="web")
_DATABASE_URL_OF_ROLE = {
    "web": "DATABASE_URL",
    "worker": "WORKER_DATABASE_URL",
    "owner": "OWNER_DATABASE_URL",
}
DATABASES = {
    "default": env.database(_DATABASE_URL_OF_ROLE[DATABASE_ROLE])
    | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
}
DATABASES["default"]["OPTIONS"].setdefault("connect_timeout", "5")
# The planner takes the conditions of the queue for dear: compiling them would outlast them.
DATABASES["default"]["OPTIONS"].setdefault("options", "-c jit=off")
if DATABASE_ROLE == "worker":
    # A worker has hundreds of threads that mostly wait for an AI: they share a few connections.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 0, "max_size": 8, "timeout": 10}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people -----------------------------------------------------------------------------------

AUTH_USER_MODEL = "tickets.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "tickets.roles.RoleBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/login"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# Behind TLS in production; the demo runs on plain http://localhost.
HTTPS = env.boolean("HTTPS", default=not DEBUG)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = False  # the proxy's business; a redirect here would break health checks
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
TRUST_PROXY = env.boolean("TRUST_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUST_PROXY else None
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False  # its pages delete without an audit event
AXES_LOCKOUT_CALLABLE = "config.admin_site.locked_out"
AXES_CLIENT_IP_CALLABLE = "config.admin_site.client_address"

# --- API --------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "tickets.authentication.ApiKeyAuthentication",
        "tickets.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["tickets.permissions.HasPermission"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["config.parsers.StrictJSONParser"],
    "DEFAULT_PAGINATION_CLASS": "config.pagination.CursorPagination",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "config.errors.problem_response",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Handrail API",
    "DESCRIPTION": "AI-assisted support tickets where a person signs every answer.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "ActorKind": ["human", "service", "system", "ai"],
        "CitationKind": ["article", "resolution"],
        "UserKind": "tickets.models.User.Kind",
        "MessageKind": "tickets.models.Message.Kind",
        "TicketStatus": "tickets.models.Ticket.Status",
        "Priority": "tickets.models.Priority",
        "SuggestionStatus": "ai_review.models.Suggestion.Status",
        "JobStatus": "ai_review.models.DraftJob.Status",
        "DeliveryStatus": "tickets.models.Message.Delivery",
        "SkipReason": "ai_review.models.Skip.Reason",
    },
}
# A ticket body is at most 100,000 characters; a bulk request 500 of ordinary size.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
API_MAX_BODY_BYTES = 512 * 1024
API_MAX_BULK_BODY_BYTES = DATA_UPLOAD_MAX_MEMORY_SIZE

# --- the workspace, static files, content security --------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
VITE_OUTPUT = BASE_DIR / "frontend" / "dist"
STATICFILES_DIRS = [VITE_OUTPUT] if VITE_OUTPUT.is_dir() else []
DJANGO_VITE = {
    "default": {"dev_mode": False, "manifest_path": VITE_OUTPUT / "manifest.json"},
}
WHITENOISE_USE_FINDERS = True
# Vite puts a content hash of eight characters before the ending: those never change. Other names
# may look like that, too.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/assets/.+-[0-9A-Za-z_-]{8}\.(js|css|woff2|svg|png)$"

_CSP = {
    "default-src": [SELF],
    "script-src": [SELF, NONCE],
    "style-src": [SELF, NONCE],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "object-src": [NONE],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": _CSP}
# Unfold's Alpine evaluates expressions and both pages write inline styles.
RELAXED_CSP = _CSP | {
    "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

UNFOLD = {
    "SITE_TITLE": "Handrail",
    "SITE_HEADER": "Handrail",
    "SITE_SUBHEADER": "Supervisor's desk",
    "SITE_URL": "/",
    "SITE_SYMBOL": "verified_user",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "STYLES": ["config.admin_site.stylesheet"],
    "DASHBOARD_CALLBACK": "ai_review.admin.dashboard.figures",
    "ACCOUNT": {"navigation": [{"title": "Review workspace", "link": "/"}]},
    "SIDEBAR": {"navigation": "config.admin_site.navigation"},
    # The colour of the workspace, from its frontend/src/app/theme.ts.
    "COLORS": {
        "primary": {
            "50": "#e8f4f1",
            "100": "#d3e8e3",
            "200": "#a8d2c8",
            "300": "#79b9ab",
            "400": "#4fa192",
            "500": "#2f8b7b",
            "600": "#0b6b5f",
            "700": "#08574d",
            "800": "#05453d",
            "900": "#04372f",
            "950": "#022620",
        },
    },
}

# --- Celery over Redis: wake-ups only ---------------------------------------------------------

CELERY_BROKER_URL = env.text("REDIS_URL")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_POOL_ACQUIRE_TIMEOUT = 1
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_DEFAULT_QUEUE = "handrail"
# Measured reasons are in docs/decisions: redis-py's defaults wait for ever.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 180,
    "socket_timeout": 3,
    "socket_connect_timeout": 2,
    "socket_keepalive": True,
    "health_check_interval": 5,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
}

# --- AI and review ----------------------------------------------------------------------------

AI_API_KEY = env.text("AI_API_KEY", default="")
AI_BASE_URL = env.text("AI_BASE_URL", default="")
AI_PROVIDER = env.choice(
    "AI_PROVIDER",
    ("offline", "openai"),
    default="openai" if AI_API_KEY or AI_BASE_URL else "offline",
)
AI_MODEL = env.text("AI_MODEL", default="gpt-4.1-mini")
AI_DEADLINE_SECONDS = env.number("AI_DEADLINE_SECONDS", 60, kind=float, minimum=0.1)
# Calls that one worker process has under way at most.
AI_CONCURRENCY = env.number("AI_CONCURRENCY", 256, minimum=1)
AI_MAX_ATTEMPTS = env.number("AI_MAX_ATTEMPTS", 5, minimum=1)
AI_MAX_OUTAGES = env.number("AI_MAX_OUTAGES", 20, minimum=1)
AI_MAX_OUTPUT_TOKENS = env.number("AI_MAX_OUTPUT_TOKENS", 8000, minimum=64)
# Money for a million tokens, in one currency; without prices there are no costs to limit.
AI_INPUT_PRICE = env.number("AI_INPUT_PRICE", 0, kind=Decimal, minimum=0)
AI_OUTPUT_PRICE = env.number("AI_OUTPUT_PRICE", 0, kind=Decimal, minimum=0)
AI_MONTHLY_BUDGET = env.number("AI_MONTHLY_BUDGET", "", kind=Decimal, minimum=0)
if AI_MONTHLY_BUDGET is not None and not (AI_INPUT_PRICE or AI_OUTPUT_PRICE):
    raise env.ConfigurationError(
        "AI_MONTHLY_BUDGET needs AI_INPUT_PRICE and AI_OUTPUT_PRICE, the price of a million tokens."
    )
# Optional, for retrieval: ai_review.embeddings. The AI's key goes to the AI's address alone.
EMBEDDING_MODEL = env.text("EMBEDDING_MODEL", default="")
EMBEDDING_API_KEY = env.text(
    "EMBEDDING_API_KEY", default="" if env.text("EMBEDDING_BASE_URL", default="") else AI_API_KEY
)
EMBEDDING_BASE_URL = env.text("EMBEDDING_BASE_URL", default=AI_BASE_URL)
EMBEDDING_DIMENSIONS = env.number("EMBEDDING_DIMENSIONS", 1536, minimum=1)
if EMBEDDING_DIMENSIONS > 2000:
    raise env.ConfigurationError("EMBEDDING_DIMENSIONS is above 2000, the most pgvector indexes.")
# Failures of the AI service in a row that make all workers pause, and how long at first.
CIRCUIT_FAILURES = env.number("CIRCUIT_FAILURES", 5, minimum=1)
CIRCUIT_SECONDS = env.number("CIRCUIT_SECONDS", 5, kind=float, minimum=0.1)

REVIEW_UNDO_SECONDS = env.number("REVIEW_UNDO_SECONDS", 10, minimum=0)
REVIEW_CLAIM_SECONDS = 300

# A worker renews the leases of its drafts while it lives; after this long a silent one is dead.
LEASE_SECONDS = env.number("LEASE_SECONDS", 30, kind=float, minimum=1)
RELAY_INTERVAL_SECONDS = env.number("RELAY_INTERVAL_SECONDS", 0.5, kind=float, minimum=0.01)
# A wake-up that nobody followed within this time is taken for lost and published again.
RELAY_REPUBLISH_SECONDS = env.number("RELAY_REPUBLISH_SECONDS", 30, kind=float, minimum=1)
# Work that is due for this long while nobody claims any: the pipeline counts as stalled.
STALLED_SECONDS = env.number("STALLED_SECONDS", 60, kind=float, minimum=1)
METRICS_TOKEN = env.text("METRICS_TOKEN", default="")

# --- outgoing replies -------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", default="support@handrail.example")
EMAIL_HOST = env.text("EMAIL_HOST", default="")
EMAIL_PORT = env.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_USER", default="")
EMAIL_HOST_PASSWORD = env.text("EMAIL_PASSWORD", default="")
EMAIL_USE_TLS = env.boolean("EMAIL_TLS", default=True)
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = env.text("EMAIL_FILE_PATH", default=str(BASE_DIR / "var" / "outbox"))
# Without a mail server replies are written to files, where a person can read them.
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.filebased.EmailBackend"
)
DELIVERY_WEBHOOK_URL = env.text("DELIVERY_WEBHOOK_URL", default="")
DELIVERY_WEBHOOK_SECRET = env.text("DELIVERY_WEBHOOK_SECRET", default="")
if DELIVERY_WEBHOOK_URL and not DELIVERY_WEBHOOK_SECRET:
    raise env.ConfigurationError("DELIVERY_WEBHOOK_URL needs DELIVERY_WEBHOOK_SECRET to sign with.")

# --- the rest ---------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = "config.formats"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "axes": {"level": "ERROR"},
        "httpx2": {"level": "WARNING"},  # a line for each call
        "celery.app.trace": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
    },
}
