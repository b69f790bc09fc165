"""Settings of `make run`: one process on SQLite, mail on the console."""

from .base import *  # noqa: F403
from .base import VAR_DIR, env

DEBUG = env.bool("DEBUG", True)
LIVE_OWN_HOST = True
VAR_DIR.mkdir(parents=True, exist_ok=True)
# A demo account's address cannot receive mail.
ACCOUNT_EMAIL_VERIFICATION = env.str("ACCOUNT_EMAIL_VERIFICATION", "optional")
