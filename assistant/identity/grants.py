"""What signed-in persons grant to programs: clients, one-use codes, short-lived access tokens, rotating refresh tokens.

A client's id is its own registration, signed: nothing has to be kept for programs that register and never come back.
Access tokens are signed for one resource and a quarter of an hour. Refresh tokens are kept as SHA-256; each is good once,
and one that comes a second time ends everything that grew from the same sign-in.
"""

import base64
import hashlib
import hmac
import secrets
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from assistant.identity.keys import ServiceKey
from assistant.identity.tokens import sha256
from assistant.store import Database

ACCESS_SECONDS = 900
REFRESH_SECONDS = 30 * 86_400.0
CODE_SECONDS = 60.0
SCOPE = "toolbox"
MOST_CODES = 10_000
LONGEST_TOKEN = 6_000
_ALGORITHMS = ["HS256"]


class GrantError(Exception):
    """An OAuth error; `code` as the protocol names it."""

    def __init__(self, code: str, description: str) -> None:
        super().__init__(code)
        self.code = code
        self.description = description


@dataclass(frozen=True, slots=True)
class Client:
    """A registered program."""

    id: str
    name: str
    redirect_uris: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grant:
    """What a person has agreed to."""

    client: str
    email: str
    resource: str
    redirect_uri: str = ""
    challenge: str = ""
    """SHA-256 of the verifier, base64url (PKCE S256)."""


@dataclass(frozen=True, slots=True)
class Access:
    """A checked access token."""

    client: str
    email: str
    resource: str
    issuer: str
    expires_at: int


@dataclass(frozen=True, slots=True)
class Pair:
    """What a client gets."""

    access: str
    refresh: str


class Grants:
    """Issues and checks."""

    def __init__(self, database: Database, key: ServiceKey, *, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._access_key = OctKey.import_key(key.derive("oauth access"))
        self._client_key = OctKey.import_key(key.derive("oauth client"))
        self._now = now
        self._codes: dict[str, tuple[Grant, float]] = {}
        """Digest of a code → grant, until when. A restart makes people sign in again, no more."""
        self._spent: dict[str, str] = {}
        """Digest of a used code → the family of tokens that came of it."""

    def register(self, name: str, redirect_uris: tuple[str, ...]) -> Client:
        """A new client."""
        claims: dict[str, Any] = {"name": name, "uris": list(redirect_uris), "iat": int(self._now())}
        return Client(_signed(claims, self._client_key, "client+jwt"), name, redirect_uris)

    def client(self, client_id: str) -> Client | None:
        """One that we registered."""
        claims = _read(client_id, self._client_key, "client+jwt")
        return Client(client_id, str(claims["name"]), tuple(str(u) for u in claims["uris"])) if claims else None

    def code(self, grant: Grant) -> str:
        """A one-use code for a minute."""
        now = self._now()
        self._codes = {d: kept for d, kept in self._codes.items() if kept[1] >= now}
        if len(self._codes) >= MOST_CODES:
            raise GrantError("temporarily_unavailable", "Too many sign-ins at once.")
        code = secrets.token_urlsafe(32)
        self._codes[sha256(code)] = grant, now + CODE_SECONDS
        return code

    async def redeem(self, code: str, *, client: str, redirect_uri: str, verifier: str, resource: str, issuer: str) -> Pair:
        """Tokens for a code. Raises GrantError; a code that comes again ends what it gave before."""
        digest = sha256(code)
        grant, until = self._codes.pop(digest, (None, 0.0))
        if grant is None:
            family = self._spent.pop(digest, None)
            if family is not None:
                await self._end(family)
            raise GrantError("invalid_grant", "The code is unknown or was used already.")
        made = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        fits = hmac.compare_digest(made, grant.challenge) and grant.redirect_uri == redirect_uri and grant.client == client
        if not fits or until < self._now():
            raise GrantError("invalid_grant", "The code doesn't belong to this request, or is too old.")
        if resource and resource != grant.resource:
            raise GrantError("invalid_target", "The code was given for another resource.")
        family = secrets.token_hex(16)
        self._spent = {**dict(list(self._spent.items())[-1000:]), digest: family}
        return await self._pair(grant, family, issuer)

    async def refresh(self, token: str, *, client: str, resource: str, issuer: str) -> Pair:
        """Fresh tokens for a refresh token, which is used up. Raises GrantError."""
        digest, now = sha256(token), self._now()

        def work(connection: sqlite3.Connection) -> tuple[Any, ...] | None:
            sql = "SELECT family, client, email, resource, expires_at, used_at FROM oauth_grants WHERE digest = ?"
            row = connection.execute(sql, (digest,)).fetchone()
            if row is not None and row[1] == client:
                connection.execute("UPDATE oauth_grants SET used_at = ? WHERE digest = ? AND used_at IS NULL", (now, digest))
            return row

        row = await self._database.write(work, durable=True)
        if row is None or row[1] != client or row[4] < now:
            raise GrantError("invalid_grant", "The refresh token is unknown or too old.")
        if row[5] is not None:
            await self._end(str(row[0]))
            raise GrantError("invalid_grant", "The refresh token was used already; sign in again.")
        if resource and resource != row[3]:
            raise GrantError("invalid_target", "The token was given for another resource.")
        return await self._pair(Grant(str(row[1]), str(row[2]), str(row[3])), str(row[0]), issuer)

    async def revoke(self, token: str, *, client: str) -> None:
        """End what grew from this refresh token's sign-in; an unknown one is nothing (RFC 7009)."""
        digest = sha256(token)

        def work(connection: sqlite3.Connection) -> None:
            mine = "SELECT family FROM oauth_grants WHERE digest = ? AND client = ?"
            connection.execute(f"DELETE FROM oauth_grants WHERE family IN ({mine})", (digest, client))  # noqa: S608 - no value in it

        await self._database.write(work, durable=True)

    def access(self, token: str, *, resource: str, issuer: str) -> Access | None:
        """Whose token it is, if it is ours, for this resource and in time."""
        claims = _read(token, self._access_key, "at+jwt")
        if claims is None or claims.get("aud") != resource or claims.get("iss") != issuer:
            return None
        expires = int(claims.get("exp", 0))
        if expires < self._now() or claims.get("scope") != SCOPE:
            return None
        return Access(str(claims["client_id"]), str(claims["sub"]), resource, issuer, expires)

    async def _pair(self, grant: Grant, family: str, issuer: str) -> Pair:
        now = self._now()
        claims: dict[str, Any] = {
            "iss": issuer,
            "sub": grant.email,
            "aud": grant.resource,
            "client_id": grant.client,
            "scope": SCOPE,
            "iat": int(now),
            "exp": int(now) + ACCESS_SECONDS,
            "jti": secrets.token_hex(8),
        }
        refresh = secrets.token_urlsafe(32)
        row = (sha256(refresh), family, grant.client, grant.email, grant.resource, now + REFRESH_SECONDS)

        def work(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM oauth_grants WHERE expires_at < ?", (now,))
            connection.execute("INSERT INTO oauth_grants VALUES (?, ?, ?, ?, ?, ?, NULL)", row)

        await self._database.write(work, durable=True)
        return Pair(_signed(claims, self._access_key, "at+jwt"), refresh)

    async def _end(self, family: str) -> None:
        await self._database.write(
            lambda c: c.execute("DELETE FROM oauth_grants WHERE family = ?", (family,)).rowcount, durable=True
        )


def _signed(claims: dict[str, Any], key: OctKey, kind: str) -> str:
    return jwt.encode({"alg": "HS256", "typ": kind}, claims, key, algorithms=_ALGORITHMS)


def _read(token: str, key: OctKey, kind: str) -> dict[str, Any] | None:
    """The claims; the kind is checked, so that one kind of token never passes for another."""
    if not 20 <= len(token) <= LONGEST_TOKEN:
        return None
    try:
        found = jwt.decode(token, key, algorithms=_ALGORITHMS)
    except (JoseError, ValueError):
        return None
    return dict(found.claims) if found.header.get("typ") == kind else None
