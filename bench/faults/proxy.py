"""A TCP proxy that can be told to break, in a thread with an event loop of its own."""

import asyncio
import contextlib
import socket
import struct
import threading

MODES = ("pass", "drop", "refuse", "delay")


class Proxy:
    """Stands on `port` before 127.0.0.1:`target`.

    `mode` may be changed at any time: pass; drop (accepts, reads and forwards nothing, like a
    firewall that forgot the connection); refuse (new connections are reset); delay (`seconds`
    before each piece). `reset()` sends RST to every open connection at once.
    """

    def __init__(self, target: int, seconds: float = 0.2):
        self.target, self.seconds, self.mode = target, seconds, "pass"
        self.port = 0
        self._open: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None

    def start(self) -> None:
        threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True).start()
        self._call(self._listen())

    def stop(self) -> None:
        self._call(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)

    def reset(self) -> int:
        """RST every open connection now. Returns how many there were."""
        return self._call(self._reset())

    def _call(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, backlog=512)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        self._server.close()
        await self._reset()

    async def _reset(self) -> int:
        writers = list(self._open)
        for writer in writers:
            abort(writer)
        return len(writers)

    async def _accept(self, reader, writer) -> None:
        if self.mode == "refuse":
            abort(writer)
            return
        try:
            upstream = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            abort(writer)
            return
        both = {writer, upstream[1]}
        self._open |= both
        try:
            await asyncio.gather(self._copy(reader, upstream[1]), self._copy(upstream[0], writer))
        finally:
            self._open -= both
            for side in both:
                side.close()

    async def _copy(self, reader, writer) -> None:
        with contextlib.suppress(OSError, asyncio.CancelledError):
            while piece := await reader.read(65_536):
                if self.mode == "drop":
                    continue
                if self.mode == "delay":
                    await asyncio.sleep(self.seconds)
                writer.write(piece)
                await writer.drain()
        writer.close()


def abort(writer: asyncio.StreamWriter) -> None:
    """Close with RST instead of FIN, as a crashed machine or a load balancer does."""
    endpoint = writer.get_extra_info("socket")
    with contextlib.suppress(OSError):
        endpoint.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
