"""How the log is written: people stand in it by their uid, never by their address."""

import logging
import re
from typing import Any

from pythonjsonlogger import json

# A local part of any letters, and a domain; the database quotes rows of others when it refuses one.
ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
INSTEAD = "(address)"


def without_addresses(text: str) -> str:
    """Return `text` with no e-mail address in it."""
    return ADDRESS.sub(INSTEAD, text)


class PlainFormatter(logging.Formatter):
    """Lines for a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, with its traceback."""
        return without_addresses(super().format(record))


class JsonFormatter(json.JsonFormatter):
    """A JSON object a line."""

    def jsonify_log_record(self, log_data: dict[str, Any]) -> str:
        """Return the object as text."""
        return without_addresses(super().jsonify_log_record(log_data))
