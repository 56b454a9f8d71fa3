"""Settings in one file. Every value that differs between machines comes from the environment (``env.py``)."""

from logging import DEBUG as DEBUG_LEVEL

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from command_center.enum_names import ENUM_NAMES
from command_center.env import BASE_DIR, base_map, database_url, env, redis_url, seal_keys
from command_center.logs import configure_logging
from command_center.screens.base_map.declared import origins

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="insecure-only-for-checks-and-tests-0123456789-abcdefghij")
SEAL_KEYS = seal_keys(SECRET_KEY)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "channels",
    "csp",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "knox",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "django_structlog",
    "command_center.ground.core",
    "command_center.ground.organisation",
    "command_center.ground.custody",
    "command_center.ground.alarms",
    "command_center.ground.figures",
    "command_center.ground.exports",
    "command_center.ground.network",
    "customers",
    "workorders",
    "dispatch",
    "outages",
    "command_center.screens",
    "command_center.trials",
    "demo",
    "command_center",
]

MIDDLEWARE = [
    "command_center.ground.core.api.edge.ReadableRequest",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "command_center.screens.middleware.http.BrowserRules",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "command_center.screens.middleware.http.LanguageFromQueryMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "command_center.screens.sign_in.second_factor.SecondFactorGate",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "command_center.screens.middleware.http.AccessLog",
]

ROOT_URLCONF = "command_center.urls"
WSGI_APPLICATION = "command_center.wsgi.application"
ASGI_APPLICATION = "command_center.asgi.application"

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
                "django.template.context_processors.i18n",
            ]
        },
    }
]

# --- PostgreSQL: the only record -------------------------------------------------------------------------------------
DATABASES = {
    "default": {
        **env.db_url_config(database_url()),
        "ENGINE": "django.db.backends.postgresql",
        # Web threads and workers keep their connection; sockets run almost no ORM and give theirs back (asgi.py).
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": env.bool("BEHIND_PGBOUNCER", default=False),
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Redis: doorbells, tasks, pushes; may lose everything ---------------------------------------------------------------
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "command_center.ground.core.channel_layer.ChannelLayer",
        "CONFIG": {
            "hosts": [redis_url("channels")],
            "prefix": env.str("CHANNEL_PREFIX", default="board"),
            "by_pattern": ("user.", "session."),  # organisation/rights.py
        },
    }
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": redis_url("cache"),
        # Throttles and lock-outs ask it on the way in: a Redis that hangs must not hold a report.
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 0.5},
    }
}
SOCKETS_PER_ACCOUNT = env.int("SOCKETS_PER_ACCOUNT", default=30)  # of one process; tabs are few, a mistake is many
DOORBELL_URL = redis_url("broker")

# --- Celery: a message is a wake-up (docs/decisions/0001) -----------------------------------------------------------------
CELERY_BROKER_URL = redis_url("broker")
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 60,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "unacked_mutex_expire": 10,
    "socket_timeout": 10,
    "socket_connect_timeout": 3,
    "socket_keepalive": True,
    "health_check_interval": 10,
    "priority_steps": [0],
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 20
CELERY_TASK_SOFT_TIME_LIMIT = 15
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_DEFAULT_QUEUE = "core"
CELERY_TASK_CREATE_MISSING_QUEUES = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_DIRECT = True  # a queue of its own for each worker: the watchdog's canary (core/watchdog.py)
CELERY_WORKER_MAX_TASKS_PER_CHILD = 20_000
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Shanghai"

# --- People ------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "organisation.User"
AUTHENTICATION_BACKENDS = ["command_center.ground.core.lock_out.LockOutBackend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_HASHERS = [
    "command_center.ground.core.hashing.BoundedArgon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "command_center.ground.organisation.passwords.NewPasswordEndsAll"},
]
SESSION_COOKIE_AGE = 12 * 3600  # after the last thing the person did: core/sessions.py
# --- Second factor: which roles need one is told by their sign-in rules, not here ---
ACCOUNT_ADAPTER = "command_center.ground.organisation.second_factor.QuietAccounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False  # core/lock_out.py counts, and opens while its cache is away
MFA_ADAPTER = "command_center.ground.organisation.second_factor.Secrets"
MFA_REAUTHENTICATION_REQUIRED = False  # screens/sign_in/second_factor.py asks for a password or a code itself
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "供电服务指挥中心"
MFA_TOTP_TOLERANCE = 1
# --- Single sign-on: off without an issuer; nothing here gives anybody a right (docs/operations.md) ---
OIDC_ISSUER = env.str("OIDC_ISSUER", default="")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", default="")
OIDC_NAME = env.str("OIDC_NAME", default="SSO")
OIDC_SCOPE = env.list("OIDC_SCOPE", default=["openid"])
OIDC_USERNAME_CLAIM = env.str("OIDC_USERNAME_CLAIM", default="")
OIDC_TRUSTED_AMR = env.list("OIDC_TRUSTED_AMR", default=[])
OIDC_PROMPT = env.str("OIDC_PROMPT", default="")
SOCIALACCOUNT_ADAPTER = "command_center.ground.organisation.single_sign_on.StaffOnly"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_STORE_TOKENS = False
CSRF_FAILURE_VIEW = "command_center.ground.core.api.edge.form_outlived"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("HTTPS_ONLY", default=False)
SECURE_SSL_REDIRECT = env.bool("HTTPS_ONLY", default=False)
SECURE_HSTS_SECONDS = 31_536_000 if env.bool("HTTPS_ONLY", default=False) else 0
PROXIES = env.int("PROXIES", default=1 if env.bool("BEHIND_PROXY", default=False) else 0)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
# Whether the other hosts of the domain speak HTTPS too is for the owner of the domain to say, not for one application.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

# --- The map under the maps (docs/operations.md): none, tiles of a service, or one PMTiles file --------------------------------
BASE_MAP = base_map()

CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/admin", "/api/docs"),  # they have one of their own: screens/middleware/pages.py
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *origins(BASE_MAP)],
        "font-src": [SELF],
        "connect-src": [SELF, *origins(BASE_MAP)],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# --- Languages and time ----------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- Files -------------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.str("STATIC_ROOT", default=str(BASE_DIR / ".local" / "static"))
WHITENOISE_MIMETYPES = {".mjs": "text/javascript", ".geojson": "application/geo+json"}
WHITENOISE_USE_FINDERS = env.bool("STATIC_FROM_SOURCE", default=False)
MEDIA_URL = "/media/"
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(BASE_DIR / ".local" / "media"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

# --- How long is kept what has served (docs/security.md says what stays) ---------------------------------------------------------
KEEP_DELIVERIES_DAYS = env.int("KEEP_DELIVERIES_DAYS", default=7)
KEEP_KEYS_HOURS = env.int("KEEP_KEYS_HOURS", default=48)
KEEP_LINKS_DAYS = env.int("KEEP_LINKS_DAYS", default=30)
CREW_MESSAGE_UNREAD_MINUTES = env.int("CREW_MESSAGE_UNREAD_MINUTES", default=5)
KEEP_EXPORTS_DAYS = env.int("KEEP_EXPORTS_DAYS", default=7)
KEEP_POSITIONS_DAYS = env.int("KEEP_POSITIONS_DAYS", default=90)
KEEP_ORDERS_YEARS = env.int("KEEP_ORDERS_YEARS", default=5)  # then the people in them become pseudonyms
KEEP_MESSAGES_YEARS = env.int(
    "KEEP_MESSAGES_YEARS", default=3
)  # what was told of outages and plans; of orders: with the order

# --- Messages to customers (docs/messages.md) ------------------------------------------------------------------------------------
# Channel → gateway: ``log`` writes down and sends nothing, ``smtp``, ``http-sms``, ``wechat``.
MESSAGE_GATEWAYS = {
    "SMS": env.str("SMS_GATEWAY", default="log"),
    "WECHAT": env.str("WECHAT_GATEWAY", default="log"),
    "EMAIL": env.str("EMAIL_GATEWAY", default="log"),
}
SMS_GATEWAY_URL = env.str("SMS_GATEWAY_URL", default="")
SMS_GATEWAY_TOKEN = env.str("SMS_GATEWAY_TOKEN", default="")
WECHAT_GATEWAY_URL = env.str("WECHAT_GATEWAY_URL", default="")
WECHAT_GATEWAY_TOKEN = env.str("WECHAT_GATEWAY_TOKEN", default="")
# With which gateways sign receipts and replies; without it none is taken in.
MESSAGES_SECRET = env.str("MESSAGES_SECRET", default="")
EMAIL_HOST = env.str("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="command-centre@localhost")

# --- API -----------------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "command_center.ground.core.api.authentication.TokenAuthentication",
        "command_center.ground.core.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["command_center.ground.organisation.api.door.OpensByRole"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "command_center.ground.core.api.reading.OneForm",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "command_center.ground.core.api.reading.JsonParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_PAGINATION_CLASS": "command_center.ground.core.api.paging.KeysetPaging",
    "PAGE_SIZE": 50,
    "DEFAULT_FILTER_BACKENDS": [
        "command_center.ground.core.api.filters.KnownFilters",
        "command_center.ground.core.api.filters.KnownOrdering",
    ],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "command_center.ground.core.api.problems.problem_response",
    "DEFAULT_THROTTLE_CLASSES": [
        "command_center.ground.core.api.throttles.UserThrottle",
        "command_center.ground.core.api.throttles.AnonThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {
        "user": env.str("THROTTLE_USER", default="60000/min"),
        "anon": env.str("THROTTLE_ANON", default="600/min"),
        "login": env.str("THROTTLE_LOGIN", default="10/min"),
        "supply": env.str("THROTTLE_SUPPLY", default="30/hour"),
        "apply": env.str("THROTTLE_APPLY", default="60/hour"),
        "look_up": env.str("THROTTLE_LOOK_UP", default="3000/hour"),
        "reveal": env.str("THROTTLE_REVEAL", default="120/hour"),
        "reveal_a_day": env.str("THROTTLE_REVEAL_A_DAY", default="300/day"),
        "export": env.str("THROTTLE_EXPORT", default="30/hour"),
        "export_revealed": env.str("THROTTLE_EXPORT_REVEALED", default="3/day"),
        "gps": env.str("THROTTLE_GPS", default="240/min"),
    },
    # Whose address is counted: that many proxies of ours, counted from the right, wrote the forwarded ones; what stands
    # before could be anybody's invention.
    "NUM_PROXIES": PROXIES,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Power-supply service command centre",
    "DESCRIPTION": "Fault reports in, nearest qualified crew out, everything live. Times are RFC 3339, coordinates WGS-84.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SERVERS": [{"url": "/", "description": "This command centre"}],
    "APPEND_COMPONENTS": {"securitySchemes": {"basicAuth": {"type": "http", "scheme": "basic"}}},
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "command_center.ground.core.api.schema.with_problems",
        "command_center.ground.core.api.schema.without_idle_defaults",
        "command_center.screens.api_summaries.with_summaries",
        "command_center.screens.api_examples.with_examples",
    ],
    "ENUM_NAME_OVERRIDES": ENUM_NAMES,
}
# How long a token given out by signing in lives is told by the role: organisation/roles.py.
KNOX_TOKEN_MODEL = "knox.AuthToken"
REST_KNOX = {"TOKEN_TTL": None, "AUTO_REFRESH": False}

UNFOLD = {
    "SITE_TITLE": _("Command centre"),
    "SITE_HEADER": _("Command centre"),
    "SITE_SYMBOL": "bolt",
    "SHOW_VIEW_ON_SITE": False,
    "THEME": "command_center.screens.back_office_look.theme_of",
    "SIDEBAR": {"show_search": True, "navigation": "command_center.screens.back_office_look.navigation"},
    # The blue of the desks (static/css/tokens.css) instead of a purple of its own.
    "COLORS": {
        "primary": {
            "50": "#eff6fd",
            "100": "#dbeafa",
            "200": "#bbd7f5",
            "300": "#8dbcee",
            "400": "#62aef5",
            "500": "#2f86d6",
            "600": "#0f62b4",
            "700": "#0d5397",
            "800": "#10457c",
            "900": "#133b67",
            "950": "#0c2645",
        },
    },
}

# --- Logs: structured, with the request id carried into tasks --------------------------------------------------------------------
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # the library believes any forwarded address; access_log.py asks ours
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = DEBUG_LEVEL
LOGGING = configure_logging(json=env.bool("LOG_JSON", default=not DEBUG), level=env.str("LOG_LEVEL", default="INFO"))
