"""A session host that is reached over the network: keys made for one session, and the same protocol behind them."""

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from secrets import token_hex

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from sandbox.backends.kubernetes import PORT, Keys
from sandbox.host.link import HostLink
from sandbox.host.protocol import Welcome

NAME = "sandbox-session"
"""Every session's; who is meant is told by the certificate itself."""
DAYS = 400
TOKEN_BYTES = 32


def make_keys() -> Keys:
    """For a new session."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)]), datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(days=DAYS))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, SHA256())
    )  # fmt: skip
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return Keys(made.public_bytes(Encoding.PEM).decode(), private, token_hex(TOKEN_BYTES))


class RemoteLink(HostLink):
    """Says who it is before it speaks the protocol."""

    def __init__(self, token: bytes) -> None:
        super().__init__()
        self._token = token

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Token, then the greeting."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - a stream
        transport.write(self._token)
        super().connection_made(transport)


async def connect(address: str, keys: Keys, port: int = PORT) -> tuple[HostLink, Welcome]:
    """To the session host in a pod. Raises OSError (a wrong certificate is one too), Malformed, TimeoutError."""
    trusted = ssl.create_default_context(cadata=keys.certificate)
    trusted.minimum_version = ssl.TLSVersion.TLSv1_3
    loop, token = asyncio.get_running_loop(), bytes.fromhex(keys.token)
    _, link = await loop.create_connection(lambda: RemoteLink(token), address, port, ssl=trusted, server_hostname=NAME)
    try:
        return link, await link.greeted()
    except BaseException:
        link.close()
        raise
