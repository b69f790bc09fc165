"""Settings of `make run`: one process on SQLite, mail on the console, static files as they lie in the tree."""

from .base import *  # noqa: F403
from .base import VAR_DIR, env

# Off by default: a missing page should look here as it looks to people.
DEBUG = env.bool("DEBUG", False)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
VAR_DIR.mkdir(parents=True, exist_ok=True)
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
# A demo account's address cannot receive mail.
ACCOUNT_EMAIL_VERIFICATION = env.str("ACCOUNT_EMAIL_VERIFICATION", "optional")
LOGGING["root"]["level"] = env.str("LOG_LEVEL", "WARNING")  # noqa: F405
# The site answers under 127.0.0.1 and localhost alike, so does its socket.
LIVE_OWN_HOST = True
LINKS_TO_THIS_MACHINE = True
