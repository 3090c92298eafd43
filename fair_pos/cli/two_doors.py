"""One server process with two doors: http and https lead to the same application and writer."""

import asyncio
import functools
import socket
from typing import Any

import uvicorn

from fair_pos.cli.doors import Secure


class TwoDoors(uvicorn.Server):
    """A server that listens on one more socket, with TLS.

    One server and not two: one life of the application, one stop by Ctrl+C, requests of both
    doors finished before the database closes.
    """

    def __init__(self, config: uvicorn.Config, secure: Secure | None = None) -> None:
        super().__init__(config)
        self._secure = secure

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open both doors."""
        await super().startup(sockets)
        if self._secure is None:
            return
        protocol: Any = self.config.http_protocol_class  # uvicorn types it as any protocol
        make = functools.partial(
            protocol,
            config=self.config,
            server_state=self.server_state,
            app_state=self.lifespan.state,
        )
        secure = await asyncio.get_running_loop().create_server(
            make,
            sock=self._secure.listener,
            ssl=self._secure.context,
            backlog=self.config.backlog,
        )
        self.servers.append(secure)
