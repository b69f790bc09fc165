"""`python -m tests.serving FD`: the site on a socket that is handed over, with one door that only tests need.

A POST to `/-/rest/` is answered once nothing else is being answered and no web socket is open, and what this process
remembers is forgotten, so that the next test finds the server as the first one did.
"""

import asyncio
import os
import socket
import sys
from typing import Any

from asgiref.sync import sync_to_async

REST = "/-/rest/"
PATIENCE = 10.0  # seconds that what is being answered is given to end


class Restful:
    """Passes everything on to the site, and knows what is still going on."""

    def __init__(self, site: Any) -> None:
        self.site = site
        self.busy: dict[int, str] = {}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer the one door of this file; let the site answer everything else."""
        if scope["path"] == REST:
            await self._rest(send)
            return
        self.busy[id(scope)] = f"{scope['type']} {scope['path']}"
        try:
            await self.site(scope, receive, send)
        finally:
            del self.busy[id(scope)]

    async def _rest(self, send: Any) -> None:
        for _ in range(round(PATIENCE / 0.01)):
            if not self.busy:
                break
            await asyncio.sleep(0.01)
        await sync_to_async(_forget)()
        said = "\n".join(self.busy.values()).encode()
        await send({"type": "http.response.start", "status": 409 if said else 200, "headers": []})
        await send({"type": "http.response.body", "body": said})


def _forget() -> None:
    from django.core.cache import cache  # after the settings are named

    cache.clear()


def main(descriptor: int) -> None:
    """Serve until told to end; requests that are being answered are answered first."""
    import uvicorn  # the tests themselves import this file for the address of its door

    from cohort.asgi import application  # after the settings are named

    config = uvicorn.Config(Restful(application), lifespan="off", log_level="warning", timeout_graceful_shutdown=10)
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=descriptor)])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cohort.settings.test")
    main(int(sys.argv[1]))
