"""STUN and TURN servers as browsers and our own side are told them; passwords for TURN that pass. Pure.

The passwords are those of coturn's `use-auth-secret`: the user name is the time until which it counts, the password its HMAC.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

LASTING_S = 3600
"""How long a TURN password counts: longer than any talk, shorter than it is worth stealing."""


@dataclass(frozen=True, slots=True)
class IceServer:
    """One server."""

    url: str
    username: str = ""
    credential: str = ""

    def link(self) -> str:
        """As a value of the `Link` header (WHIP)."""
        link = f'<{self.url}>; rel="ice-server"'
        if self.username:
            link += f'; username="{self.username}"; credential="{self.credential}"; credential-type="password"'
        return link

    def json(self) -> dict[str, Any]:
        """As an RTCIceServer of the browser."""
        server: dict[str, Any] = {"urls": self.url}
        return {**server, "username": self.username, "credential": self.credential} if self.username else server


def ice_servers(stun: Sequence[str], turn: Sequence[str], secret: str, *, who: str, now: float) -> list[IceServer]:
    """All of them; `who` stands in the user name, so that the server's log can tell lines apart."""
    username = f"{int(now) + LASTING_S}:{who}"
    digest = hmac.new(secret.encode(), username.encode(), hashlib.sha1).digest()
    credential = base64.b64encode(digest).decode()
    return [*(IceServer(url) for url in stun), *(IceServer(url, username, credential) for url in turn if secret)]
