"""Every body of the contract: what it must read, and everything it must read past."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from tests.tools.samples import SECRETS, region, request
from tools.catalyst import models
from tools.catalyst.models import DeploymentRequest, Event, Job, ListEntry, Snapshot, State, event_of
from tools.catalyst.models.wire import Wire

ID = "22af2b1120158239"
NINE = "2026-05-15T09:00:00Z"
JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqYW5lIn0.c2lnbmF0dXJl"
SAMPLES: dict[str, dict[str, Any]] = {
    "ErrorBody": {"error": "subdomain-conflict", "detail": "taken"},
    "ValidateResult": {"valid": True, "message": "read/write access confirmed"},
    "CredentialsRequest": {"token": "t" * 64, "provider": "hetzner"},
    "StorageRequest": {"region": "fsn1", "accessKey": "a" * 16, "secretKey": "s" * 32},
    "NameCheck": {"subdomain": "acme", "poolDomain": "omani.works"},
    "NameCheckResult": {"available": False, "reason": "reserved-state", "detail": "held", "fqdn": "acme.omani.works"},
    "SshKeyPair": {"publicKey": "ssh-ed25519 AAAA catalyst", "privateKey": "PEM", "fingerprint": "SHA256:x"},
    "RegistrarCheck": {"domain": "a.b", "token": "t"},
    "RegistrarCheckResult": {"valid": True, "registrar": "dynadot", "domain": "a.b"},
    "NameServers": {"domain": "a.b", "token": "t", "nameservers": ["ns1"]},
    "NameServersResult": {"success": True, "registrar": "ovh", "domain": "a.b", "nameservers": ["ns1"], "propagation": "soon"},
    "RegistrarError": {"error": "invalid-token", "supported": ["ovh"]},
    "RegionSpec": region(clusterMeshName="acme-mesh"),
    "ParentDomain": {"name": "omani.works", "role": "primary", "addedAt": "0001-01-01T00:00:00Z"},
    "DeploymentRequest": request(clusterMeshName="acme-mesh", clusterMeshId=74, regions=[region(), region("hel1")]),
    "Created": {"id": ID, "status": "provisioning", "streamURL": f"/api/v1/deployments/{ID}/logs"},
    "State": {"id": ID, "status": "ready", "startedAt": NINE, "finishedAt": None, "sovereignFQDN": "a.b", "region": "fsn1", "numEvents": 3},
    "Result": {"sovereignFQDN": "a.b", "controlPlaneIP": "203.0.113.1", "loadBalancerIP": "", "consoleURL": "https://console.a.b", "gitopsRepoURL": "", "phase1Outcome": "ready", "handoverURL": f"https://x/?token={JWT}"},
    "ListEntry": {"id": ID, "status": "failed", "sovereignFQDN": "a.b", "startedAt": NINE, "ownerEmail": "x@y.z", "error": "e"},
    "Snapshot": {"state": {"id": ID, "status": "ready"}, "events": [{"time": NINE, "phase": "tofu", "level": "info", "message": "m"}], "done": True},
    "HandoverReady": {"handoverURL": f"https://x/?token={JWT}", "expiresAt": NINE},
    "RetryAccepted": {"id": ID, "status": "provisioning", "phase": "tofu-apply", "streamURL": "/x", "message": "m"},
    "WipeReport": {"deploymentId": ID, "sovereignFQDN": "a.b", "tofuDestroyed": True, "hetznerPurge": {}, "pdmReleased": True, "localCleaned": True, "errors": None, "wipedAt": NINE},
    "Released": {"deploymentId": ID, "poolDomain": "omani.works", "subdomain": "acme", "pdmReleased": True, "noOp": "free"},
    "InFlight": {"count": 1, "ids": [ID]},
    "Job": {"id": f"{ID}:install-hel1-2:cilium", "deploymentId": ID, "jobName": "install-hel1-2:cilium", "dependsOn": ["x"], "status": "running", "durationMs": 0, "batchId": "bootstrap-kit"},
    "Execution": {"id": "e" * 32, "jobId": "x", "deploymentId": ID, "status": "running", "startedAt": NINE, "lineCount": 3},
    "JobDetail": {"job": {"id": f"{ID}:x"}, "executions": []},
    "LogLine": {"lineNumber": 1, "timestamp": NINE, "level": "INFO", "message": "m"},
    "LogPage": {"lines": [], "total": 0, "executionFinished": False},
    "BatchSummary": {"batchId": "(unbatched)", "total": 35, "finished": 3, "succeeded": 3, "failed": 0, "running": 2, "pending": 30},
    "Batches": {"batches": []},
    "ComponentSnapshot": {"appId": "cilium", "status": "installed", "helmReleaseName": "bp-cilium", "namespace": "flux-system", "lastTransitionAt": "0001-01-01T00:00:00Z", "message": ""},
    "ComponentsState": {"watching": False, "components": []},
    "WatchStatus": {"watching": True, "alreadyActive": True, "components": []},
    "FlowHead": {"id": ID, "status": "running", "startedAt": 0},
    "FlowNode": {"id": f"{ID}:tofu-init", "flowId": ID, "label": "Terraform Init", "status": "succeeded", "family": "tofu", "startedAt": 1778835600, "endedAt": 1778835612},
    "FlowRelationship": {"fromId": "a", "toId": "b", "type": "contains"},
    "FlowMessage": {"type": "snapshot", "flow": {"id": ID, "status": "running", "startedAt": 0}, "nodes": [], "relationships": []},
    "HandoverToken": {"token": JWT, "redirectURL": f"https://console.a.b/auth/handover?token={JWT}"},
    "HandoverClaims": {"iss": "i", "aud": ["https://console.a.b"], "sub": "s", "email": "e", "email_verified": True, "sovereign_fqdn": "a.b", "deployment_id": ID, "role": "sovereign-admin", "jti": "j", "iat": 1, "exp": 301},
    "RsaJwk": {"kty": "RSA", "use": "sig", "alg": "RS256", "n": "n", "e": "AQAB"},
    "PinIssueRequest": {"email": "x@y.z"},
    "PinIssueResponse": {"ok": True, "sent": True, "requestId": "r", "expiresInSec": 600},
    "PinVerifyRequest": {"email": "x@y.z", "pin": "123456", "requestId": "r"},
    "PinVerified": {"ok": True},
    "PinRefused": {"error": "pin-invalid", "attemptsRemaining": 2},
    "WhoAmI": {"email": "x@y.z"},
    "SessionEnded": {"ok": True, "keycloakLogoutURL": ""},
    "MarketplaceApp": {"id": "1", "slug": "wiki", "name": "Wiki", "category": "c", "dependencies": None, "system": False, "deployable": True, "tags": None, "ram_mb": 512},
    "MarketplacePlan": {"id": "1", "slug": "s", "name": "S", "price_omr": 3},
    "MarketplaceAddon": {"id": "1", "slug": "s", "name": "S", "price_omr": 3, "included": False},
    "MarketplaceBundle": {"id": "1", "slug": "s", "name": "S", "apps": None, "discount": 10},
    "DomainCheck": {"subdomain": "a", "tld": "omani.works", "domain": "a.omani.works", "available": True},
}  # fmt: skip
LATER = {"operationInProgress": True, "secondaryDegraded": {"x": 1}, "kind": 5, "somethingNew": [None]}


def model(name: str) -> type[BaseModel]:
    found = getattr(models, name)
    assert issubclass(found, BaseModel)
    return found


def test_every_body_has_its_sample() -> None:
    bodies = {name for name in models.__all__ if isinstance(getattr(models, name), type) and issubclass(getattr(models, name), BaseModel)}
    assert bodies - {"Wire"} == set(SAMPLES)


@pytest.mark.parametrize("name", SAMPLES)
def test_bodies_are_read_whole_and_tolerantly(name: str) -> None:
    kind, sample = model(name), SAMPLES[name]
    plain = kind.model_validate(sample)
    aliases = {field.alias or member: member for member, field in kind.model_fields.items()}
    assert sample.keys() <= aliases.keys() | {"provider"}, "no member of the contract is overlooked"
    assert kind.model_validate({**sample, **{k: v for k, v in LATER.items() if k not in aliases}}) == plain
    if issubclass(kind, Wire):
        assert kind.model_validate({key.upper(): value for key, value in sample.items()}) == plain
        assert kind.model_validate({key.lower(): value for key, value in sample.items()}) == plain


@pytest.mark.parametrize("name", SAMPLES)
def test_no_body_shows_its_secrets(name: str) -> None:
    shown = repr(model(name).model_validate(SAMPLES[name]))
    assert not any(secret in shown for secret in (*SECRETS, JWT, "PEM", "t" * 64, "s" * 32))


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (NINE, datetime(2026, 5, 15, 9, tzinfo=UTC)),
        ("2026-05-15T09:00:00", datetime(2026, 5, 15, 9, tzinfo=UTC)),
        ("2026-05-15T11:00:00+02:00", datetime(2026, 5, 15, 9, tzinfo=UTC)),
        ("2026-05-15T09:00:00.123456789Z", datetime(2026, 5, 15, 9, 0, 0, 123456, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", None),
        ("", None),
        (None, None),
        ("yesterday", None),
        (17, None),
    ],
)
def test_times(value: Any, read: datetime | None) -> None:
    assert State.model_validate({"startedAt": value}).started_at == read
    found = event_of({"time": value, "phase": "tofu", "message": "m"})
    assert found is not None
    assert found.time == read


def test_words_and_nulls() -> None:
    state = State.model_validate({"status": " Phase1-Watching ", "error": None, "numEvents": None, "componentStates": None, "result": None})
    assert (state.status, state.error, state.num_events, state.components, state.phase1_outcome) == ("phase1-watching", "", 0, {}, "")
    mixed = State.model_validate({"result": {"componentStates": {"a": "Installed", "b": "failed"}}, "componentStates": {"b": "INSTALLED", "c": None}})
    assert mixed.components == {"a": "installed", "b": "installed"}
    job = Job.model_validate({"id": "x", "dependsOn": ["a", None, 5], "status": None, "type": None})
    assert (job.depends_on, job.status) == (("a",), "")
    assert ListEntry.model_validate({"id": "1", "ownerEmail": None}).owner_email == ""


def test_escapes_of_the_service() -> None:
    raw = json.loads('{"phase":"tofu","level":"info","message":"\\u003cb\\u003e \\u0026 co"}')
    found = event_of(raw)
    assert found is not None
    assert found.message == "<b> & co"


@given(st.dictionaries(st.text(max_size=8), st.none() | st.integers() | st.text(max_size=8) | st.lists(st.text(max_size=3), max_size=2), max_size=6) | st.none() | st.integers() | st.text())
def test_nothing_in_a_list_of_events_stops_the_rest(strange: Any) -> None:
    good = {"time": NINE, "phase": "tofu", "level": "info", "message": "m"}
    events = Snapshot.model_validate({"state": {}, "events": [strange, good]}).events
    assert events[-1] == Event(datetime(2026, 5, 15, 9, tzinfo=UTC), "tofu", "info", "m")


def test_what_we_send_is_a_request_of_the_contract() -> None:
    body = request(regions=[region(), region("hel1")])
    again = DeploymentRequest.model_validate(body).model_dump(by_alias=True, exclude_none=True)
    assert set(again) == set(body)
