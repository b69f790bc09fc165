"""Where our own templates come from."""

import re

from django.template import Origin
from django.template.loaders import filesystem

from .spaces import tightened

# A letter is read as text too: its lines, and the empty ones between its paragraphs, are part of it.
_LETTER = re.compile(r"(?:^|/)e?mail(?:/|\.html$)")


class TightLoader(filesystem.Loader):
    """Loads pages and their parts without the white space that only their source is read by.

    With DEBUG they stay as they are, so that an error points to the line it is in.
    """

    def get_contents(self, origin: Origin) -> str:
        """Return the source as it is compiled."""
        source: str = super().get_contents(origin)
        name = origin.template_name
        is_page = isinstance(name, str) and name.endswith(".html") and not _LETTER.search(name)
        return tightened(source) if is_page and not self.engine.debug else source
