"""Where our own templates come from."""

from django.template import Origin
from django.template.loaders import filesystem

from .spaces import tightened


class TightLoader(filesystem.Loader):
    """Loads pages and their parts without the white space that only their source is read by.

    With DEBUG they stay as they are, so that an error points to the line it is in.
    """

    def get_contents(self, origin: Origin) -> str:
        """Return the source as it is compiled."""
        source: str = super().get_contents(origin)
        return tightened(source) if origin.name.endswith(".html") and not self.engine.debug else source
