"""The API server of a Kubernetes cluster, as far as sessions need it: create, get, list and delete in one namespace."""

import asyncio
import base64
import binascii
import json
import os
import ssl
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import yaml

from sandbox.backends.kubernetes import Manifest
from sandbox.host.launch import HostFailed

ACCOUNT = Path("/var/run/secrets/kubernetes.io/serviceaccount")
LARGEST = 4 * 1024 * 1024
"""Bytes of an answer."""
PATIENCE_S = 15.0
_PLURALS = {
    "ServiceAccount": "api/v1 serviceaccounts", "Secret": "api/v1 secrets", "Pod": "api/v1 pods",
    "PersistentVolumeClaim": "api/v1 persistentvolumeclaims", "NetworkPolicy": "apis/networking.k8s.io/v1 networkpolicies",
}  # fmt: skip


class NoAccess(Exception):
    """No cluster can be reached by what is set; the text says what is missing."""


class Refused(HostFailed):
    """The API server's no, with its reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"the cluster says {status} {reason}".strip())
        self.status = status


@dataclass(frozen=True, slots=True)
class Access:
    """Where the API server is and who we are there."""

    url: str
    namespace: str
    token: Callable[[], str] = field(repr=False)
    """Asked for with each request, since an account's is changed every hour; empty: a certificate says who we are."""
    trust: ssl.SSLContext | None = None


def access(kubeconfig: Path | None) -> Access:
    """By a kubeconfig's current context, or as a pod of the cluster. Blocks for milliseconds. Raises NoAccess."""
    try:
        return _configured(kubeconfig) if kubeconfig is not None else _within()
    except (OSError, ssl.SSLError, yaml.YAMLError, KeyError, TypeError, AttributeError, StopIteration, binascii.Error, UnicodeError) as error:
        where = f"the kubeconfig {kubeconfig}" if kubeconfig is not None else "this pod's service account"
        raise NoAccess(f"{where} can't be used ({type(error).__name__})") from None


def _within() -> Access:
    host, port = os.environ.get("KUBERNETES_SERVICE_HOST", ""), os.environ.get("KUBERNETES_SERVICE_PORT", "443")
    if not host:
        raise NoAccess("this is no pod of a cluster, and no kubeconfig is set")
    shown = f"[{host}]" if ":" in host else host
    trust = ssl.create_default_context(cafile=str(ACCOUNT / "ca.crt"))
    _token(ACCOUNT / "token")
    return Access(f"https://{shown}:{port}", (ACCOUNT / "namespace").read_text("utf-8").strip(), lambda: _token(ACCOUNT / "token"), trust)


def _token(path: Path) -> str:
    return path.read_text("ascii").strip()


def _configured(path: Path) -> Access:
    found: Any = yaml.safe_load(path.read_bytes())
    context = _named(found["contexts"], found["current-context"])["context"]
    cluster = _named(found["clusters"], context["cluster"])["cluster"]
    user = _named(found["users"], context["user"])["user"]
    url = str(cluster["server"]).rstrip("/")
    if not url.startswith("https://") and not url.startswith("http://127.0.0.1:"):
        raise NoAccess("the kubeconfig's server isn't https")
    trust = None
    if url.startswith("https://"):
        data = cluster.get("certificate-authority-data")
        trust = ssl.create_default_context(
            cadata=base64.b64decode(data).decode() if data else None, cafile=None if data else cluster.get("certificate-authority")
        )
    token_file, token = user.get("tokenFile"), str(user.get("token", ""))
    if "client-certificate-data" in user and trust is not None:
        _identify(trust, base64.b64decode(user["client-certificate-data"]), base64.b64decode(user["client-key-data"]))
    elif "client-certificate" in user and trust is not None:
        trust.load_cert_chain(user["client-certificate"], user["client-key"])
    elif not token and not token_file:
        raise NoAccess("the kubeconfig's user has neither a token nor a certificate; helper programs aren't run")
    return Access(url, str(context.get("namespace", "")), (lambda: _token(Path(token_file))) if token_file else lambda: token, trust)


def _named(items: Any, name: str) -> Any:
    return next(item for item in items if item["name"] == name)


def _identify(trust: ssl.SSLContext, certificate: bytes, key: bytes) -> None:
    """OpenSSL takes files only."""
    with tempfile.NamedTemporaryFile() as file:  # 0600
        file.write(certificate + b"\n" + key)
        file.flush()
        trust.load_cert_chain(file.name)


class Api:
    """Requests, each with a bound."""

    def __init__(self, http: aiohttp.ClientSession, found: Access, namespace: str) -> None:
        self._http, self._access, self._namespace = http, found, namespace

    async def create(self, manifest: Manifest) -> None:
        """Raises Refused, OSError."""
        await self._ask("POST", self._path(manifest["kind"]), json=manifest)

    async def get(self, kind: str, name: str) -> Manifest | None:
        """None: there is none. Raises Refused, OSError."""
        try:
            return await self._ask("GET", f"{self._path(kind)}/{name}")
        except Refused as no:
            if no.status == 404:
                return None
            raise

    async def list(self, kind: str, labels: dict[str, str]) -> list[Manifest]:
        """Raises Refused, OSError."""
        wanted = ",".join(f"{name}={value}" for name, value in labels.items())
        return (await self._ask("GET", self._path(kind), params={"labelSelector": wanted})).get("items") or []

    async def delete(self, kind: str, name: str) -> None:
        """It may be gone already. Raises Refused, OSError."""
        try:
            await self._ask("DELETE", f"{self._path(kind)}/{name}")
        except Refused as no:
            if no.status != 404:
                raise

    def _path(self, kind: str) -> str:
        group, plural = _PLURALS[kind].split()
        return f"/{group}/namespaces/{self._namespace}/{plural}"

    async def _ask(self, method: str, path: str, **more: Any) -> Manifest:
        token = await asyncio.to_thread(self._access.token)
        headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        try:
            async with (
                asyncio.timeout(PATIENCE_S),
                self._http.request(method, self._access.url + path, headers=headers, ssl=self._access.trust or True, allow_redirects=False, **more) as answer,
            ):
                raw = bytearray()
                async for piece in answer.content.iter_any():
                    raw += piece
                    if len(raw) > LARGEST:
                        raise OSError("the cluster's answer is too long")
                return _parsed(answer.status, bytes(raw))
        except aiohttp.ClientError as error:
            raise OSError(f"the cluster can't be reached ({type(error).__name__})") from None


def _parsed(status: int, raw: bytes) -> Manifest:


    try:
        found = json.loads(raw)
    except ValueError:
        found = None
    if not 200 <= status < 300:
        raise Refused(status, str(found.get("reason", ""))[:100] if isinstance(found, dict) else "")
    if not isinstance(found, dict):
        raise OSError("the cluster's answer is no object")
    return found
