"""A small push service on loopback, and browsers that read what comes as theirs do: by RFC 8291, 8188 and 8292, from the other side."""

import asyncio
import os
import struct
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jwt
from joserfc.jwk import ECKey

from assistant.push.message import b64url, from_b64url

WITHIN_S = 60.0


class Browser:
    """One that subscribed: it alone can read what is sent to it."""

    def __init__(self, endpoint: str, key: ec.EllipticCurvePrivateKey | None = None, auth: bytes | None = None) -> None:
        self.endpoint = endpoint
        self.key = key or ec.generate_private_key(ec.SECP256R1())
        self.auth = auth or os.urandom(16)

    @property
    def point(self) -> bytes:
        return self.key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)

    def subscription(self, **changed: Any) -> dict[str, Any]:
        """As `PushSubscription.toJSON` gives it."""
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": {"p256dh": b64url(self.point), "auth": b64url(self.auth)}, **changed}

    def read(self, body: bytes) -> bytes:
        """Raises InvalidTag, ValueError: it isn't for this browser, or not whole."""
        salt, record, length = struct.unpack_from("!16sIB", body)
        point, sealed = body[21 : 21 + length], body[21 + length :]
        if length != 65 or len(sealed) > record:
            raise ValueError("more than one record")
        sender = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        secret = _hkdf(self.auth, self.key.exchange(ec.ECDH(), sender), b"WebPush: info\x00" + self.point + point, 32)
        plain = AESGCM(_hkdf(salt, secret, b"Content-Encoding: aes128gcm\x00", 16)).decrypt(_hkdf(salt, secret, b"Content-Encoding: nonce\x00", 12), sealed, None)
        content = plain.rstrip(b"\x00")
        if content[-1:] != b"\x02":
            raise ValueError("not the last record")
        return content[:-1]


def _hkdf(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


@dataclass
class Came:
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes
    claims: dict[str, Any]
    key: str
    """The sender's public key."""


@dataclass
class Answer:
    """How the service answers next."""

    status: int = 201
    headers: dict[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""


def sender_of(header: str) -> tuple[dict[str, Any], str]:
    """Claims and public key of `Authorization: vapid t=…, k=…`. Raises: the token isn't the key's."""
    scheme, _, rest = header.partition(" ")
    assert scheme == "vapid"
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    point = from_b64url(parts["k"], 65)
    key = ECKey.import_key({"kty": "EC", "crv": "P-256", "x": b64url(point[1:33]), "y": b64url(point[33:])})
    return dict(jwt.decode(parts["t"], key, algorithms=["ES256"]).claims), parts["k"]


class PushService:
    """On a free port of this machine."""

    def __init__(self) -> None:
        self.came: list[Came] = []
        self.answers: list[Answer] = []
        self.hangs = False
        self._news = asyncio.Event()
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._take)
        self._server = TestServer(app)

    async def __aenter__(self) -> Self:
        await self._server.start_server(access_log=None)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.hangs = False
        await self._server.close()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.port}"

    def browser(self, name: str = "one") -> Browser:
        return Browser(f"{self.origin}/push/{name}")

    async def _take(self, request: web.Request) -> web.Response:
        claims, key = sender_of(request.headers["Authorization"])
        self.came.append(Came(request.path, dict(request.headers), await request.read(), claims, key))
        self._news.set()
        if self.hangs:
            await asyncio.Event().wait()
        answer = self.answers.pop(0) if self.answers else Answer()
        return web.Response(status=answer.status, headers=answer.headers, body=answer.body)

    async def until(self, count: int) -> list[Came]:
        """Until so many requests came."""
        async with asyncio.timeout(WITHIN_S):
            while len(self.came) < count:
                self._news.clear()
                await self._news.wait()
        return self.came
