"""What goes to a push service: content sealed for one browser (RFC 8291 over RFC 8188), and who sends it (VAPID, RFC 8292). No I/O.

The primitives are those of `cryptography` and the tokens those of `joserfc`; what stands here is the order in which the standards put
them together. The tests hold it against the standard's own example.
"""

import base64
import binascii
import os
import struct
from dataclasses import dataclass, field
from typing import Self

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jwt
from joserfc.jwk import ECKey

POINT, AUTH, SALT = 65, 16, 16
"""Bytes of an uncompressed point of P-256, of the browser's secret, of a message's salt."""
RECORD = 4096
"""One record holds every message of ours."""
BLOCK = 256
"""Content is made as long as a multiple of this: how long a title is, is nobody's business."""
LONGEST = 3072
"""Bytes of content. Push services take 4096 of everything together."""
VALID_S = 12 * 3600
"""Of a sender's token; 24 hours are allowed."""
_HEAD = struct.Struct(f"!{SALT}sIB{POINT}s")
_CURVE = ec.SECP256R1()


def b64url(data: bytes) -> str:
    """Without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_b64url(text: str, length: int) -> bytes:
    """So many bytes, with or without padding. Raises ValueError."""
    bare = text.rstrip("=")
    if not bare.isascii() or len(bare) != (length * 4 + 2) // 3:
        raise ValueError("not so many bytes")
    try:
        data = base64.b64decode(bare + "=" * (-len(bare) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise ValueError("not base64url") from None
    return data


@dataclass(frozen=True, slots=True)
class Receiver:
    """What a browser gave to seal messages for it."""

    point: bytes
    """Its public key, an uncompressed point of P-256 (65 bytes)."""
    auth: bytes = field(repr=False)
    """A secret that its push service doesn't know (16 bytes)."""

    @classmethod
    def parse(cls, p256dh: str, auth: str) -> Self:
        """As browsers write them. Raises ValueError: not of that length, or no point of the curve."""
        made = cls(from_b64url(p256dh, POINT), from_b64url(auth, AUTH))
        ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, made.point)
        return made


def sealed(content: bytes, receiver: Receiver, *, salt: bytes | None = None, own: ec.EllipticCurvePrivateKey | None = None, pad: bool = True) -> bytes:
    """A body with `Content-Encoding: aes128gcm` that this browser alone can read.

    Args:
        salt, own, pad: for the standard's example; else a new salt and key for each message.

    Raises ValueError: content is longer than LONGEST.
    """
    if len(content) > LONGEST:
        raise ValueError("too long for a push message")
    salt, own = salt or os.urandom(SALT), own or ec.generate_private_key(_CURVE)
    point = _encoded(own.public_key())
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, receiver.point))
    secret = _derived(receiver.auth, shared, b"WebPush: info\0" + receiver.point + point, 32)
    key = _derived(salt, secret, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(salt, secret, b"Content-Encoding: nonce\0", 12)
    filling = bytes(-(len(content) + 1) % BLOCK) if pad else b""
    # 2 marks the last record, which the first one is too.
    return _HEAD.pack(salt, RECORD, POINT, point) + AESGCM(key).encrypt(nonce, content + b"\x02" + filling, None)


def _encoded(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def _derived(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


class Vapid:
    """The server, as push services know it.

    Args:
        key: its private key.
        contact: `mailto:` or `https:`, for a push service's people.
    """

    def __init__(self, key: ec.EllipticCurvePrivateKey, contact: str) -> None:
        self._contact = contact
        self.public = b64url(_encoded(key.public_key()))
        """What a page subscribes with."""
        pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        self._key = ECKey.import_key(pem)

    def header(self, origin: str, now: float) -> str:
        """`Authorization` for the push service at this origin."""
        claims = {"aud": origin, "exp": int(now) + VALID_S, "sub": self._contact}
        return f"vapid t={jwt.encode({'typ': 'JWT', 'alg': 'ES256'}, claims, self._key)}, k={self.public}"
