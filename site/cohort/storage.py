"""Where uploaded files are kept."""

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage


class WholeFileStorage(FileSystemStorage):
    """Files on a disk, each whole or not there: where there is no room for the rest, the beginning goes too."""

    def _save(self, name: str, content: Any) -> str:
        taken: str = super()._save(name, ContentFile(b""))  # type: ignore[misc]  # a name of its own, whoever saves one like it meanwhile
        try:
            with open(self.path(taken), "wb") as file:
                file.writelines(chunk if isinstance(chunk, bytes) else chunk.encode() for chunk in content.chunks())
        except BaseException:
            self.delete(taken)
            raise
        return taken
