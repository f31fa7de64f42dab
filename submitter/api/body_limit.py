"""No request makes the service hold more than a little: a larger body is refused before it is read."""

from __future__ import annotations

from fastapi import HTTPException
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 16_384  # the largest request there is takes a few hundred


class BodyLimit:
    """ASGI middleware. Whoever reads a body that is too large, or says so beforehand, gets HTTPException 413."""

    def __init__(self, app: ASGIApp, *, most_bytes: int = MOST_BYTES) -> None:
        self._app = app
        self._most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, self._limited(scope, receive) if scope["type"] == "http" else receive, send)

    def _limited(self, scope: Scope, receive: Receive) -> Receive:
        announced = Headers(scope=scope).get("content-length", "")
        came = int(announced) if announced.isdecimal() and int(announced) > self._most_bytes else 0

        async def limited() -> Message:
            nonlocal came
            message = await receive() if came <= self._most_bytes else {}
            came += len(message.get("body", b""))
            if came > self._most_bytes:
                raise HTTPException(413, f"The request's body is larger than {self._most_bytes} bytes.")
            return message

        return limited
