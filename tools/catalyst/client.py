"""HTTP client of catalyst-api. Every failure is a CatalystError that says what is known about the effect."""

import json
from collections.abc import AsyncGenerator
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ValidationError

from tools.catalyst import models
from tools.catalyst.answers import refused, transport
from tools.catalyst.errors import CatalystError
from tools.catalyst.sse import Frame, SseError, SseParser

Model = TypeVar("Model", bound=BaseModel)
PLAIN_TIMEOUT = httpx.Timeout(30.0, connect=5.0)
"""Seconds (contract, section 16)."""
REFRESH_TIMEOUT = httpx.Timeout(35.0, connect=5.0)
"""The service gives up after 30 s itself."""
STREAM_TIMEOUT = httpx.Timeout(None, connect=5.0, read=300.0)
"""Minutes of silence are normal on the log stream."""
EMULATOR = "X-Catalyst-Emulator"


class CatalystClient:
    """One service behind one base address.

    Args:
        base_url: scheme, host and prefix; `/api/v1` is added here. `streamURL` values of the service are never
            followed: they lack the public prefix.
        http: shared connection pool, owned by the caller.
        plain: limits of an ordinary call.
        stream: limits of the log stream.
    """

    def __init__(
        self,
        base_url: str,
        http: httpx.AsyncClient,
        *,
        plain: httpx.Timeout = PLAIN_TIMEOUT,
        stream: httpx.Timeout = STREAM_TIMEOUT,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self._http = http
        self._plain = plain
        self._stream = stream
        self.emulated = False
        """The service said that it is our emulator."""

    async def create(self, body: dict[str, Any]) -> models.Created:
        """POST a deployment once. Any failure after the request has left has outcome `unknown`, except the
        refusals that the contract defines (400, 401, 409, 503 of the name service)."""
        return await self._call("POST", "/deployments", models.Created, body=body, effect=True)

    async def get(self, deployment_id: str) -> models.State:
        """Current state."""
        return await self._call("GET", f"/deployments/{deployment_id}", models.State)

    async def snapshot(self, deployment_id: str) -> models.Snapshot:
        """State, buffered events and the done flag."""
        return await self._call("GET", f"/deployments/{deployment_id}/events", models.Snapshot)

    async def jobs(self, deployment_id: str) -> list[models.Job]:
        """The job tree; an unknown id gives an empty list."""
        listed = await self._json("GET", f"/deployments/{deployment_id}/jobs")
        return [job for raw in _members(listed, "jobs") if (job := _lenient(models.Job, raw))]

    async def flow(self, deployment_id: str) -> models.FlowMessage:
        """The flow graph, raw; `tools.catalyst.flow.read` makes sense of it. Malformed parts are left out."""
        raw = await self._json("GET", f"/flows/{deployment_id}/snapshot")
        return models.FlowMessage(
            flow=_lenient(models.FlowHead, raw.get("flow") if isinstance(raw, dict) else None) or models.FlowHead(),
            nodes=tuple(n for r in _members(raw, "nodes") if (n := _lenient(models.FlowNode, r))),
            relationships=tuple(e for r in _members(raw, "relationships") if (e := _lenient(models.FlowRelationship, r))),
        )

    async def components(self, deployment_id: str) -> dict[str, str]:
        """Component states as the service's watcher sees them now; of the primary region only in some builds."""
        answer = await self._json("GET", f"/deployments/{deployment_id}/components/state")
        return _states(answer)

    async def refresh_watch(self, deployment_id: str) -> dict[str, str]:
        """Ask the service to look at the cluster again; the component states that it found."""
        path = f"/deployments/{deployment_id}/refresh-watch"
        return _states(await self._json("POST", path, timeout=REFRESH_TIMEOUT))

    async def retry(self, deployment_id: str, phase: str) -> models.RetryAccepted:
        """Run phase 0 again. Guarded by our side: the service would accept it for a healthy deployment too."""
        path = f"/deployments/{deployment_id}/phases/{quote(phase, safe='')}/retry"
        return await self._call("POST", path, models.RetryAccepted, effect=True)

    async def list_deployments(self, owner: str | None = None) -> list[models.ListEntry]:
        """Deployments that aren't adopted yet; `owner` is only a hint."""
        params = {"owner": owner} if owner else None
        listed = await self._json("GET", "/deployments", params=params)
        return [entry for raw in _members(listed, "deployments") if (entry := _lenient(models.ListEntry, raw))]

    async def generate_ssh_key(self, fqdn: str) -> models.SshKeyPair:
        """A fresh Ed25519 pair."""
        return await self._call("POST", "/sshkey/generate", models.SshKeyPair, body={"fqdn": fqdn})

    async def check_subdomain(self, label: str, pool: str) -> models.NameCheckResult:
        """Is this name under a pool domain free."""
        body = {"subdomain": label, "poolDomain": pool}
        return await self._call("POST", "/subdomains/check", models.NameCheckResult, body=body)

    async def credentials_valid(self, token: str) -> bool:
        """Does the provider accept this cloud token. A token that is too short is refused locally."""
        return await self._valid("/credentials/validate", {"token": token, "provider": "hetzner"})

    async def storage_valid(self, region: str, access_key: str, secret_key: str) -> bool:
        """Does the object storage accept these keys."""
        body = {"region": region, "accessKey": access_key, "secretKey": secret_key, "provider": "hetzner"}
        return await self._valid("/credentials/object-storage/validate", body)

    async def _valid(self, path: str, body: dict[str, str]) -> bool:
        try:
            return (await self._call("POST", path, models.ValidateResult, body=body)).valid
        except CatalystError as error:
            if error.status == 400:
                return False
            raise

    async def mint_handover(self, deployment_id: str) -> models.HandoverToken:
        """A fresh one-time link."""
        return await self._call("POST", f"/deployments/{deployment_id}/mint-handover-token", models.HandoverToken)

    async def apps(self, catalogue_url: str) -> list[dict[str, Any]]:
        """The tenant catalogue's apps (another service with its own base)."""
        answer = await self._json("GET", "/api/catalog/apps", base=catalogue_url.rstrip("/"))
        return [a for a in answer if isinstance(a, dict)] if isinstance(answer, list) else []

    async def world(self, host: str) -> dict[str, Any]:
        """What the emulator's own internet says about a host; only an emulator has this route."""
        answer = await self._json("GET", "/emulator/world", params={"host": host}, base=self.base_url)
        return answer if isinstance(answer, dict) else {}

    async def healthy(self) -> bool:
        """Liveness; also learns whether it is our emulator."""
        try:
            answer = await self._http.get(f"{self.base_url}/healthz", timeout=5.0)
        except httpx.HTTPError:
            return False
        self.emulated = answer.headers.get(EMULATOR) == "1"
        return answer.status_code == 200

    async def logs(self, deployment_id: str) -> AsyncGenerator[Frame]:
        """Frames of the log stream until it ends. Raises CatalystError when it can't be opened, breaks, or stays
        silent for longer than a stream without keep-alive may be."""
        url = f"{self.base_url}/api/v1/deployments/{deployment_id}/logs"
        parser = SseParser()
        try:
            async with self._http.stream("GET", url, timeout=self._stream) as response:
                if response.status_code != 200:
                    raise refused(response.status_code, await response.aread(), response.headers, effect=False)
                async for chunk in response.aiter_bytes():
                    for frame in parser.feed(chunk):
                        yield frame
        except SseError as error:
            raise CatalystError("garbage", outcome="unknown", retry_helps=True) from error
        except httpx.HTTPError as error:
            raise transport(error) from error

    async def _call(
        self, method: str, path: str, model: type[Model], *, body: dict[str, Any] | None = None, effect: bool = False
    ) -> Model:
        answer = await self._json(method, path, body=body, effect=effect)
        try:
            return model.model_validate(answer)
        except ValidationError:  # it quotes the answer, which may hold a secret
            raise CatalystError("garbage", outcome="unknown", retry_helps=not effect) from None

    async def _json(
        self,
        method: str,
        path: str,
        *,
        body: dict[str, Any] | None = None,
        params: dict[str, str] | None = None,
        effect: bool = False,
        base: str | None = None,
        timeout: httpx.Timeout | None = None,  # noqa: ASYNC109 - httpx's own, per phase of the request
    ) -> Any:
        url = f"{base}{path}" if base is not None else f"{self.base_url}/api/v1{path}"
        try:
            response = await self._http.request(method, url, json=body, params=params, timeout=timeout or self._plain)
        except httpx.HTTPError as error:
            raise transport(error) from None  # the cause holds the request and with it the body
        if response.headers.get(EMULATOR) == "1" and base is None:
            self.emulated = True
        if response.status_code >= 400:
            raise refused(response.status_code, response.content, response.headers, effect=effect)
        try:
            return json.loads(response.content)
        except ValueError:
            raise CatalystError("garbage", status=response.status_code, outcome="unknown", retry_helps=not effect) from None


def _members(answer: Any, name: str) -> list[Any]:
    value = answer.get(name) if isinstance(answer, dict) else None  # pyright: ignore[reportUnknownVariableType] - JSON
    return value if isinstance(value, list) else []  # pyright: ignore[reportUnknownVariableType] - JSON


def _states(answer: Any) -> dict[str, str]:
    rows = [row for raw in _members(answer, "components") if (row := _lenient(models.ComponentSnapshot, raw))]
    return {row.app_id: row.status for row in rows}


def _lenient(model: type[Model], raw: Any) -> Model | None:
    """A malformed entry of a list is skipped, never the whole list."""
    try:
        return model.model_validate(raw)
    except ValidationError:
        return None
