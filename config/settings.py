"""Every setting, from the environment. The README's configuration table names each variable."""

import os
from email.utils import formataddr, parseaddr
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.contrib.messages import constants as levels
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from people.languages.known import ALWAYS, OWN_NAMES

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str | None = None) -> str:
    """Read a setting from NAME, or from the file that NAME_FILE points at."""
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, ValueError) as wrong:
            raise ImproperlyConfigured(f"{name}_FILE cannot be read: {wrong}.") from wrong
    if (value := os.environ.get(name, default)) is None:
        raise ImproperlyConfigured(f"{name} is not set; see README, 'Configuration'.")
    return value


def env_flag(name: str, default: str) -> bool:
    """Read a yes-or-no setting; anything but 1, 0, true, false, yes or no is refused."""
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if (value := env(name, default).lower()) not in words:
        raise ImproperlyConfigured(f"{name} is {value!r}; write 1 or 0.")
    return words[value]


def env_number(name: str, default: str) -> int:
    """Read a setting that is a whole number."""
    if not (value := env(name, default)).isdecimal():
        raise ImproperlyConfigured(f"{name} is {value!r}; write a number.")
    return int(value)


def env_list(name: str, default: str = "") -> list[str]:
    """Read a setting that holds several values separated by commas."""
    return [item.strip() for item in env(name, default).split(",") if item.strip()]


DEBUG = env_flag("DEBUG", "0")
SECRET_KEY = env("SECRET_KEY")
# Notes are sealed with the first key; the others still open what they sealed. Never SECRET_KEY:
# that one is rotated for other reasons, and a leaked one must not open a diary.
KEY_RING = env_list("KEY_RING")
# RSA keys as PEM that sign badges, one after the other: the first signs, all are published.
BADGE_KEY = env("BADGE_KEY", "")
SITE_URL = env("SITE_URL", "http://localhost:8000").rstrip("/")
HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", urlsplit(SITE_URL).hostname or "localhost")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
DATA_DIR = Path(env("DATA_DIR", str(BASE_DIR / "var")))
try:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
except OSError as wrong:
    raise ImproperlyConfigured(f"DATA_DIR cannot be made: {wrong}.") from wrong
# The demo's own data is marked, and `load_demo` refuses a database that holds anything else.
DEMO = env_flag("DEMO", "0")
# Thailand's mental-health hotline by general knowledge: each operator confirms it, with the day.
HELPLINE = env("HELPLINE", "1323")
HELPLINE_CHECKED = env("HELPLINE_CHECKED", "")
# Who answers for the data, as people read it. The contact is a mail address or a phone number.
CONTROLLER = env("CONTROLLER", "")
DATA_PROTECTION_CONTACT = env("DATA_PROTECTION_CONTACT", "")
# Where to report a vulnerability: a mail address or a page.
SECURITY_CONTACT = env("SECURITY_CONTACT", "")
# Where people say what bars them from a page; without it, the contact for data protection.
ACCESSIBILITY_CONTACT = env("ACCESSIBILITY_CONTACT", "")
COMMITTEE = env("COMMITTEE", "")
# Where the button "Quick exit" leads: a page that could be open on any phone.
EXIT_SITE = env("EXIT_SITE", "https://www.google.com/")

INSTALLED_APPS = [
    "config.apps.ConfigApp",
    "people.apps.PeopleApp",
    "wellbeing.apps.WellbeingApp",
    "training.apps.TrainingApp",
    "workload.apps.WorkloadApp",
    "programme.apps.ProgrammeApp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_q",
]

MIDDLEWARE = [
    "config.middleware.NumberMiddleware",
    "config.middleware.FewHeadsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.PlainHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "config.packing.PackMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "config.middleware.ProgramsMiddleware",
    "config.receiving.charsets.CharsetMiddleware",
    "config.middleware.LateMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "config.middleware.ReachMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.PersonMiddleware",
    "config.quick_exit.middleware.LeftMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.SmallBodiesMiddleware",
    "config.operating.troubles.TroublesMiddleware",
    "config.receiving.meanwhile.MeanwhileMiddleware",
    "config.middleware.VisitMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.SignInMiddleware",
    "config.middleware.BelongingMiddleware",
    "config.middleware.ClosedAnswersMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.ExportsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "NAME": "django",
        "BACKEND": "config.rendering.PageTemplates",
        "DIRS": [BASE_DIR / "config" / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "config.compiling.PageLoader",
                    ["config.rendering.OurFolder", "config.rendering.OurApps"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.shell",
            ],
            "builtins": ["people.templatetags.kamlangjai", "config.compiling"],
            # In place of Django's own: they keep what is the same on every page.
            "libraries": {
                "i18n": "people.templatetags.i18n",
                "static": "people.templatetags.static",
            },
        },
    }
]
# Libraries of tags under a name that Django has too: the two above, on purpose.
SILENCED_SYSTEM_CHECKS = ["templates.W003"]
# What a message of each level looks like: the kinds of `.notice` in app.css.
MESSAGE_TAGS = {
    levels.SUCCESS: "done",
    levels.INFO: "note",
    levels.WARNING: "wait",
    levels.ERROR: "error",
}


# --- Data --------------------------------------------------------------------------------------


def database(url: str) -> dict[str, object]:
    """Translate DATABASE_URL; an empty one means SQLite in DATA_DIR."""
    if not url:
        return {
            "ENGINE": "config.sqlite",
            "NAME": DATA_DIR / "kamlangjai.sqlite3",
            # Opening the file again for every page costs more than reading from it.
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # DEFERRED loses read-then-write transactions to "database is locked".
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL: an acknowledged week survives a power cut.
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
                "PRAGMA foreign_keys=ON;PRAGMA trusted_schema=OFF;PRAGMA secure_delete=ON;"
                # 8 MB of what was read last: of the usual 2 MB the board of a team of 100 pushes
                # out what it reads again the next time.
                "PRAGMA cache_size=-8000;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://, or be empty.")
    return {
        "ENGINE": "config.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            # The compiler of PostgreSQL costs more than these small queries do.
            "options": "-c jit=off",
            # Of `keeping_cursor`: prepared is what is asked the second time.
            "prepare_threshold": 1,
            **dict(parse_qsl(parts.query)),
        },
    }


DATABASES = {"default": database(env("DATABASE_URL", ""))}
# The database roles to which `migrate` gives what the pages and jobs need, and what a backup does:
# people/tenancy/grants.py.
WEB_ROLE = env("WEB_ROLE", "")
BACKUP_ROLE = env("BACKUP_ROLE", "")
# Public keys of age: their private halves open the backups (config/operating/).
BACKUP_RECIPIENTS = env_list("BACKUP_RECIPIENTS", "")
BACKUP_DIR = Path(env("BACKUP_DIR", "") or DATA_DIR / "backups")
check_url = env("BACKUP_CHECK_URL", "")
BACKUP_CHECK_DATABASE = database(check_url) if check_url else None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Shared by every process: with a cache in each, an attacker gets all tries once per worker.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entry",
        # With the usual 300 a morning's sign-ins, or an attacker with many names, push counts out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- Language and time -------------------------------------------------------------------------

LANGUAGE_CODE = "en"
# Beside English and Thai, which are always there.
MORE_LANGUAGES = env_list("MORE_LANGUAGES", "")
if unknown := set(MORE_LANGUAGES) - OWN_NAMES.keys():
    raise ImproperlyConfigured(f"MORE_LANGUAGES: no such language: {', '.join(sorted(unknown))}.")
LANGUAGES = [(code, OWN_NAMES[code]) for code in dict.fromkeys((*ALWAYS, *MORE_LANGUAGES))]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
TIME_ZONE = "Asia/Bangkok"
USE_TZ = True

# --- Signing in --------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["config.sign_in.backend.AccountBackend"]
# Argon2id at OWASP's minimum: 17 ms of processor time a sign-in instead of 212.
PASSWORD_HASHERS = [
    "config.sign_in.hashers.Argon2id",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "people.accounts.passwords.LengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "people.accounts.passwords.GuessableValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "config.sign_in.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # people come by invitation, which is itself a mailed link
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_FORMS = {
    "login": "config.sign_in.accounts.SignInForm",
    "change_password": "config.sign_in.accounts.PasswordForm",
    "reset_password": "config.sign_in.accounts.LostPasswordForm",
    "reset_password_from_key": "config.sign_in.accounts.NewPasswordForm",
    "reauthenticate": "config.sign_in.accounts.AgainForm",
}
# allauth's own reads, and may write, a row beside an account, and thereby tells which numbers are
# of accounts. This one ends a link too when the address or the password changes.
LINKS_BY = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = LINKS_BY
ACCOUNT_RATE_LIMITS = {
    # The key is what was typed and the address, or a known browser: only of it one has to wait.
    "login_failed": "10/m/ip,5/15m/key",
    "login_typed": "100/d/key",  # the key is what was typed, from everywhere
    "login_here": "5/15m/key",  # the key is the account, by either name, and where as above
    "login_account": "100/d/key",  # the key is the account, from everywhere
    # For a device left unlocked: allauth lets 600 guesses an hour through.
    "own_password": "5/15m/user",
    "own_phone": "5/d/user",  # a number that is refused is another account's, of any organisation
    "reauthenticate": "10/15m/user",
    "change_password": "10/15m/user",
    "reset_password": "20/m/ip,5/h/key",  # the key is the address: no mailbox is flooded
    "thanks_outside": "10/h/ip,5/h/key",  # the key is the link
    "volunteer_apply": "10/h/ip,30/h/key",  # the key is the page
    "arrival": "20/h/key",  # the key is the invitation; a taken name is another account's
    "slip": "20/m/ip,5/15m/key",  # the key is the typed code; a room of new people has one address
    "programme_code": "10/15m/user",
    "test_message": "5/h/user",  # each by LINE counts in the month of everybody
    "check_badge": "20/m/ip",  # many people of one office have one address
}
MFA_ADAPTER = "config.sign_in.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Every passkey opens the account alone, so each asks for a finger, a face or a PIN every time.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # people come by invitation, see above
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # half a minute early or late: clocks differ, and typing takes a while
MFA_FORMS = {
    "authenticate": "config.sign_in.factors.CodeForm",
    "reauthenticate": "config.sign_in.factors.CodeAgainForm",
    "activate_totp": "config.sign_in.factors.AppForm",
    "add_webauthn": "config.sign_in.factors.PasskeyForm",
    "authenticate_webauthn": "config.sign_in.factors.PasskeySecondForm",
    "login_webauthn": "config.sign_in.factors.PasskeyAloneForm",
    "reauthenticate_webauthn": "config.sign_in.factors.PasskeyAgainForm",
}
# These pages hold no secret to guess, and many people of one office have one address.
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = env_number("TRUSTED_PROXIES", "0")

# --- Safety ------------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
# With "no-referrer" browsers send `Origin: null`, and the sign-in form is refused.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
# Asked by a monitor on the same machine; refused where they are answered, for they carry a key.
SECURE_REDIRECT_EXEMPT = [r"^(?:healthz|readyz)$", r"^(?:api/|metrics$)"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "config.views.page_too_old"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
SESSION_ENGINE = "people.accounts.sessions"  # that module decides how long a person stays signed in
SESSION_COOKIE_AGE = 60 * 60  # before a sign-in
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
# Of one page alone, which takes pasted lists: `SmallBodiesMiddleware` refuses more than 1 MB at any
# other, and by the announced length, before it is read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- Static files ------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
# Our files are for our pages: no other site reads them, and each answer is a line shorter.
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "config.packing.StaticStorage"
    },
}

# --- Mail and jobs -----------------------------------------------------------------------------

MAIL_HOST, MAIL_PORT = env("MAIL_HOST", ""), env_number("MAIL_PORT", "587")
MAILERS = {
    "default": {
        "BACKEND": "people.messages.smtp.PatientBackend",
        "OPTIONS": {
            "host": MAIL_HOST,
            "port": MAIL_PORT,
            "username": env("MAIL_USER", ""),
            "password": env("MAIL_PASSWORD", ""),
            "use_tls": env_flag("MAIL_TLS", "1"),
            # Of each answer but that to a whole letter: a server that hangs delays mail alone,
            # and not for long.
            "timeout": 10,
        },
    }
    if MAIL_HOST
    else {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": str(DATA_DIR / "mail")},
    }
}
# People see a name first; the address alone looks like what thieves send.
DEFAULT_FROM_EMAIL = formataddr(
    (env("MAIL_FROM_NAME", "Kamlangjai"), parseaddr(env("MAIL_FROM", "kamlangjai@localhost"))[1])
)
# Tests send a letter where it is posted; here a worker takes it from the outbox.
LETTERS_AT_ONCE = False
# Push services of browsers beside the common ones (people/phones/services.py); "*." stands for any
# name below.
PUSH_HOSTS = env_list("PUSH_HOSTS")
# Servers of tests that stand in for other hosts, like http://127.0.0.1:9000: called without TLS,
# and never where SITE_URL has it (people/messages/calls.py).
LOCAL_CALLS = env_list("LOCAL_CALLS")
# An account in LINE by which messages leave; without token and secret LINE is not offered.
LINE_CHANNEL_TOKEN, LINE_CHANNEL_SECRET = (
    env("LINE_CHANNEL_TOKEN", ""),
    env("LINE_CHANNEL_SECRET", ""),
)
LINE_ADD_LINK = env("LINE_ADD_LINK", "")
LINE_API = "https://api.line.me/v2/bot"
# The people who keep each day's head of the audit trail, best two of different organisations.
ANCHOR_MAIL = env_list("ANCHOR_MAIL")

TASKS = {"default": {"BACKEND": "config.queue.ClusterBackend"}}
Q_CLUSTER = {
    "name": "kamlangjai",
    "orm": "default",
    "workers": 1,
    "timeout": 300,
    "retry": 600,  # longer than any job may take, or it would run twice
    "max_attempts": 3,  # a job that fails is tried again after `retry`: mail servers come back
    "catch_up": False,
    "save_limit": 500,
    "label": "Jobs",
}
if redis := env("REDIS_URL", ""):
    Q_CLUSTER |= {
        "orm": None,
        "redis": redis,
        "broker_class": "config.cluster.kept_redis.KeptRedis",
    }

# Whether the description of the API is read without a key: it holds no data.
API_DESCRIPTION_OPEN = env_flag("API_DESCRIPTION_OPEN", "0")
# What an operator's monitor shows to read figures; without one there are none.
METRICS_TOKEN = env("METRICS_TOKEN", "")
# A folder for the security log (people/audit/security_log.py), a file a day.
SECURITY_LOG = env("SECURITY_LOG", "")
# "line" for people, "json" for programs that collect lines.
LOG_FORMAT = env("LOG_FORMAT", "line")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "config.logs.PlainFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
        "json": {"()": "config.logs.JsonFormatter"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT},
        "security": {
            "()": "config.logs.DayFiles",
            "folder": SECURITY_LOG,
            "formatter": LOG_FORMAT,
        }
        if SECURITY_LOG
        else {"class": "logging.StreamHandler", "formatter": LOG_FORMAT},
    },
    "root": {"handlers": ["stderr"], "level": env("LOG_LEVEL", "WARNING")},
    # Without Django's own handlers, which would print addresses whole and mail whole requests.
    "loggers": {
        "django": {},
        "django.server": {"propagate": True},
        "kamlangjai.security": {"handlers": ["security"], "level": "INFO", "propagate": False},
    },
}
